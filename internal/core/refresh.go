package core

import (
	"context"
	"fmt"
	"net/http"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type refreshRow struct {
	pg.Refusable
	Outcome     string  `db:"outcome"`
	ChildSealed []byte  `db:"child_sealed"`
	UserID      *string `db:"user_id"`
	SessionID   *string `db:"session_id"`
	Claims      []byte  `db:"claims"`
}

var errRefreshInvalid = fault.New(http.StatusUnauthorized, "refresh_token_invalid", "The refresh token is not valid.", "Sign in again.").On("refresh_token")

// Refresh rotates a refresh token. The child is random and kept sealed under a
// key that only the parent gives: whoever repeats the parent in time gets the
// same child, and nobody else can read it. Refuses what auth.session_refresh refuses.
func (c *Core) Refresh(ctx context.Context, p *Project, parent string, client Client) (Grant, error) {
	hash := secret.Hash(secret.RefreshPrefix, parent)
	if hash == nil {
		return Grant{}, errRefreshInvalid
	}
	child := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[refreshRow](ctx, c.own(p), "session_refresh",
		pg.UUID("project", p.ID), pg.Bytes("token_hash", hash), pg.Bytes("child_hash", secret.Hash(secret.RefreshPrefix, child)),
		pg.Bytes("child_sealed", secret.SealUnder(parent, []byte(child), "refresh child")),
		pg.Inet("ip", client.IP), pg.Text("user_agent", client.UserAgent))
	if err != nil {
		return Grant{}, err
	}
	if row.Outcome == "repeated" {
		first, err := secret.OpenUnder(parent, row.ChildSealed, "refresh child")
		if err != nil {
			return Grant{}, fmt.Errorf("repeat refresh: %w", err)
		}
		child = string(first)
	}
	return c.grant(ctx, p, row.Claims, child)
}
