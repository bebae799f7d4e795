// Package idp holds identity providers on loopback for tests: a real OpenID
// provider, and twins of the others, which check what they are sent as the
// originals do and answer in their shapes.
package idp
