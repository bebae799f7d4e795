package core

import (
	"context"
	"strings"

	"github.com/rolecall/rolecall/internal/passkey"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type signinOptionsRow struct {
	pg.Refusable
	Identifier *string         `db:"identifier"`
	Passkeys   []passkey.Known `db:"passkeys"`
}

// PasskeySignInOptions begins a sign-in by passkey: by one of those of an
// address or number, or ("") by any that the authenticator discovers. Who has
// none, or is unknown, gets made-up keys, the same each time. Refuses what
// auth.passkey_signin_options refuses.
func (c *Core) PasskeySignInOptions(ctx context.Context, p *Project, identifier string, client Client) (Ceremony, error) {
	if err := p.requirePasskeys(); err != nil {
		return Ceremony{}, err
	}
	to, err := Identifier(identifier)
	if err != nil {
		return Ceremony{}, err
	}
	challenge := passkey.NewChallenge()
	row, err := pg.Call[signinOptionsRow](ctx, c.Service, "passkey_signin_options", p.arg(), pg.Text("identifier", to),
		pg.Bytes("challenge", challenge), client.from())
	if err != nil {
		return Ceremony{}, err
	}
	allowed := row.Passkeys
	if decoy := c.decoy(p, deref(row.Identifier)); row.Identifier != nil && len(allowed) == 0 {
		allowed = []passkey.Known{decoy}
	}
	options, err := p.party().Request(challenge, allowed)
	return toCeremony(challenge, options, err)
}

// decoy is the key of who has none (WebAuthn section 14.6.2). It looks like one
// that a phone keeps, and nobody without the master key can tell.
func (c *Core) decoy(p *Project, identifier string) passkey.Known {
	return passkey.Known{ID: c.Keyring.MAC(identifier, p.ID, "passkey"), Transports: []string{"hybrid", "internal"}}
}

// PasskeySignIn is an authenticator's answer to PasskeySignInOptions.
type PasskeySignIn struct {
	Credential []byte // a PublicKeyCredential, as JSON
	Client     Client
	Form       Form
}

// SignInByPasskey finishes a sign-in by passkey. Refuses what
// auth.ceremony_redeem and auth.passkey_signin_finish refuse.
func (c *Core) SignInByPasskey(ctx context.Context, p *Project, in PasskeySignIn) (Grant, error) {
	answer, err := passkey.ParseAssertion(in.Credential)
	if err != nil {
		return Grant{}, errPasskeyUnreadable
	}
	begun, err := c.redeem(ctx, p, "sign_in", answer.Challenge, "", answer.CredentialID)
	if err != nil {
		return Grant{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "passkey_signin_finish", append(p.asserted(begun, answer), p.arg(),
		in.Client.from(), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), in.Form.arg())...)
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, in.Form, refresh)
}

// PasskeyElevateOptions begins to elevate the bearer's session by one of their
// passkeys. Refuses what auth.passkey_elevate_options refuses.
func (c *Core) PasskeyElevateOptions(ctx context.Context, b Bearer) (Ceremony, error) {
	if err := b.Project.requirePasskeys(); err != nil {
		return Ceremony{}, err
	}
	challenge := passkey.NewChallenge()
	known, err := pg.Value[[]passkey.Known](ctx, c.Service, "passkey_elevate_options", b.args(pg.Bytes("challenge", challenge))...)
	if err != nil {
		return Ceremony{}, err
	}
	options, err := b.Project.party().Request(challenge, known)
	return toCeremony(challenge, options, err)
}

// ElevateByPasskey elevates the bearer's session; the refresh token stays.
// Refuses what auth.ceremony_redeem and auth.passkey_elevate_finish refuse.
func (c *Core) ElevateByPasskey(ctx context.Context, b Bearer, credential []byte, client Client) (Grant, error) {
	answer, err := passkey.ParseAssertion(credential)
	if err != nil {
		return Grant{}, errPasskeyUnreadable
	}
	begun, err := c.redeem(ctx, b.Project, "elevate", answer.Challenge, b.Claims.Session, answer.CredentialID)
	if err != nil {
		return Grant{}, err
	}
	row, err := pg.Call[raisedRow](ctx, c.own(b.Project), "passkey_elevate_finish",
		b.args(append(b.Project.asserted(begun, answer), client.from())...)...)
	if err != nil {
		return Grant{}, err
	}
	grant, err := c.grant(ctx, b.Project, row.Claims, "")
	grant.User = *row.Profile
	return grant, err
}

// AppLinks are the apps that may use the passkeys of a host, as its
// /.well-known documents name them.
type AppLinks struct {
	Android []AndroidApp `json:"android"`
	IOS     []string     `json:"ios"`
}

// AndroidApp is an app in the manner of Digital Asset Links.
type AndroidApp struct {
	Package      string   `json:"package_name"`
	Fingerprints []string `json:"sha256_cert_fingerprints"`
}

// AppLinks finds the apps of the projects whose passkeys are bound to this host.
func (c *Core) AppLinks(ctx context.Context, host string) (AppLinks, error) {
	return pg.Value[AppLinks](ctx, c.Service, "app_links", pg.Text("host", strings.ToLower(host)))
}
