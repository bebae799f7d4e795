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

// VerifyByLink redeems a link that proves an address, or makes it the user's.
// Refuses what auth.email_verify refuses.
func (c *Core) VerifyByLink(ctx context.Context, p *Project, linkToken string, client Client) (Verified, error) {
	return pg.Call[Verified](ctx, c.Service, "email_verify", p.arg(),
		pg.Bytes("ticket_hash", secret.Hash(secret.LinkPrefix, linkToken)), client.from())
}

// ResendVerification sends a new link (or a code, where linkBase is "") to an
// address or number, if it has an account that needs one; the answer is the
// same if not. Refuses what auth.verification_resend refuses.
func (c *Core) ResendVerification(ctx context.Context, p *Project, identifier, redirectTo, linkBase string, client Client) (int, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return 0, err
	}
	row, err := pg.Call[sentRow](ctx, c.Service, "verification_resend", c.newProof(p, verifyPurpose(to), to, linkBase).args(
		p.arg(), pg.Text("identifier", to), pg.Text("redirect", redirectTo), client.from())...)
	return seconds(row.ExpiresIn), err
}
