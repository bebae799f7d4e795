package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Setting is one of a project's settings, with what may be said of it.
type Setting struct {
	Name         string          `json:"name"`
	Kind         string          `json:"kind"`
	Choices      []string        `json:"choices,omitempty"` // of a choice
	Comment      string          `json:"comment"`
	Value        json.RawMessage `json:"value"`
	Default      json.RawMessage `json:"default"`       // the preset's
	Own          bool            `json:"own"`           // set for this project
	OperatorOnly bool            `json:"operator_only"` // can't be set here
}

// SettingsOf are all settings of a project. Refuses what auth.settings_read refuses.
func (c *Core) SettingsOf(ctx context.Context, by Administrator, p *Project) ([]Setting, error) {
	return pg.Value[[]Setting](ctx, c.Service, "settings_read", by.of(p)...)
}

// ChangeSettings sets several settings or none; null gives one back to the
// preset. Refuses what auth.settings_change refuses.
func (c *Core) ChangeSettings(ctx context.Context, by Administrator, p *Project, changes json.RawMessage) ([]Setting, error) {
	all, err := pg.Value[[]Setting](ctx, c.Service, "settings_change", by.of(p, pg.JSON("changes", changes))...)
	c.Forget(p.ID) // this node needs no news of what it has done itself
	return all, err
}

// APIKey is a key as people may see it again; Key is shown once.
type APIKey struct {
	Key       string     `json:"key,omitempty"`
	ID        string     `json:"id"`
	Kind      string     `json:"kind"` // public, secret, account
	Name      *string    `json:"name"`
	Hint      string     `json:"hint"` // its last four characters
	CreatedAt time.Time  `json:"created_at"`
	RevokedAt *time.Time `json:"revoked_at"`
}

// APIKeys are a project's keys, revoked ones too. Refuses what
// auth.api_keys_read refuses.
func (c *Core) APIKeys(ctx context.Context, by Administrator, p *Project) ([]APIKey, error) {
	return pg.Value[[]APIKey](ctx, c.Service, "api_keys_read", by.of(p)...)
}

// CreateAPIKey adds a public or secret key. Refuses what auth.api_key_create refuses.
func (c *Core) CreateAPIKey(ctx context.Context, by Administrator, p *Project, kind, name string) (APIKey, error) {
	prefix := secret.PublicPrefix
	if kind != "public" {
		prefix = secret.SecretPrefix
	}
	key := secret.New(prefix)
	made, err := pg.Value[APIKey](ctx, c.Service, "api_key_create", by.of(p, pg.Text("kind", kind), pg.Text("name", name),
		pg.Bytes("hash", secret.Hash(prefix, key)), pg.Text("hint", secret.Hint(key)))...)
	if err != nil {
		return APIKey{}, err
	}
	made.Key = key
	return made, nil
}

// RevokeAPIKey ends a key at once. Refuses what auth.api_key_revoke refuses.
func (c *Core) RevokeAPIKey(ctx context.Context, by Administrator, p *Project, id string) error {
	return c.administer(ctx, "api_key_revoke", by.of(p, pg.UUID("key", id)))
}

// Stats are a project's figures.
type Stats struct {
	Users struct {
		Total int `json:"total"`
		New   int `json:"new"` // in these days
	} `json:"users"`
	Sessions struct {
		Live   int `json:"live"`
		Users  int `json:"users"`  // who have one
		Active int `json:"active"` // users whose session was refreshed in these days
	} `json:"sessions"`
	SignIns []struct {
		Day      string `json:"day"`
		SignedIn int    `json:"signed_in"`
		Refused  int    `json:"refused"`
	} `json:"sign_ins"`
	Outbox struct {
		Pending       int `json:"pending"`
		OldestSeconds int `json:"oldest_seconds"`
	} `json:"outbox"`
}

// Stats are the figures of the last days. Refuses what auth.project_stats refuses.
func (c *Core) Stats(ctx context.Context, by Administrator, p *Project, days int) (Stats, error) {
	return pg.Value[Stats](ctx, c.Service, "project_stats", by.of(p, pg.Int("days", days))...)
}

// ProjectRecord is a project as its admins see it.
type ProjectRecord struct {
	ID         string     `json:"id"`
	Slug       string     `json:"slug"`
	Name       string     `json:"name"`
	Preset     string     `json:"preset"`
	Role       string     `json:"role"` // the caller's: owner or admin
	CreatedAt  time.Time  `json:"created_at"`
	DisabledAt *time.Time `json:"disabled_at"`
}

// Projects are those that an admin administers. Refuses what auth.my_projects refuses.
func (c *Core) Projects(ctx context.Context, by Administrator) ([]ProjectRecord, error) {
	return pg.Value[[]ProjectRecord](ctx, c.Service, "my_projects", by.arg())
}

// UpdateProject renames a project (name "": it stays), and disables it or lets
// it work again (nil: as it is). Refuses what auth.project_update refuses.
func (c *Core) UpdateProject(ctx context.Context, by Administrator, p *Project, name string, disabled *bool) (ProjectRecord, error) {
	off := pg.NoBool("disabled")
	if disabled != nil {
		off = pg.Bool("disabled", *disabled)
	}
	made, err := pg.Value[ProjectRecord](ctx, c.Service, "project_update", by.of(p, pg.Text("name", name), off)...)
	c.Forget(p.ID)
	return made, err
}
