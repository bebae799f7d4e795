// Package access tries every role against every table and function of schema
// auth, every login against every role, and everybody against a table under
// row-level security: who may do what, as tables to be read.
package access
