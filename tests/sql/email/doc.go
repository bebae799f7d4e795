// Package email tests sql/functions/email: what an address is, and the links
// that prove one.
package email
