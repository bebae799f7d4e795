// Package restore tests what the README promises of a backup: a dump brings
// everything back, what it should not have brought back ends with one call, and
// rolecall doctor says what is still missing.
package restore
