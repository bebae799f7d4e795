package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// Session is a sign-in as its owner may see it.
type Session struct {
	ID           string    `json:"id"`
	Current      bool      `json:"current"` // the bearer's own
	IP           *string   `json:"ip"`
	UserAgent    *string   `json:"user_agent"`
	AAL          string    `json:"aal"`
	Methods      []string  `json:"methods"` // by which it was proven
	CreatedAt    time.Time `json:"created_at"`
	LastActiveAt time.Time `json:"last_active_at"`
	ExpiresAt    time.Time `json:"expires_at"`
}

// Sessions are the bearer's live sessions, the last active first. Refuses what
// auth.sessions_read refuses.
func (c *Core) Sessions(ctx context.Context, b Bearer) ([]Session, error) {
	return pg.Value[[]Session](ctx, c.Service, "sessions_read", b.args()...)
}

// RevokeSession ends one of the bearer's sessions. Refuses what
// auth.my_session_revoke refuses.
func (c *Core) RevokeSession(ctx context.Context, b Bearer, session string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "my_session_revoke", b.args(pg.UUID("target", session), client.from())...)
	return err
}

// DeleteMe deletes the bearer's account. The current password is a fresh proof;
// without one ("") the session itself must be. Refuses what
// auth.password_change_begin and auth.me_delete refuse.
func (c *Core) DeleteMe(ctx context.Context, b Bearer, password string, client Client) error {
	proof := []pg.Arg{pg.Int("read_version", 0), pg.NoBool("matches")}
	if password != "" {
		begun, err := pg.Call[ownHashRow](ctx, c.Service, "password_change_begin", b.args(client.from())...)
		if err != nil {
			return err
		}
		matches, _, err := c.Hasher.Verify(ctx, deref(begun.PasswordHash), password)
		if err != nil {
			return err
		}
		proof = []pg.Arg{versionArg("read_version", begun.PasswordVersion), pg.Bool("matches", matches)}
	}
	_, err := pg.Call[pg.Refusable](ctx, c.own(b.Project), "me_delete", b.args(append(proof, client.from())...)...)
	return err
}

// ExportMe is all that is kept of the bearer, as JSON. Refuses what
// auth.me_export refuses.
func (c *Core) ExportMe(ctx context.Context, b Bearer, client Client) (json.RawMessage, error) {
	return pg.Value[json.RawMessage](ctx, c.Service, "me_export", b.args(client.from())...)
}
