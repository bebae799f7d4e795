package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// SignUpCode asks for an account by code: no user exists before the code comes back.
type SignUpCode struct {
	Identifier string
	Password   string          // may be set now, at the proof, or never
	Profile    json.RawMessage // display_name, avatar_url, locale, metadata
	Client     Client
}

// SendSignUpCode sends the code. It says for how many seconds the code lives.
// Refuses what auth.signup_code_begin refuses, and weak passwords.
func (c *Core) SendSignUpCode(ctx context.Context, p *Project, in SignUpCode) (int, error) {
	to, err := Identifier(in.Identifier)
	if err != nil {
		return 0, err
	}
	hash, err := c.hashOptional(ctx, p, in.Password, to, displayName(in.Profile))
	if err != nil {
		return 0, err
	}
	row, err := pg.Call[sentRow](ctx, c.Service, "signup_code_begin", c.newCode(p, "sign_up", to).args(
		p.arg(), pg.Text("identifier", to), pg.JSON("profile", in.Client.localized(in.Profile)), pg.Text("password_hash", hash),
		in.Client.from())...)
	return seconds(row.ExpiresIn), err
}

// SignUpByCode redeems the code, makes the user and signs in. Refuses what
// auth.signup_code_finish refuses, and weak passwords.
func (c *Core) SignUpByCode(ctx context.Context, p *Project, in SignUpCode, code string, form Form) (Grant, error) {
	to, err := Identifier(in.Identifier)
	if err != nil {
		return Grant{}, err
	}
	hash, err := c.hashOptional(ctx, p, in.Password, to, displayName(in.Profile))
	if err != nil {
		return Grant{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "signup_code_finish",
		p.arg(), pg.Text("identifier", to), c.codeMACs(p, "sign_up", code), pg.JSON("profile", in.Profile),
		pg.Text("password_hash", hash), in.Client.from(), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}

// hashOptional hashes a password where one is given. Refuses what fits refuses.
func (c *Core) hashOptional(ctx context.Context, p *Project, password string, known ...string) (string, error) {
	if password == "" {
		return "", nil
	}
	if err := c.fits(ctx, p, password, known...); err != nil {
		return "", err
	}
	return c.Hasher.Hash(ctx, password)
}

// SendSignInCode sends a code to sign in with, if the identifier is known or
// may make a user; the answer is the same if not. Refuses what auth.signin_send refuses.
func (c *Core) SendSignInCode(ctx context.Context, p *Project, identifier string, profile json.RawMessage, client Client) (int, error) {
	return c.sendSignIn(ctx, p, identifier, profile, "", "", client)
}

// SendSignInLink mails a link to sign in with. It leads to linkBase; redirectTo
// is what the caller asked for and must be on the project's list. Refuses what
// auth.signin_send refuses.
func (c *Core) SendSignInLink(ctx context.Context, p *Project, email string, profile json.RawMessage, redirectTo, linkBase string, client Client) (int, error) {
	return c.sendSignIn(ctx, p, email, profile, redirectTo, linkBase, client)
}

func (c *Core) sendSignIn(ctx context.Context, p *Project, identifier string, profile json.RawMessage, redirectTo, linkBase string, client Client) (int, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return 0, err
	}
	row, err := pg.Call[sentRow](ctx, c.Service, "signin_send", c.newProof(p, "sign_in", to, linkBase).args(
		p.arg(), pg.Text("identifier", to), pg.JSON("profile", client.localized(profile)),
		pg.Text("redirect", redirectTo), client.from())...)
	return seconds(row.ExpiresIn), err
}

// SignInByCode signs in by a code. Refuses what auth.signin_redeem refuses.
func (c *Core) SignInByCode(ctx context.Context, p *Project, identifier, code string, client Client, form Form) (Grant, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return Grant{}, err
	}
	return c.redeemSignIn(ctx, p, client, form, pg.Text("identifier", to), c.codeMACs(p, "sign_in", code), pg.Bytes("link_hash", nil))
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
	row, err := pg.Call[sessionRow](ctx, c.own(p), "signin_redeem", append(by,
		p.arg(), client.from(), pg.Text("user_agent", client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())...)
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}
