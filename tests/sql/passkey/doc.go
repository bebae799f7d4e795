// Package passkey tests what SQL decides about passkeys: ceremonies, whose a
// key is, counts that must grow, what a key makes of a session, and that the
// last way in stays. Signatures are verified in Go: here a test says what an
// authenticator said, or why it is not believed.
package passkey
