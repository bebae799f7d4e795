package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// SignUp asks for an account.
type SignUp struct {
	Identifier, Password string          // an e-mail address, or a phone number (E.164)
	Profile              json.RawMessage // display_name, locale, metadata
	RedirectTo           string          // where the verification goes on to
	Invitation           string          // token of an invitation, "" for none
	LinkBase             string          // the face's page that takes the verification token, "" for a code
	Client               Client
	Idempotency          *Idempotency
}

// SignUpResult is a session, unless the address must be proven first.
type SignUpResult struct {
	Grant
	VerificationRequired bool
}

type signupRow struct {
	pg.Refusable
	Replayed bool   `db:"replayed"`
	Sealed   []byte `db:"sealed"`
	Claims   []byte `db:"claims"`
	Profile  *User  `db:"profile"`
}

// SignUp makes an account and, where the project lets it, signs in. Refuses
// what auth.signup_begin and auth.signup_finish refuse, and weak passwords.
func (c *Core) SignUp(ctx context.Context, p *Project, in SignUp) (SignUpResult, error) {
	var err error
	if in.Identifier, err = Identifier(in.Identifier); err != nil {
		return SignUpResult{}, err
	}
	if err := p.Settings.PasswordRules().Check(in.Password, in.Identifier, displayName(in.Profile)); err != nil {
		return SignUpResult{}, err
	}
	begun, err := pg.Call[signupRow](ctx, c.own(p), "signup_begin", append([]pg.Arg{
		p.arg(), pg.Text("identifier", in.Identifier), pg.JSON("profile", in.Client.localized(in.Profile)), in.Client.from(),
		pg.Text("redirect", in.RedirectTo), invitationArg(in.Invitation),
	}, in.Idempotency.keyArgs()...)...)
	if err != nil {
		return SignUpResult{}, err
	}
	if begun.Replayed {
		return c.signedUp(ctx, p, in, begun, "")
	}
	if err := c.unbreached(ctx, p, in.Password); err != nil {
		return SignUpResult{}, err
	}
	hash, err := c.Hasher.Hash(ctx, in.Password)
	if err != nil {
		return SignUpResult{}, err
	}
	return c.signUpFinish(ctx, p, in, hash)
}

func (c *Core) signUpFinish(ctx context.Context, p *Project, in SignUp, hash string) (SignUpResult, error) {
	refresh := secret.New(secret.RefreshPrefix)
	by := c.newProof(p, verifyPurpose(in.Identifier), in.Identifier, in.LinkBase)
	row, err := pg.Call[signupRow](ctx, c.own(p), "signup_finish", append(by.args(
		p.arg(), pg.Text("identifier", in.Identifier), pg.Text("password_hash", hash), pg.JSON("profile", in.Client.localized(in.Profile)),
		in.Client.from(), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)),
		pg.Text("redirect", in.RedirectTo), invitationArg(in.Invitation),
	), in.Idempotency.keepArgs([]byte(refresh))...)...)
	if err != nil {
		return SignUpResult{}, err
	}
	return c.signedUp(ctx, p, in, row, refresh)
}

// signedUp answers; a repeat under the same Idempotency-Key gets the first
// answer's refresh token.
func (c *Core) signedUp(ctx context.Context, p *Project, in SignUp, row signupRow, refresh string) (SignUpResult, error) {
	if row.Claims == nil {
		return SignUpResult{VerificationRequired: true}, nil
	}
	if row.Replayed {
		first, err := in.Idempotency.open(row.Sealed)
		if err != nil {
			return SignUpResult{}, err
		}
		refresh = string(first)
	}
	grant, err := c.grant(ctx, p, row.Claims, refresh)
	if err != nil {
		return SignUpResult{}, err
	}
	grant.User = *row.Profile
	return SignUpResult{Grant: grant}, nil
}
