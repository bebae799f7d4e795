package core

import (
	"encoding/hex"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Form is the wire form in which a face wants a sign-in answered. Policy is
// the project's; only the form is the face's.
type Form struct {
	Pending     bool   // a challenge as a session that opens nothing else, not as a ticket
	KeepSession bool   // a pending session keeps its id when its second factor comes
	TrustedWith string // the token of a trusted device, if the client has one

	ticket string
}

// arg is the form as SQL takes it: tokens by their hash.
func (f *Form) arg() pg.Arg {
	f.ticket = secret.New(secret.TicketPrefix)
	wire := map[string]string{"challenge": "ticket", "ticket": hex.EncodeToString(secret.Hash(secret.TicketPrefix, f.ticket))}
	if f.Pending {
		wire["challenge"] = "pending"
	}
	if f.KeepSession {
		wire["session"] = "keep"
	}
	if hash := secret.Hash(secret.DevicePrefix, f.TrustedWith); hash != nil {
		wire["device"] = hex.EncodeToString(hash)
	}
	text, _ := json.Marshal(wire) // strings only: can't fail
	return pg.JSON("form", text)
}
