// Package passkey speaks WebAuthn (Level 3): options for navigator.credentials,
// and the verification of what comes back. It keeps nothing and knows no
// database: a challenge, a person and a stored key go in, facts come out. What
// follows from the facts (is the key known, did its count grow) is not decided
// here.
package passkey
