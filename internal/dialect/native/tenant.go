package native

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/web"
)

func (f *Face) tenantRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/tenants", f.tenants,
			doc{"The tenants of the bearer, or to a secret key all, newest first.", member, pageQuery{}, core.Tenants{},
				"cursor_invalid tenant_forbidden tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/v1/tenants", f.createTenant,
			doc{"Makes a tenant, which the bearer owns.", member, createTenantBody{}, core.Tenant{},
				"metadata_invalid tenant_creation_closed tenant_forbidden tenant_name_invalid tenant_not_found tenant_slug_invalid tenant_slug_taken tenants_disabled tenants_too_many user_anonymous user_not_found"}},
		{"GET", "/p/:p/v1/tenants/:tenant", f.tenant,
			doc{"A tenant, by slug or id, and what the bearer is and may there.", member, nil, core.Tenant{}, "phone_invalid tenant_forbidden tenant_not_found tenants_disabled"}},
		{"PATCH", "/p/:p/v1/tenants/:tenant", f.updateTenant,
			doc{"Changes a tenant; needs the permission tenant.update.", member, updateTenantBody{}, core.Tenant{},
				"metadata_invalid tenant_forbidden tenant_name_invalid tenant_not_found tenant_slug_invalid tenant_slug_taken tenants_disabled"}},
		{"DELETE", "/p/:p/v1/tenants/:tenant", f.deleteTenant,
			doc{"Deletes a tenant; its owners' to do.", member, nil, done{}, "tenant_forbidden tenant_in_use tenant_not_found tenants_disabled"}},
		{"GET", "/p/:p/v1/tenants/:tenant/members", f.members,
			doc{"Who is in a tenant, who joined last first.", member, pageQuery{}, core.Members{}, "cursor_invalid tenant_forbidden tenant_not_found tenants_disabled"}},
		{"PUT", "/p/:p/v1/tenants/:tenant/members/:id", f.putMember,
			doc{"Changes a member's roles; needs the permission members.manage. With a secret key it adds one too.", member, memberBody{}, core.Member{},
				"member_not_found role_forbidden role_not_found tenant_forbidden tenant_not_found tenant_owner_last tenants_disabled user_not_found"}},
		{"DELETE", "/p/:p/v1/tenants/:tenant/members/:id", f.removeMember,
			doc{"Takes a user out of a tenant; needs the permission members.manage.", member, nil, done{},
				"member_not_found role_forbidden tenant_forbidden tenant_not_found tenant_owner_last tenants_disabled user_not_found"}},
		{"POST", "/p/:p/v1/tenants/:tenant/leave", f.leaveTenant,
			doc{"Takes the bearer out of a tenant.", bearer, nil, done{},
				"member_not_found role_forbidden tenant_forbidden tenant_not_found tenant_owner_last tenants_disabled user_not_found"}},
		{"POST", "/p/:p/auth/tenant", f.switchTenant,
			doc{"Lets the session speak for another tenant of the bearer's, or for none.", bearer, tenantBody{}, tokens{}, whenSigningIn + "tenant_switch_disabled tenants_disabled"}},
		{"GET", "/p/:p/auth/tenants/:slug", f.findTenant,
			doc{"The name of a tenant, for a page to sign in at.", open, nil, core.TenantName{}, "tenant_not_found tenants_disabled"}},
	}
}

// pageQuery asks for a part of a list.
type pageQuery struct {
	Search string `query:"search"`
	Limit  string `query:"limit"`
	Cursor string `query:"cursor"`
}

func (x *exchange) page() (core.Page, error) {
	q := x.r.URL.Query()
	page := core.Page{Search: q.Get("search"), Cursor: q.Get("cursor")}
	if q.Get("limit") == "" {
		return page, nil
	}
	var err error
	if page.Limit, err = strconv.Atoi(q.Get("limit")); err != nil || page.Limit < 1 || page.Limit > 1000 {
		return page, fault.New(http.StatusBadRequest, "field_invalid", "This is not a number of rows.", "Send 1 to 200.").On("limit")
	}
	return page, nil
}

