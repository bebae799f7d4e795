package core

import (
	"context"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Verified is a proven address, and where its sign-up wanted to go on.
type Verified struct {
	RedirectTo *string `db:"redirect_to"`
	User       User    `db:"profile"`
}

// VerifyEmail redeems a verification link. Refuses link_invalid.
func (c *Core) VerifyEmail(ctx context.Context, p *Project, linkToken string, client Client) (Verified, error) {
	return pg.Call[Verified](ctx, c.Service, "email_verify", pg.UUID("project", p.ID),
		pg.Bytes("ticket_hash", secret.Hash(secret.LinkPrefix, linkToken)), pg.Inet("ip", client.IP))
}

// ResendVerification mails a new link to the bearer's own address. Refuses what auth.my_verification_resend refuses.
func (c *Core) ResendVerification(ctx context.Context, b Bearer, redirectTo, linkBase string, client Client) error {
	link := c.newLink(b.Project, linkBase)
	_, err := pg.Call[pg.Refusable](ctx, c.Service, "my_verification_resend", b.args(
		pg.Text("redirect", redirectTo), pg.Bytes("ticket_hash", link.hash), pg.Bytes("mail_sealed", link.sealed),
		pg.Inet("ip", client.IP))...)
	return err
}

// ResendVerificationTo mails a new link to an address, if it has an account
// that needs one. Refuses what auth.verification_resend refuses.
func (c *Core) ResendVerificationTo(ctx context.Context, p *Project, email, redirectTo, linkBase string, client Client) error {
	link := c.newLink(p, linkBase)
	_, err := pg.Call[pg.Refusable](ctx, c.Service, "verification_resend",
		pg.UUID("project", p.ID), pg.Text("email", email), pg.Text("redirect", redirectTo),
		pg.Bytes("ticket_hash", link.hash), pg.Bytes("mail_sealed", link.sealed), pg.Inet("ip", client.IP))
	return err
}
