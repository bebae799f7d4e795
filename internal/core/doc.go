// Package core is the use cases, one file each: a crypto step between one or
// two calls of the auth schema. It takes no decision that SQL can take, knows
// no dialect and no HTTP; inputs and outputs are plain values.
package core