// actor is on whose word this is done: a user's of the project, or an
// administrator's.
func (f *Face) actor(x *exchange) (core.Actor, error) {
	by := core.Actor{Administrator: core.Administrator{Client: x.client}}
	cred := core.Credentials{Bearer: web.Bearer(x.r), Key: web.Key(x.r, "X-Admin-Key", "X-API-Key")}
	b, err := f.bearer(x)
	if err == nil && cred.Key == "" {
		by.Bearer = &b
		return by, nil
	}
	if cred.Key == "" && cred.Bearer == "" {
		return by, err
	}
	admin, other := f.core.Administrator(x.r.Context(), cred, x.client)
	if other != nil {
		return by, err // of a token that is nobody's, what its project says
	}
	by.Administrator = admin
	return by, nil
}

// GET /p/{p}/v1/tenants?search&limit&cursor
func (f *Face) tenants(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	page, err := x.page()
	if err != nil {
		return nil, err
	}
	return f.core.ListTenants(x.r.Context(), x.project, by, page)
}

type createTenantBody struct {
	Name     string          `json:"name"`
	Slug     string          `json:"slug"`
	Owner    string          `json:"owner" doc:"with a key: whose it is, by address or id"`
	Metadata json.RawMessage `json:"metadata"`
}

// POST /p/{p}/v1/tenants {"name", "slug", "metadata", "owner"}
func (f *Face) createTenant(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	var body createTenantBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if strings.TrimSpace(body.Name) == "" {
		return nil, missing("name")
	}
	return f.core.CreateTenant(x.r.Context(), x.project, by, core.NewTenant{Name: body.Name, Slug: body.Slug, Owner: body.Owner, Metadata: body.Metadata})
}

// GET /p/{p}/v1/tenants/{tenant}
func (f *Face) tenant(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	return f.core.Tenant(x.r.Context(), x.project, by, x.param("tenant"))
}

type updateTenantBody struct {
	Name     *string         `json:"name,omitempty"`
	Slug     *string         `json:"slug,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
}

// PATCH /p/{p}/v1/tenants/{tenant} {"name", "slug", "metadata"}
func (f *Face) updateTenant(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	var body updateTenantBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	changes, _ := json.Marshal(body) // decoded from JSON a moment ago
	return f.core.UpdateTenant(x.r.Context(), x.project, by, x.param("tenant"), changes)
}

// DELETE /p/{p}/v1/tenants/{tenant}
func (f *Face) deleteTenant(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	return ok, f.core.DeleteTenant(x.r.Context(), x.project, by, x.param("tenant"))
}

// GET /p/{p}/v1/tenants/{tenant}/members?limit&cursor
func (f *Face) members(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	page, err := x.page()
	if err != nil {
		return nil, err
	}
	return f.core.Members(x.r.Context(), x.project, by, x.param("tenant"), page)
}

type memberBody struct {
	Roles   []string `json:"roles"`
	IsOwner *bool    `json:"is_owner"`
}

// PUT /p/{p}/v1/tenants/{tenant}/members/{id} {"roles", "is_owner"}; what is left out stays
func (f *Face) putMember(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	var body memberBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.core.PutMember(x.r.Context(), x.project, by, x.param("tenant"), x.param("id"), core.Membership{Roles: body.Roles, IsOwner: body.IsOwner})
}

// DELETE /p/{p}/v1/tenants/{tenant}/members/{id}
func (f *Face) removeMember(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	return ok, f.core.RemoveMember(x.r.Context(), x.project, by, x.param("tenant"), x.param("id"))
}

// POST /p/{p}/v1/tenants/{tenant}/leave
func (f *Face) leaveTenant(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	by := core.Actor{Bearer: &b, Administrator: core.Administrator{Client: x.client}}
	return ok, f.core.RemoveMember(x.r.Context(), x.project, by, x.param("tenant"), b.Claims.Subject)
}

// tenantBody names a tenant by slug or id.
type tenantBody struct {
	Tenant string `json:"tenant"`
}

// POST /p/{p}/auth/tenant {"tenant"}, null for none; the refresh token stays
func (f *Face) switchTenant(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body tenantBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	grant, err := f.core.SwitchTenant(x.r.Context(), b, body.Tenant, x.client)
	if err != nil {
		return nil, err
	}
	return toTokens(x.project, grant), nil
}

// GET /p/{p}/auth/tenants/{slug}
func (f *Face) findTenant(x *exchange) (any, error) {
	return f.core.FindTenant(x.r.Context(), x.project, x.param("slug"))
}
