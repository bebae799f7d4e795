// Package pg carries calls to the auth schema: one function, one statement, one
// round trip. It turns SQLSTATEs and returned refusals into faults, and it
// writes the first statement of every data request (role, claims, state check).
// It takes no decisions and knows no table.
package pg
