// Package mfa tests second factors: enrolling and removing them, what they do
// to sessions, challenges, recovery codes, trusted devices, elevation, and that
// no way in goes past them. Codes are compared in Go: here a test says which
// step matched, or shows the HMAC of a code that was sent.
package mfa
