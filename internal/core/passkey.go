package core

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/passkey"
	"github.com/rolecall/rolecall/internal/pg"
)

// Passkey is a passkey as its owner may see it.
type Passkey struct {
	ID         string     `json:"id"`
	Name       *string    `json:"name"`
	AAGUID     *string    `json:"aaguid"` // the authenticator's model
	Transports []string   `json:"transports"`
	BackedUp   bool       `json:"backed_up"` // it is kept by a provider, on more devices than one
	CreatedAt  time.Time  `json:"created_at"`
	LastUsedAt *time.Time `json:"last_used_at"`
}

// Ceremony is what a browser or app does next: the options of
// navigator.credentials.create or get, as JSON (WebAuthn section 5.1.8 and
// 5.1.9). Challenge names it, for wires that want a name.
type Ceremony struct {
	Challenge string
	Options   json.RawMessage
}

// Passkeys lists the bearer's passkeys. Refuses what auth.passkeys_read refuses.
func (c *Core) Passkeys(ctx context.Context, b Bearer) ([]Passkey, error) {
	return pg.Value[[]Passkey](ctx, c.Service, "passkeys_read", b.args()...)
}

// RenamePasskey names one of the bearer's passkeys. Refuses what auth.passkey_rename refuses.
func (c *Core) RenamePasskey(ctx context.Context, b Bearer, id, name string) (Passkey, error) {
	return pg.Value[Passkey](ctx, c.Service, "passkey_rename", b.args(pg.UUID("passkey", id), pg.Text("name", name))...)
}

// RevokePasskey ends one of the bearer's passkeys. Refuses what auth.passkey_revoke refuses.
func (c *Core) RevokePasskey(ctx context.Context, b Bearer, id string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "passkey_revoke", b.args(pg.UUID("passkey", id), client.from())...)
	return err
}

// party is the project as authenticators know it.
func (p *Project) party() passkey.Party {
	s := p.Settings
	party := passkey.Party{ID: s.WebAuthnRPID, Name: s.WebAuthnRPName, Origins: s.WebAuthnOrigins, Verification: s.WebAuthnVerification}
	if party.Name == "" {
		party.Name = p.Name
	}
	if len(party.Origins) == 0 {
		party.Origins = []string{"https://" + party.ID}
	}
	return party
}

func toCeremony(challenge []byte, options json.RawMessage, err error) (Ceremony, error) {
	return Ceremony{Challenge: base64.RawURLEncoding.EncodeToString(challenge), Options: options}, err
}

// redeemedRow is a ceremony that is being answered, and the key it is answered with.
type redeemedRow struct {
	UserID     *string         `db:"user_id"`
	Discovered bool            `db:"discovered"`
	Payload    json.RawMessage `db:"payload"`
	PasskeyID  *string         `db:"passkey_id"`
	Passkey    *passkey.Key    `db:"passkey"`
}

// errPasskeysDisabled is auth.passkeys_require's; a node learns of the host a
// moment after SQL does, and can make no options before.
var errPasskeysDisabled = fault.New(http.StatusForbidden, "passkeys_disabled", "This project takes no passkeys.",
	"Its operator can set webauthn_rp_id.")

func (p *Project) requirePasskeys() error {
	if p.Settings.WebAuthnRPID == "" {
		return errPasskeysDisabled
	}
	return nil
}

// redeem takes the ceremony that an answer names by its challenge; whatever
// comes of the answer, there is no second one.
func (c *Core) redeem(ctx context.Context, p *Project, purpose string, challenge []byte, session string, credential []byte) (redeemedRow, error) {
	if err := p.requirePasskeys(); err != nil {
		return redeemedRow{}, err
	}
	return pg.Call[redeemedRow](ctx, c.Service, "ceremony_redeem", pg.UUID("project", p.ID), pg.Text("purpose", purpose),
		pg.Bytes("challenge", challenge), pg.UUID("session", session), pg.Bytes("credential", credential))
}

// errPasskeyUnreadable is for what is not even an answer of an authenticator.
var errPasskeyUnreadable = fault.New(http.StatusBadRequest, "passkey_unreadable", "This is not the answer of an authenticator.",
	"Send the PublicKeyCredential as JSON.").On("credential")

// attested verifies a new key. What is wrong with it comes as fault, for the
// audit log: a client learns that it is, not why.
func (p *Project) attested(r redeemedRow, answer *passkey.Attestation) (key pg.Arg, why string) {
	made, err := p.party().Register(deref(r.UserID), answer)
	if err != nil {
		return pg.JSON("passkey", nil), reason(err)
	}
	text, _ := json.Marshal(made) // bytes, strings and numbers: can't fail
	return pg.JSON("passkey", text), ""
}

// asserted verifies the use of a stored key, as attested does.
func (p *Project) asserted(r redeemedRow, answer *passkey.Assertion) []pg.Arg {
	args := []pg.Arg{pg.UUID("passkey", deref(r.PasskeyID))}
	if r.Passkey == nil {
		return append(args, pg.JSON("use", nil), pg.Text("fault", "no such passkey"))
	}
	use, err := p.party().Verify(deref(r.UserID), *r.Passkey, answer, r.Discovered)
	if err != nil {
		return append(args, pg.JSON("use", nil), pg.Text("fault", reason(err)))
	}
	text, _ := json.Marshal(use) // numbers: can't fail
	return append(args, pg.JSON("use", text), pg.Text("fault", ""))
}

// reason is an error's text as an audit row keeps it.
func reason(err error) string {
	text := strings.ToValidUTF8(strings.ReplaceAll(err.Error(), "\x00", ""), "")
	return text[:min(len(text), 300)]
}
