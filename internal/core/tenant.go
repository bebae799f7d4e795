package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// Tenant is an organisation inside a project. IsOwner, Roles and Permissions
// are a member's who asks.
type Tenant struct {
	ID          string          `json:"id"`
	Slug        string          `json:"slug"`
	Name        string          `json:"name"`
	Metadata    json.RawMessage `json:"metadata"`
	CreatedAt   time.Time       `json:"created_at"`
	UpdatedAt   time.Time       `json:"updated_at"`
	IsOwner     *bool           `json:"is_owner,omitempty"`
	Roles       []string        `json:"roles,omitempty"`
	Permissions []string        `json:"permissions,omitempty"`
}

// Tenants is a page of them; NextCursor leads to the next.
type Tenants struct {
	Tenants    []Tenant `json:"tenants"`
	NextCursor *string  `json:"next_cursor"`
}

// TenantName is what a sign-in page may know of a tenant.
type TenantName struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
}

// Page is a part of a list.
type Page struct {
	Search string
	Limit  int    // 0: as SQL has it
	Cursor string // next_cursor of the page before
}

func (p Page) args() []pg.Arg {
	limit := p.Limit
	if limit == 0 {
		limit = 50
	}
	return []pg.Arg{pg.Int("limit", limit), pg.Text("cursor", p.Cursor)}
}

// Actor is on whose word something of tenants is done: a user's of the project,
// or (Bearer nil) an administrator's.
type Actor struct {
	Bearer *Bearer
	Administrator
}

func (a Actor) arg() pg.Arg {
	if a.Bearer == nil {
		return a.Administrator.arg()
	}
	by := map[string]any{"bearer": map[string]any{"user": a.Bearer.Claims.Subject, "session": a.Bearer.Claims.Session,
		"password_version": a.Bearer.Claims.PasswordVersion, "epoch": a.Bearer.Claims.Epoch}}
	if a.Client.IP != "" {
		by["ip"] = a.Client.IP
		by["user_agent"] = a.Client.UserAgent
	}
	text, _ := json.Marshal(by) // strings and numbers: can't fail
	return pg.JSON("by", text)
}

// args are what every function of tenants takes.
func (a Actor) args(p *Project, more ...pg.Arg) []pg.Arg {
	return append(more, pg.Text("project", p.ID), a.arg())
}

// NewTenant is a tenant to be made; Owner (an address or id) is an
// administrator's to name.
type NewTenant struct {
	Name, Slug, Owner string
	Metadata          json.RawMessage
}

// CreateTenant makes a tenant. Refuses what auth.tenant_create refuses.
func (c *Core) CreateTenant(ctx context.Context, p *Project, by Actor, in NewTenant) (Tenant, error) {
	return pg.Value[Tenant](ctx, c.Service, "tenant_create", by.args(p, pg.Text("name", in.Name), pg.Text("slug", in.Slug),
		pg.JSON("metadata", in.Metadata), pg.Text("owner", in.Owner))...)
}

// ListTenants lists the tenants that a user is in, or all to an administrator.
// Refuses what auth.tenants_read refuses.
func (c *Core) ListTenants(ctx context.Context, p *Project, by Actor, page Page) (Tenants, error) {
	return pg.Value[Tenants](ctx, c.Service, "tenants_read", by.args(p, append(page.args(), pg.Text("search", page.Search))...)...)
}

// Tenant is one tenant. Refuses what auth.tenant_read refuses.
func (c *Core) Tenant(ctx context.Context, p *Project, by Actor, tenant string) (Tenant, error) {
	return pg.Value[Tenant](ctx, c.Service, "tenant_read", by.args(p, pg.Text("tenant", tenant))...)
}

// UpdateTenant changes the keys that are given: name, slug, metadata. Refuses
// what auth.tenant_update refuses.
func (c *Core) UpdateTenant(ctx context.Context, p *Project, by Actor, tenant string, changes json.RawMessage) (Tenant, error) {
	return pg.Value[Tenant](ctx, c.Service, "tenant_update", by.args(p, pg.Text("tenant", tenant), pg.JSON("changes", changes))...)
}

// DeleteTenant deletes a tenant. Refuses what auth.tenant_delete refuses.
func (c *Core) DeleteTenant(ctx context.Context, p *Project, by Actor, tenant string) error {
	_, err := pg.Value[any](ctx, c.Service, "tenant_delete", by.args(p, pg.Text("tenant", tenant))...)
	return err
}

// FindTenant is what anybody may know of a tenant by its slug. Refuses what
// auth.tenant_lookup refuses.
func (c *Core) FindTenant(ctx context.Context, p *Project, slug string) (TenantName, error) {
	return pg.Value[TenantName](ctx, c.Service, "tenant_lookup", pg.UUID("project", p.ID), pg.Text("slug", slug))
}

type switchedRow struct {
	Claims  json.RawMessage `db:"claims"`
	Profile *User           `db:"profile"`
}

// SwitchTenant lets the bearer's session speak for another tenant of theirs
// ("": for none); the refresh token stays. Refuses what auth.tenant_switch refuses.
func (c *Core) SwitchTenant(ctx context.Context, b Bearer, tenant string, client Client) (Grant, error) {
	row, err := pg.Call[switchedRow](ctx, c.own(b.Project), "tenant_switch", b.args(pg.Text("tenant", tenant), client.from())...)
	if err != nil {
		return Grant{}, err
	}
	grant, err := c.grant(ctx, b.Project, row.Claims, "")
	grant.User = *row.Profile
	return grant, err
}
