package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// AuditQuery asks for a page of the audit log.
type AuditQuery struct {
	User     string // id
	Event    string // by name, or its beginning and *
	Result   string // ok, refused
	From, To string // RFC 3339; from, and before
	IP       string // an address or a network
	Limit    int
	Cursor   string
}

// AuditEvent is a row of the audit log.
type AuditEvent struct {
	ID        string          `json:"id"`
	At        time.Time       `json:"at"`
	Event     string          `json:"event"`
	Result    string          `json:"result"` // ok, refused
	UserID    *string         `json:"user_id"`
	SessionID *string         `json:"session_id"`
	IP        *string         `json:"ip"`
	UserAgent *string         `json:"user_agent"`
	ActorKind *string         `json:"actor_kind"` // user, key, admin, operator, server, nobody
	Actor     *string         `json:"actor"`
	Target    *string         `json:"target"`
	Detail    json.RawMessage `json:"detail"`
}

// AuditPage is a page of the audit log, newest first.
type AuditPage struct {
	Events     []AuditEvent `json:"events"`
	NextCursor *string      `json:"next_cursor"` // null on the last
}

// Audit is a page of a project's audit log. Refuses what auth.audit_list refuses.
func (c *Core) Audit(ctx context.Context, by Administrator, p *Project, q AuditQuery) (AuditPage, error) {
	return pg.Value[AuditPage](ctx, c.Service, "audit_list", by.of(p, pg.UUID("user", q.User), pg.Text("event", q.Event),
		pg.Text("result", q.Result), pg.Timestamp("from", q.From), pg.Timestamp("to", q.To), pg.Inet("ip", q.IP),
		pg.Int("limit", q.Limit), pg.Text("cursor", q.Cursor))...)
}
