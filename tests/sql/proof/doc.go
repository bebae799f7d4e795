// Package proof holds tests of how a signed-in user shows that an address or
// number is theirs, and changes it.
package proof
