package mail

import (
	"context"
	"errors"
)

// KindMail and KindSMS say what sort of destination a Message has.
const (
	KindMail = "mail"
	KindSMS  = "sms"
)

// Message is one thing to deliver to one destination.
type Message struct {
	// ID is the outbox row's id. It becomes the Message-ID, so that a receiver
	// recognises a repeat.
	ID   string `json:"id,omitempty"`
	Kind string `json:"kind"`
	// Project is whose message it is, by id.
	Project string `json:"project,omitempty"`
	// From is the sender when it is not the server's own, as ParseSender reads it.
	From    string `json:"from,omitempty"`
	To      string `json:"to"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
	// Code and Link repeat what the text says, for a mailbox that scripts read.
	Code string `json:"code"`
	Link string `json:"link"`
}

// Sender delivers a message. Its error says by IsPermanent whether another
// try could help.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// PermanentError is a refusal that another try would meet again.
type PermanentError struct{ Err error }

// Error is the text of the refusal itself.
func (e *PermanentError) Error() string { return e.Err.Error() }

// Unwrap gives the refusal itself.
func (e *PermanentError) Unwrap() error { return e.Err }

// Permanent marks err as one that another try would meet again.
func Permanent(err error) error { return &PermanentError{Err: err} }

// IsPermanent tells whether err is a refusal that another try would meet again.
func IsPermanent(err error) bool {
	var permanent *PermanentError
	return errors.As(err, &permanent)
}
