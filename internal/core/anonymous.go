package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// SignUpAnonymous makes a guest and signs in. Refuses what
// auth.signup_anonymous refuses.
func (c *Core) SignUpAnonymous(ctx context.Context, p *Project, profile json.RawMessage, client Client, form Form) (Grant, error) {
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "signup_anonymous",
		p.arg(), pg.JSON("profile", client.localized(profile)), client.from(), pg.Text("user_agent", client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}

// Conversion makes an account of a guest: by a password, or by a code that
// SendProof sent for ChangeEmail or ChangePhone.
type Conversion struct {
	Identifier string // an e-mail address, or a phone number (E.164)
	Password   string // may be left out where there is a code; there must be one of the two
	Code       string
	LinkBase   string // where the verification link leads, "" for a code
	RedirectTo string
	Invitation string // token of an invitation, "" for none
	Client     Client
}

// Convert keeps the guest's id and session: there is a new access token, and
// the refresh token stays. Refuses what auth.anonymous_convert refuses, and
// weak passwords.
func (c *Core) Convert(ctx context.Context, b Bearer, in Conversion) (Grant, error) {
	to, err := Identifier(in.Identifier)
	if err != nil {
		return Grant{}, err
	}
	hash, err := c.conversionHash(ctx, b, in.Password, to)
	if err != nil {
		return Grant{}, err
	}
	macs := pg.BytesList("macs", nil)
	if in.Code != "" {
		macs = c.codeMACs(b.Project, changePurpose(to), in.Code)
	}
	row, err := pg.Call[raisedRow](ctx, c.own(b.Project), "anonymous_convert", b.args(c.newProof(b.Project, verifyPurpose(to), to, in.LinkBase).args(
		pg.Text("identifier", to), macs, pg.Text("password_hash", hash), pg.Text("redirect", in.RedirectTo), in.Client.from(),
		invitationArg(in.Invitation))...)...)
	if err != nil {
		return Grant{}, err
	}
	grant, err := c.grant(ctx, b.Project, row.Claims, "")
	if err != nil {
		return Grant{}, err
	}
	grant.User = *row.Profile
	return grant, nil
}

// conversionHash asks for the guest's name only where it matters.
func (c *Core) conversionHash(ctx context.Context, b Bearer, password, to string) (string, error) {
	known := []string{to}
	if password != "" && b.Project.Settings.PasswordPersonal {
		guest, err := c.Me(ctx, b)
		if err != nil {
			return "", err
		}
		known = append(known, deref(guest.DisplayName))
	}
	return c.hashOptional(ctx, b.Project, password, known...)
}

// SendConversionCode sends the code for Convert. Refuses what
// auth.my_proof_send refuses.
func (c *Core) SendConversionCode(ctx context.Context, b Bearer, identifier string, client Client) (int, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return 0, err
	}
	return c.SendProof(ctx, b, Proof{Purpose: changePurpose(to), Identifier: to, Client: client})
}

// changePurpose is what a code makes somebody's.
func changePurpose(to string) string {
	if isPhone(to) {
		return ChangePhone
	}
	return ChangeEmail
}
