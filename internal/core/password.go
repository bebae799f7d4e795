package core

import (
	"context"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type ownHashRow struct {
	pg.Refusable
	PasswordHash    *string  `db:"password_hash"`
	PasswordVersion *int     `db:"password_version"`
	Known           []string `db:"known"` // what others know of the owner
}

// ChangePassword sets a new password for who knows the current one. Refuses
// what auth.password_change_begin and _finish refuse, and weak passwords.
func (c *Core) ChangePassword(ctx context.Context, b Bearer, current, next string, client Client) error {
	if err := c.fits(ctx, b.Project, next); err != nil {
		return onNew(err)
	}
	begun, err := pg.Call[ownHashRow](ctx, c.Service, "password_change_begin", b.args(client.from())...)
	if err != nil {
		return err
	}
	if err := b.Project.Settings.PasswordRules().Check(next, begun.Known...); err != nil {
		return onNew(err)
	}
	matches, _, err := c.Hasher.Verify(ctx, deref(begun.PasswordHash), current)
	if err != nil {
		return err
	}
	hash, err := c.renewed(ctx, matches, next)
	if err != nil {
		return err
	}
	_, err = pg.Call[pg.Refusable](ctx, c.Service, "password_change_finish", b.args(
		versionArg("read_version", begun.PasswordVersion), pg.Bool("matches", matches),
		pg.Text("new_hash", hash), client.from())...)
	return err
}

// ForgotPassword sends a reset link (or a code, where linkBase is "", and to a
// number), if the address or number is known; the answer is the same if not.
// linkBase is where the link leads; redirectTo is what the caller asked for and
// must be on the project's list. Refuses what auth.password_forgot refuses.
func (c *Core) ForgotPassword(ctx context.Context, p *Project, identifier, redirectTo, linkBase string, client Client) (int, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return 0, err
	}
	row, err := pg.Call[sentRow](ctx, c.Service, "password_forgot", c.newProof(p, "reset_password", to, linkBase).args(
		p.arg(), pg.Text("identifier", to), pg.Text("redirect", redirectTo), client.from())...)
	return seconds(row.ExpiresIn), err
}

// ResetToken takes a reset code and gives a token for ResetPassword, and for
// how many seconds it works. Refuses what auth.password_reset_redeem refuses.
func (c *Core) ResetToken(ctx context.Context, p *Project, identifier, code string, client Client) (string, int, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return "", 0, err
	}
	resetToken := secret.New(secret.LinkPrefix)
	row, err := pg.Call[sentRow](ctx, c.Service, "password_reset_redeem", p.arg(), pg.Text("identifier", to),
		c.codeMACs(p, "reset_password", code), pg.Bytes("reset_hash", secret.Hash(secret.LinkPrefix, resetToken)), client.from())
	if err != nil {
		return "", 0, err
	}
	return resetToken, seconds(row.ExpiresIn), nil
}

// ResetPasswordByCode is ResetToken and ResetPassword in one. A weak password
// costs no code, unless it holds what only the account tells: its name.
func (c *Core) ResetPasswordByCode(ctx context.Context, p *Project, identifier, code, password string, client Client) error {
	if err := c.fits(ctx, p, password, identifier); err != nil {
		return onNew(err)
	}
	resetToken, _, err := c.ResetToken(ctx, p, identifier, code, client)
	if err != nil {
		return err
	}
	return c.resetPassword(ctx, p, resetToken, password, client)
}

// ResetPassword redeems a reset link, or the token that a code was taken for. Refuses link_invalid and weak passwords.
func (c *Core) ResetPassword(ctx context.Context, p *Project, linkToken, password string, client Client) error {
	if err := c.fits(ctx, p, password); err != nil {
		return onNew(err)
	}
	return c.resetPassword(ctx, p, linkToken, password, client)
}

func (c *Core) resetPassword(ctx context.Context, p *Project, linkToken, password string, client Client) error {
	ticket := pg.Bytes("ticket_hash", secret.Hash(secret.LinkPrefix, linkToken))
	known, err := pg.Value[[]string](ctx, c.Service, "password_reset_begin", p.arg(), ticket)
	if err != nil {
		return err
	}
	if err := p.Settings.PasswordRules().Check(password, known...); err != nil {
		return onNew(err)
	}
	hash, err := c.Hasher.Hash(ctx, password)
	if err != nil {
		return err
	}
	_, err = pg.Value[any](ctx, c.Service, "password_reset_finish",
		p.arg(), ticket, pg.Text("new_hash", hash), client.from())
	return err
}
