// Package password tests sql/functions/password and the triggers on
// auth.users: sign-in, what a new password does however it came, and the link
// that sets one.
package password
