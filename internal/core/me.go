package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
)

// Me is the bearer's own user. Refuses what auth.me refuses.
func (c *Core) Me(ctx context.Context, b Bearer) (User, error) {
	return pg.Value[User](ctx, c.Service, "me", b.args()...)
}

// UpdateMe changes what is the bearer's own to change: display_name,
// avatar_url, locale, metadata. Refuses what auth.me_update refuses.
func (c *Core) UpdateMe(ctx context.Context, b Bearer, profile json.RawMessage) (User, error) {
	return pg.Value[User](ctx, c.Service, "me_update", b.args(pg.JSON("profile", profile))...)
}

// SignOut ends the bearer's sessions: this, others or all.
func (c *Core) SignOut(ctx context.Context, b Bearer, scope string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "signout", b.args(pg.Text("scope", scope), client.from())...)
	return err
}
