package native

import "github.com/rolecall/rolecall/internal/core"

func (f *Face) roleRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/roles", f.roles,
			doc{"The roles that the project defines.", secretKey, nil, roleList{}, "tenant_forbidden tenant_not_found tenants_disabled"}},
		{"PUT", "/p/:p/v1/roles/:name", f.putRole,
			doc{"Defines a role of users in the project (scope project) or of members in any tenant (tenant).", secretKey, roleBody{}, core.Role{},
				"role_invalid role_name_taken tenant_not_found"}},
		{"DELETE", "/p/:p/v1/roles/:name", f.deleteRole,
			doc{"Deletes a role; nobody has it any more.", secretKey, nil, done{}, "role_not_found tenant_not_found"}},
		{"GET", "/p/:p/v1/tenants/:tenant/roles", f.roles,
			doc{"The roles that members of a tenant can have.", member, nil, roleList{}, "tenant_forbidden tenant_not_found tenants_disabled"}},
		{"PUT", "/p/:p/v1/tenants/:tenant/roles/:name", f.putRole,
			doc{"Defines a role of members in this tenant alone.", secretKey, roleBody{}, core.Role{}, "role_invalid role_name_taken tenant_not_found"}},
		{"DELETE", "/p/:p/v1/tenants/:tenant/roles/:name", f.deleteRole,
			doc{"Deletes a role of this tenant's own.", secretKey, nil, done{}, "role_not_found tenant_not_found"}},
		{"PUT", "/p/:p/v1/users/:id/roles", f.setUserRoles,
			doc{"Gives a user roles in the project; null gives back the project's default.", secretKey, userRolesBody{}, core.UserRoles{}, "role_not_found user_not_found"}},
	}
}

type roleList struct {
	Roles []core.Role `json:"roles"`
}

// GET /p/{p}/v1/roles, /p/{p}/v1/tenants/{tenant}/roles
func (f *Face) roles(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.Roles(x.r.Context(), x.project, by, x.param("tenant"))
	return roleList{list}, err
}

type roleBody struct {
	Scope       string   `json:"scope" doc:"tenant, unless it says project"`
	Description *string  `json:"description"`
	Permissions []string `json:"permissions"`
}

// PUT /p/{p}/v1/roles/{name} {"scope", "description", "permissions"}, also of a tenant
func (f *Face) putRole(x *exchange) (any, error) {
	var body roleBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Scope == "" {
		body.Scope = "tenant"
	}
	return f.core.PutRole(x.r.Context(), x.project, core.Actor{Administrator: x.administrator()}, x.param("tenant"),
		core.Role{Name: x.param("name"), Scope: body.Scope, Description: body.Description, Permissions: body.Permissions})
}

// DELETE /p/{p}/v1/roles/{name}, also of a tenant
func (f *Face) deleteRole(x *exchange) (any, error) {
	return ok, f.core.DeleteRole(x.r.Context(), x.project, core.Actor{Administrator: x.administrator()}, x.param("tenant"), x.param("name"))
}

type userRolesBody struct {
	Roles       []string `json:"roles"`
	DefaultRole string   `json:"default_role"`
}

// PUT /p/{p}/v1/users/{id}/roles {"roles", "default_role"}
func (f *Face) setUserRoles(x *exchange) (any, error) {
	var body userRolesBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.core.SetUserRoles(x.r.Context(), x.project, core.Actor{Administrator: x.administrator()}, x.param("id"), body.Roles, body.DefaultRole)
}
