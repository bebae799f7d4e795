package core

import (
	"context"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// SignIn asks for a session by password.
type SignIn struct {
	Identifier string // an e-mail address, or a phone number (E.164)
	Password   string
	Client     Client
	Form       Form
}

type hashRow struct {
	pg.Refusable
	UserID          *string `db:"user_id"`
	PasswordHash    *string `db:"password_hash"`
	PasswordVersion *int    `db:"password_version"`
}

// SignIn opens a session for the right password. An unknown address costs a
// hash and two calls as a known one does. Refuses what auth.signin_begin and
// auth.signin_finish refuse.
func (c *Core) SignIn(ctx context.Context, p *Project, in SignIn) (Grant, error) {
	to, err := Identifier(in.Identifier)
	if err != nil {
		return Grant{}, err
	}
	begun, err := pg.Call[hashRow](ctx, c.Service, "signin_begin",
		p.arg(), pg.Text("identifier", to), in.Client.from())
	if err != nil {
		return Grant{}, err
	}
	matches, outdated, err := c.Hasher.Verify(ctx, deref(begun.PasswordHash), in.Password)
	if err != nil {
		return Grant{}, err
	}
	renewed, err := c.renewed(ctx, outdated, in.Password)
	if err != nil {
		return Grant{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "signin_finish",
		p.arg(), pg.UUID("user", deref(begun.UserID)), versionArg("password_version", begun.PasswordVersion),
		pg.Bool("matches", matches), pg.Text("new_hash", renewed), in.Client.from(),
		pg.Text("user_agent", in.Client.UserAgent), pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), in.Form.arg())
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, in.Form, refresh)
}

// renewed is the same password's hash in today's form, "" when it has that form.
func (c *Core) renewed(ctx context.Context, outdated bool, password string) (string, error) {
	if !outdated {
		return "", nil
	}
	return c.Hasher.Hash(ctx, password)
}

func versionArg(name string, version *int) pg.Arg {
	if version == nil {
		return pg.Int(name, 0) // nobody's
	}
	return pg.Int(name, *version)
}
