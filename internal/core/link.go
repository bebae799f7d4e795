package core

import (
	"encoding/json"
	"strings"

	"github.com/rolecall/rolecall/internal/secret"
)

// SealedMail is what the outbox keeps sealed of a mail: what would let in
// whoever reads the database.
type SealedMail struct {
	Link string `json:"link,omitempty"`
	Code string `json:"code,omitempty"`
}

// link is a one-time link on its way: its hash for SQL, the whole of it sealed for the mail worker.
type link struct {
	hash, sealed []byte
}

// newLink makes a one-time link that leads to base, with ?token= at its end.
// base comes from configuration or the project's list, never from a header.
func (c *Core) newLink(p *Project, base string) link {
	linkToken := secret.New(secret.LinkPrefix)
	payload, _ := json.Marshal(SealedMail{Link: withToken(base, linkToken)}) // strings only: can't fail
	return link{
		hash:   secret.Hash(secret.LinkPrefix, linkToken),
		sealed: c.Keyring.Seal(payload, "outbox", p.ID),
	}
}

// withToken appends ?token= and keeps a query and a fragment where they belong.
func withToken(base, linkToken string) string {
	base, fragment, hasFragment := strings.Cut(base, "#")
	sep := "?"
	if strings.Contains(base, "?") {
		sep = "&"
	}
	base += sep + "token=" + linkToken
	if hasFragment {
		base += "#" + fragment
	}
	return base
}
