// Package mail turns a template name and plain data into a message, and
// hands a message to an SMTP server.
//
// It knows no database and keeps no queue: what is sent, when, and how often
// it is tried again is decided by package outbox.
package mail
