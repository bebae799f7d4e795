package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/passkey"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type registerOptionsRow struct {
	Account  passkey.Person  `db:"account"`
	Passkeys []passkey.Known `db:"passkeys"`
}

// PasskeyRegisterOptions begins to add a passkey to the bearer's account.
// Refuses what auth.passkey_register_options refuses.
func (c *Core) PasskeyRegisterOptions(ctx context.Context, b Bearer) (Ceremony, error) {
	if err := b.Project.requirePasskeys(); err != nil {
		return Ceremony{}, err
	}
	challenge := passkey.NewChallenge()
	row, err := pg.Call[registerOptionsRow](ctx, c.Service, "passkey_register_options", b.args(pg.Bytes("challenge", challenge))...)
	if err != nil {
		return Ceremony{}, err
	}
	options, err := b.Project.party().Creation(row.Account, challenge, row.Passkeys)
	return toCeremony(challenge, options, err)
}

type passkeyRow struct {
	pg.Refusable
	Passkey *Passkey `db:"passkey"`
}

// RegisterPasskey adds the passkey that an authenticator made. Refuses what
// auth.ceremony_redeem and auth.passkey_register_finish refuse.
func (c *Core) RegisterPasskey(ctx context.Context, b Bearer, credential []byte, name string, client Client) (Passkey, error) {
	answer, err := passkey.ParseAttestation(credential)
	if err != nil {
		return Passkey{}, errPasskeyUnreadable
	}
	begun, err := c.redeem(ctx, b.Project, "register", answer.Challenge, b.Claims.Session, nil)
	if err != nil {
		return Passkey{}, err
	}
	key, why := b.Project.attested(begun, answer)
	row, err := pg.Call[passkeyRow](ctx, c.Service, "passkey_register_finish",
		b.args(key, pg.Text("name", name), pg.Text("fault", why), client.from())...)
	if err != nil {
		return Passkey{}, err
	}
	return *row.Passkey, nil
}

// PasskeySignUp asks for an account that begins with a passkey.
type PasskeySignUp struct {
	Identifier string
	Profile    json.RawMessage // display_name, avatar_url, locale, metadata
	RedirectTo string          // where the verification goes on to
	Invitation string          // token of an invitation, "" for none
	Client     Client
}

// PasskeySignUpOptions begins a sign-up; no user exists before it is finished.
// Refuses what auth.passkey_signup_options refuses.
func (c *Core) PasskeySignUpOptions(ctx context.Context, p *Project, in PasskeySignUp) (Ceremony, error) {
	if err := p.requirePasskeys(); err != nil {
		return Ceremony{}, err
	}
	to, err := Identifier(in.Identifier)
	if err != nil {
		return Ceremony{}, err
	}
	challenge := passkey.NewChallenge()
	row, err := pg.Call[signupOptionsRow](ctx, c.Service, "passkey_signup_options", p.arg(), pg.Text("identifier", to),
		pg.JSON("profile", in.Client.localized(in.Profile)), pg.Text("redirect", in.RedirectTo), pg.Bytes("challenge", challenge), in.Client.from(),
		invitationArg(in.Invitation))
	if err != nil {
		return Ceremony{}, err
	}
	options, err := p.party().Creation(*row.Account, challenge, nil)
	return toCeremony(challenge, options, err)
}

type signupOptionsRow struct {
	pg.Refusable
	Account *passkey.Person `db:"account"`
}

// NewPasskey is an authenticator's answer to PasskeySignUpOptions.
type NewPasskey struct {
	Credential []byte // a PublicKeyCredential, as JSON
	Name       string
	LinkBase   string // the face's page that takes the verification token, "" for a code
	Client     Client
	Form       Form
}

// SignUpByPasskey makes the account and, where the project lets it, signs in.
// Refuses what auth.ceremony_redeem and auth.passkey_signup_finish refuse.
func (c *Core) SignUpByPasskey(ctx context.Context, p *Project, in NewPasskey) (SignUpResult, error) {
	answer, err := passkey.ParseAttestation(in.Credential)
	if err != nil {
		return SignUpResult{}, errPasskeyUnreadable
	}
	begun, err := c.redeem(ctx, p, "sign_up", answer.Challenge, "", nil)
	if err != nil {
		return SignUpResult{}, err
	}
	var asked struct {
		Identifier string `json:"identifier"`
	}
	if err := json.Unmarshal(begun.Payload, &asked); err != nil {
		return SignUpResult{}, err
	}
	key, why := p.attested(begun, answer)
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "passkey_signup_finish",
		c.newProof(p, verifyPurpose(asked.Identifier), asked.Identifier, in.LinkBase).args(
			p.arg(), pg.UUID("user", deref(begun.UserID)), pg.JSON("payload", begun.Payload), key, pg.Text("name", in.Name),
			pg.Text("fault", why), pg.Bool("verified", why == "" && answer.UserVerified()), in.Client.from(),
			pg.Text("user_agent", in.Client.UserAgent), pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), in.Form.arg())...)
	if err != nil {
		return SignUpResult{}, err
	}
	if row.Claims == nil {
		return SignUpResult{VerificationRequired: true}, nil
	}
	grant, err := c.signedIn(ctx, p, row, in.Form, refresh)
	return SignUpResult{Grant: grant}, err
}
