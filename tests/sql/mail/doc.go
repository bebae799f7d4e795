// Package mail tests sql/functions/mail: the outbox that workers share, and a
// project's own templates.
package mail
