package native

import (
	"github.com/rolecall/rolecall/internal/core"
)

// adminAccountRoutes are who administers what: projects, and the server.
func (f *Face) adminAccountRoutes() []route {
	all := []route{
		{"GET", "/v1/projects", f.projects,
			doc{"The projects that the admin administers.", secretKey, nil, projectList{}, ""}},
		{"PATCH", "/p/:p/v1/project", f.updateProject,
			doc{"Renames the project, disables it or lets it work again.", secretKey, updateProjectBody{}, core.ProjectRecord{}, ""}},
		{"POST", realmPath + "/bootstrap", f.bootstrap,
			doc{"Makes the first admin, by the secret of rolecall admin bootstrap.", open, bootstrapBody{}, signedIn,
				whenSettingPassword + whenSigningIn + ofAnAddress + "email_taken link_invalid profile_invalid"}},
		{"GET", realmPath + "/api-keys", f.accountKeys,
			doc{"The account keys of the bearer.", bearer, nil, keyList{}, ""}},
		{"POST", realmPath + "/api-keys", f.createAccountKey,
			doc{"Makes an account key, shown this once; it administers what the bearer does.", bearer, createAccountKeyBody{}, core.APIKey{},
				"key_name_invalid keys_too_many second_factor_required"}},
		{"DELETE", realmPath + "/api-keys/:id", f.revokeAccountKey,
			doc{"Ends an account key at once.", bearer, nil, done{}, "key_not_found"}},
	}
	// Of a project, and once more of the realm: who administers that, administers the server.
	for _, base := range []string{"/p/:p/v1", realmPath + "/realm"} {
		all = append(all, []route{
			{"GET", base + "/admins", f.admins,
				doc{"Who administers the project.", secretKey, nil, adminList{}, ""}},
			{"POST", base + "/admins", f.inviteAdmin,
				doc{"Makes somebody an admin, or invites them by mail.", secretKey, inviteAdminBody{}, core.AdminInvited{},
					"email_missing email_invalid email_not_verified admin_role_unknown redirect_not_allowed"}},
			{"PATCH", base + "/admins/:id", f.setAdminRole,
				doc{"Makes an admin owner, or an owner admin.", secretKey, adminRoleBody{}, core.Admin{},
					"user_not_found admin_not_found email_not_verified admin_role_unknown admin_last"}},
			{"DELETE", base + "/admins/:id", f.removeAdmin,
				doc{"Takes the project from an admin.", secretKey, nil, done{}, "user_not_found admin_not_found admin_last"}},
			{"GET", base + "/admin-invitations", f.adminInvitations,
				doc{"Invitations that nobody has taken yet.", secretKey, nil, adminInvitationList{}, ""}},
			{"DELETE", base + "/admin-invitations/:id", f.revokeAdminInvitation,
				doc{"Takes an invitation back.", secretKey, nil, done{}, "invite_not_found"}},
		}...)
	}
	return all
}

type projectList struct {
	Projects []core.ProjectRecord `json:"projects"`
}

// GET /v1/projects
func (f *Face) projects(x *exchange) (any, error) {
	by := x.administrator()
	all, err := f.core.Projects(x.r.Context(), by)
	return projectList{all}, err
}

type updateProjectBody struct {
	Name     string `json:"name"`
	Disabled *bool  `json:"disabled"`
}

// PATCH /p/{p}/v1/project
func (f *Face) updateProject(x *exchange) (any, error) {
	var body updateProjectBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	return f.core.UpdateProject(x.r.Context(), by, x.project, body.Name, body.Disabled)
}

type bootstrapBody struct {
	Secret      string  `json:"secret"`
	Email       string  `json:"email"`
	Password    string  `json:"password" required:"true"`
	DisplayName *string `json:"display_name"`
}

// POST /v1/accounts/bootstrap
func (f *Face) bootstrap(x *exchange) (any, error) {
	var body bootstrapBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	grant, err := f.core.Bootstrap(x.r.Context(), core.Bootstrap{Secret: body.Secret, Email: body.Email, Password: body.Password,
		Profile: signUpBody{DisplayName: body.DisplayName}.profile(), Client: x.client})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

// GET /v1/accounts/api-keys
func (f *Face) accountKeys(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	all, err := f.core.AccountKeys(x.r.Context(), b)
	return keyList{all}, err
}

type createAccountKeyBody struct {
	Name string `json:"name"`
}

// POST /v1/accounts/api-keys
func (f *Face) createAccountKey(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body createAccountKeyBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.core.CreateAccountKey(x.r.Context(), b, body.Name, x.client)
}

// DELETE /v1/accounts/api-keys/{id}
func (f *Face) revokeAccountKey(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokeAccountKey(x.r.Context(), b, x.param("id"), x.client)
}

type adminList struct {
	Admins []core.Admin `json:"admins"`
}

// GET /p/{p}/v1/admins, /v1/accounts/realm/admins
func (f *Face) admins(x *exchange) (any, error) {
	by := x.administrator()
	all, err := f.core.Admins(x.r.Context(), by, x.project)
	return adminList{all}, err
}

type inviteAdminBody struct {
	Email       string `json:"email"`
	Role        string `json:"role" doc:"admin (default) or owner"`
	RedirectURL string `json:"redirect_url" doc:"where the link leads, with ?token=; to our own page without"`
}

// POST /p/{p}/v1/admins, /v1/accounts/realm/admins; of the server's there are owners alone
func (f *Face) inviteAdmin(x *exchange) (any, error) {
	body := inviteAdminBody{Role: "admin"}
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	return f.core.InviteAdmin(x.r.Context(), by, x.project, body.Email, body.Role, body.RedirectURL, f.core.PublicURL+realmPath+"/invitation")
}

type adminRoleBody struct {
	Role string `json:"role"`
}

// PATCH /p/{p}/v1/admins/{id}
func (f *Face) setAdminRole(x *exchange) (any, error) {
	var body adminRoleBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.onUser(x, func(by core.Administrator, admin string) (any, error) {
		return f.core.SetAdminRole(x.r.Context(), by, x.project, admin, body.Role)
	})
}

// DELETE /p/{p}/v1/admins/{id}
func (f *Face) removeAdmin(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, admin string) (any, error) {
		return ok, f.core.RemoveAdmin(x.r.Context(), by, x.project, admin)
	})
}

type adminInvitationList struct {
	Invitations []core.AdminInvitation `json:"invitations"`
}

// GET /p/{p}/v1/admin-invitations
func (f *Face) adminInvitations(x *exchange) (any, error) {
	by := x.administrator()
	all, err := f.core.AdminInvitations(x.r.Context(), by, x.project)
	return adminInvitationList{all}, err
}

// DELETE /p/{p}/v1/admin-invitations/{id}
func (f *Face) revokeAdminInvitation(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, invitation string) (any, error) {
		return ok, f.core.RevokeAdminInvitation(x.r.Context(), by, x.project, invitation)
	})
}
