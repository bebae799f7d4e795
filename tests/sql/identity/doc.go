// Package identity tests what SQL decides about accounts at identity providers:
// whom one signs in, when it is linked and unlinked, what becomes of an account
// that nobody has proven, and how a sign-in there is kept while it is on its
// way. That the provider has said so is verified in Go: here a test says it.
package identity
