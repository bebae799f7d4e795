package core

import (
	"context"

	"github.com/rolecall/rolecall/internal/pg"
)

// Role is what a name permits: to users in the project (scope project), or to
// members of tenants (tenant), of all or of one (TenantID).
type Role struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Scope       string   `json:"scope"`
	TenantID    *string  `json:"tenant_id"`
	Description *string  `json:"description"`
	Permissions []string `json:"permissions"`
}

// UserRoles are a user's in the project.
type UserRoles struct {
	ID          string   `json:"id"`
	Roles       []string `json:"roles"`
	DefaultRole *string  `json:"default_role"` // the one that a client takes unless it asks for another
}

// Roles lists the roles that members of a tenant can have, or ("") all that the
// project itself defines. Refuses what auth.roles_read refuses.
func (c *Core) Roles(ctx context.Context, p *Project, by Actor, tenant string) ([]Role, error) {
	return pg.Value[[]Role](ctx, c.Service, "roles_read", by.args(p, pg.Text("tenant", tenant))...)
}

// PutRole defines a role of the project, or of one tenant. Refuses what
// auth.role_put refuses.
func (c *Core) PutRole(ctx context.Context, p *Project, by Actor, tenant string, in Role) (Role, error) {
	permissions := in.Permissions
	if permissions == nil {
		permissions = []string{}
	}
	return pg.Value[Role](ctx, c.Service, "role_put", by.args(p, pg.Text("name", in.Name), pg.TextList("permissions", permissions),
		pg.Text("scope", in.Scope), pg.Text("tenant", tenant), pg.Text("description", deref(in.Description)))...)
}

// DeleteRole deletes a role; nobody has it any more. Refuses what
// auth.role_delete refuses.
func (c *Core) DeleteRole(ctx context.Context, p *Project, by Actor, tenant, name string) error {
	_, err := pg.Value[any](ctx, c.Service, "role_delete", by.args(p, pg.Text("name", name), pg.Text("tenant", tenant))...)
	return err
}

// SetUserRoles gives a user (an address or id) these roles in the project; nil
// gives back the project's default. Refuses what auth.user_roles_put refuses.
func (c *Core) SetUserRoles(ctx context.Context, p *Project, by Actor, user string, roles []string, standard string) (UserRoles, error) {
	return pg.Value[UserRoles](ctx, c.Service, "user_roles_put", by.args(p, pg.Text("user", user),
		pg.TextList("roles", roles), pg.Text("default_role", standard))...)
}
