// Package session tests sql/functions/session: refresh families, their ends
// and the claims that come out of them, as SQL alone decides them.
package session
