package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// proof is a one-time link or code on its way: what SQL keeps of it, and the
// whole of it sealed for the worker that sends it.
type proof struct {
	linkHash, codeMAC, sealed []byte
	silent                    bool // a debug code: nothing is sent
}

// debugCode is every code of a project in debug mode, as far as it goes.
const debugCode = "12345678"

// newCode makes a code for a purpose; how long it is depends on how it travels.
func (c *Core) newCode(p *Project, purpose, to string) proof {
	digits := p.Settings.CodeDigitsMail
	if isPhone(to) {
		digits = p.Settings.CodeDigitsSMS
	}
	code, silent := secret.NewCode(digits), c.AllowDebug && p.Settings.DebugCodes
	if silent {
		code = debugCode[:digits]
	}
	payload, _ := json.Marshal(SealedMail{Code: code}) // strings only: can't fail
	return proof{codeMAC: c.Keyring.MAC(code, p.ID, purpose), sealed: c.Keyring.Seal(payload, "outbox", p.ID), silent: silent}
}

// newProofLink makes a link that leads to base.
func (c *Core) newProofLink(p *Project, base string) proof {
	link := c.newLink(p, base)
	return proof{linkHash: link.hash, sealed: link.sealed}
}

// codeMACs are a code as SQL compares it.
func (c *Core) codeMACs(p *Project, purpose, code string) pg.Arg {
	return pg.BytesList("macs", c.Keyring.MACs(code, p.ID, purpose))
}

// isPhone tells a number (E.164) from an address.
func isPhone(to string) bool { return len(to) > 0 && to[0] == '+' }

// SignUpCode asks for an account by code: no user exists before the code comes back.
type SignUpCode struct {
	Identifier string
	Password   string          // may be set now, at the proof, or never
	Profile    json.RawMessage // display_name, avatar_url, locale, metadata
	Client     Client
}

type sentRow struct {
	pg.Refusable
	ExpiresIn *int `db:"expires_in"`
}

// SendSignUpCode sends the code. It says for how many seconds the code lives.
// Refuses what auth.signup_code_begin refuses, and weak passwords.
func (c *Core) SendSignUpCode(ctx context.Context, p *Project, in SignUpCode) (int, error) {
	hash, err := c.hashOptional(ctx, p, in.Password)
	if err != nil {
		return 0, err
	}
	code := c.newCode(p, "sign_up", in.Identifier)
	row, err := pg.Call[sentRow](ctx, c.Service, "signup_code_begin",
		pg.UUID("project", p.ID), pg.Text("identifier", in.Identifier), pg.JSON("profile", in.Profile), pg.Text("password_hash", hash),
		pg.Bytes("code_mac", code.codeMAC), pg.Bytes("sealed", code.sealed), pg.Bool("silent", code.silent), pg.Inet("ip", in.Client.IP))
	return seconds(row.ExpiresIn), err
}

// SignUpByCode redeems the code, makes the user and signs in. Refuses what
// auth.signup_code_finish refuses, and weak passwords.
func (c *Core) SignUpByCode(ctx context.Context, p *Project, in SignUpCode, code string, form Form) (Grant, error) {
	hash, err := c.hashOptional(ctx, p, in.Password)
	if err != nil {
		return Grant{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.Service, "signup_code_finish",
		pg.UUID("project", p.ID), pg.Text("identifier", in.Identifier), c.codeMACs(p, "sign_up", code), pg.JSON("profile", in.Profile),
		pg.Text("password_hash", hash), pg.Inet("ip", in.Client.IP), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}

// hashOptional hashes a password where one is given.
func (c *Core) hashOptional(ctx context.Context, p *Project, password string) (string, error) {
	if password == "" {
		return "", nil
	}
	if err := secret.CheckPassword(password, p.Settings.PasswordMin); err != nil {
		return "", err
	}
	return c.Hasher.Hash(ctx, password)
}

// SendSignInCode sends a code to sign in with, if the identifier is known or
// may make a user; the answer is the same if not. Refuses what auth.signin_send refuses.
func (c *Core) SendSignInCode(ctx context.Context, p *Project, identifier string, profile json.RawMessage, client Client) (int, error) {
	return c.sendSignIn(ctx, p, identifier, profile, c.newCode(p, "sign_in", identifier), "", client)
}

// SendSignInLink mails a link to sign in with, which leads to redirectTo (on
// the project's list). Refuses what auth.signin_send refuses.
func (c *Core) SendSignInLink(ctx context.Context, p *Project, email string, profile json.RawMessage, redirectTo string, client Client) (int, error) {
	return c.sendSignIn(ctx, p, email, profile, c.newProofLink(p, redirectTo), redirectTo, client)
}

func (c *Core) sendSignIn(ctx context.Context, p *Project, to string, profile json.RawMessage, by proof, redirectTo string, client Client) (int, error) {
	row, err := pg.Call[sentRow](ctx, c.Service, "signin_send",
		pg.UUID("project", p.ID), pg.Text("identifier", to), pg.JSON("profile", profile), pg.Bytes("link_hash", by.linkHash),
		pg.Bytes("code_mac", by.codeMAC), pg.Bytes("sealed", by.sealed), pg.Bool("silent", by.silent),
		pg.Text("redirect", redirectTo), pg.Inet("ip", client.IP))
	return seconds(row.ExpiresIn), err
}

// SignInByCode signs in by a code. Refuses what auth.signin_redeem refuses.
func (c *Core) SignInByCode(ctx context.Context, p *Project, identifier, code string, client Client, form Form) (Grant, error) {
	return c.redeemSignIn(ctx, p, client, form, pg.Text("identifier", identifier), c.codeMACs(p, "sign_in", code), pg.Bytes("link_hash", nil))
}

// SignInByLink signs in by the token of a link. Refuses what auth.signin_redeem refuses.
func (c *Core) SignInByLink(ctx context.Context, p *Project, linkToken string, client Client, form Form) (Grant, error) {
	hash := secret.Hash(secret.LinkPrefix, linkToken)
	if hash == nil {
		hash = []byte{} // of no link: null would ask for a code
	}
	return c.redeemSignIn(ctx, p, client, form, pg.Text("identifier", ""), pg.BytesList("macs", nil), pg.Bytes("link_hash", hash))
}

func (c *Core) redeemSignIn(ctx context.Context, p *Project, client Client, form Form, by ...pg.Arg) (Grant, error) {
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.Service, "signin_redeem", append(by,
		pg.UUID("project", p.ID), pg.Inet("ip", client.IP), pg.Text("user_agent", client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())...)
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}

func seconds(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
