package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// PAT is a personal access token, by which a user's scripts sign in.
type PAT struct {
	Token      string          `json:"token,omitempty"` // shown once
	ID         string          `json:"id"`
	Hint       string          `json:"hint"` // its last four characters
	Metadata   json.RawMessage `json:"metadata"`
	CreatedAt  time.Time       `json:"created_at"`
	ExpiresAt  time.Time       `json:"expires_at"`
	LastUsedAt *time.Time      `json:"last_used_at"`
}

// CreatePAT makes a token for the bearer. Refuses what auth.pat_create refuses.
func (c *Core) CreatePAT(ctx context.Context, b Bearer, expires time.Time, metadata json.RawMessage, client Client) (PAT, error) {
	token := secret.New(secret.PATPrefix)
	made, err := pg.Value[PAT](ctx, c.Service, "pat_create", b.args(
		pg.Bytes("hash", secret.Hash(secret.PATPrefix, token)), pg.Text("hint", secret.Hint(token)),
		pg.Time("expires", expires), pg.JSON("metadata", metadata), client.from())...)
	if err != nil {
		return PAT{}, err
	}
	made.Token = token
	return made, nil
}

// PATs are the bearer's tokens, newest first. Refuses what auth.pats_read refuses.
func (c *Core) PATs(ctx context.Context, b Bearer) ([]PAT, error) {
	return pg.Value[[]PAT](ctx, c.Service, "pats_read", b.args()...)
}

// RevokePAT revokes one of the bearer's tokens, and ends what it opened.
// Refuses what auth.pat_revoke refuses.
func (c *Core) RevokePAT(ctx context.Context, b Bearer, id string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "pat_revoke", b.args(pg.UUID("pat", id), client.from())...)
	return err
}

// SignInByPAT signs in by a token. Refuses what auth.pat_signin refuses.
func (c *Core) SignInByPAT(ctx context.Context, p *Project, token string, client Client, form Form) (Grant, error) {
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "pat_signin",
		p.arg(), pg.Bytes("hash", secret.Hash(secret.PATPrefix, token)), client.from(),
		pg.Text("user_agent", client.UserAgent), pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}
