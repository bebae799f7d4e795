package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

func (f *Face) inviteRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/tenants/:tenant/invites", f.tenantInvites,
			doc{"Invitations into a tenant that nobody has accepted yet; needs the permission members.invite.", member, nil, inviteList{},
				"tenant_forbidden tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/v1/tenants/:tenant/invites", f.inviteToTenant,
			doc{"Mails an invitation into a tenant; needs the permission members.invite.", member, tenantInviteBody{}, core.TenantInvite{},
				ofAnAddress + "invite_not_found member_exists redirect_not_allowed role_forbidden role_not_found tenant_forbidden tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/v1/tenants/:tenant/invites/:id/resend", f.resendTenantInvite,
			doc{"Mails an invitation again; the link before is dead.", member, resendInviteBody{}, core.TenantInvite{},
				ofAnAddress + "invite_not_found member_exists redirect_not_allowed role_forbidden role_not_found tenant_forbidden tenant_not_found tenants_disabled"}},
		{"DELETE", "/p/:p/v1/tenants/:tenant/invites/:id", f.revokeTenantInvite,
			doc{"Takes an invitation back.", member, nil, done{}, "invite_not_found tenant_forbidden tenant_not_found tenants_disabled"}},
		{"GET", "/p/:p/auth/invites", f.myInvites,
			doc{"Invitations into tenants that went to the bearer's address.", bearer, nil, myInviteList{}, "tenants_disabled"}},
		{"POST", "/p/:p/auth/invites/accept", f.acceptInvite,
			doc{"Accepts an invitation into a tenant, by its token or its id.", bearer, acceptInviteBody{}, core.Tenant{},
				"email_not_verified invite_foreign invite_invalid tenants_disabled"}},
		{"POST", "/p/:p/auth/invites/signup", f.signUpByInvite,
			doc{"Makes an account by an invitation into a tenant, for the address that it went to, and signs it in there.", open, inviteSignUpBody{}, signedIn,
				whenSettingPassword + whenSigningIn + ofAnAuthTable + "email_taken invite_invalid profile_invalid signup_disabled tenant_not_found tenants_disabled"}},
	}
}

type inviteList struct {
	Invites []core.TenantInvite `json:"invites"`
}

// GET /p/{p}/v1/tenants/{tenant}/invites
func (f *Face) tenantInvites(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.TenantInvites(x.r.Context(), x.project, by, x.param("tenant"))
	return inviteList{list}, err
}

type tenantInviteBody struct {
	Email       string   `json:"email"`
	Roles       []string `json:"roles"`
	IsOwner     bool     `json:"is_owner"`
	RedirectURL string   `json:"redirect_url" required:"true" doc:"the app's page that takes the token"`
}

// POST /p/{p}/v1/tenants/{tenant}/invites {"email", "roles", "is_owner", "redirect_url"}
func (f *Face) inviteToTenant(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	var body tenantInviteBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.core.InviteToTenant(x.r.Context(), x.project, by, x.param("tenant"), core.NewTenantInvite{
		Email: body.Email, Roles: body.Roles, IsOwner: body.IsOwner, RedirectTo: body.RedirectURL})
}

type resendInviteBody struct {
	RedirectURL string `json:"redirect_url" required:"true"`
}

// POST /p/{p}/v1/tenants/{tenant}/invites/{id}/resend {"redirect_url"}
func (f *Face) resendTenantInvite(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	var body resendInviteBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return f.core.InviteToTenant(x.r.Context(), x.project, by, x.param("tenant"), core.NewTenantInvite{Again: x.param("id"), RedirectTo: body.RedirectURL})
}

// DELETE /p/{p}/v1/tenants/{tenant}/invites/{id}
func (f *Face) revokeTenantInvite(x *exchange) (any, error) {
	by, err := f.actor(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokeTenantInvite(x.r.Context(), x.project, by, x.param("tenant"), x.param("id"))
}

type myInviteList struct {
	Invites []core.MyInvite `json:"invites"`
}

// GET /p/{p}/auth/invites
func (f *Face) myInvites(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.MyInvites(x.r.Context(), b)
	return myInviteList{list}, err
}

type acceptInviteBody struct {
	Token string `json:"token"`
	ID    string `json:"id"`
}

// POST /p/{p}/auth/invites/accept {"token"} or {"id"}
func (f *Face) acceptInvite(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body acceptInviteBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Token == "" && body.ID == "" {
		return nil, missing("token")
	}
	if body.Token == "" {
		if err := isID(body.ID, "id"); err != nil {
			return nil, err
		}
	}
	return f.core.AcceptInvite(x.r.Context(), b, body.Token, body.ID, x.client)
}

type inviteSignUpBody struct {
	columns
	Token       string          `json:"token" required:"true"`
	Password    string          `json:"password"`
	DisplayName *string         `json:"display_name"`
	AvatarURL   *string         `json:"avatar_url"`
	Locale      *string         `json:"locale"`
	Metadata    json.RawMessage `json:"metadata"`
	Device      string          `json:"device_token"`
}

// POST /p/{p}/auth/invites/signup {"token", "password"}: the address is the one that was invited
func (f *Face) signUpByInvite(x *exchange) (any, error) {
	var body inviteSignUpBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	profile := signUpBody{columns: body.columns, DisplayName: body.DisplayName, AvatarURL: body.AvatarURL, Locale: body.Locale, Metadata: body.Metadata}
	grant, err := f.core.SignUpByInvite(x.r.Context(), x.project, body.Token,
		core.SignUp{Password: body.Password, Profile: profile.profile(), Client: x.client}, core.Form{TrustedWith: body.Device})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}
