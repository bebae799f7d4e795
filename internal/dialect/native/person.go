package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

// personRoutes are what people see of their account and may end of it.
func (f *Face) personRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/sessions", f.sessions,
			doc{"The live sessions of the bearer.", bearer, nil, sessionList{}, ""}},
		{"DELETE", "/p/:p/auth/sessions", f.revokeOtherSessions,
			doc{"Ends all sessions but this one.", bearer, nil, done{}, ""}},
		{"DELETE", "/p/:p/auth/sessions/:id", f.revokeSession,
			doc{"Ends a session.", bearer, nil, done{}, "session_not_found"}},
		{"DELETE", "/p/:p/auth/me", f.deleteMe,
			doc{"Deletes the account of the bearer.", bearer, deleteMeBody{}, done{}, "account_in_use admin_last password_wrong proof_needed second_factor_required tenant_owner_last"}},
		{"GET", "/p/:p/auth/me/export", f.exportMe,
			doc{"All that is kept of the bearer.", bearer, nil, json.RawMessage(nil), ""}},
		{"POST", "/p/:p/auth/anonymous", f.signUpAnonymous,
			doc{"Makes a guest and signs them in.", open, signUpAnonymousBody{}, signedIn, whenSigningUp + whenSigningIn + "anonymous_disabled"}},
		{"POST", "/p/:p/auth/anonymous/convert", f.convert,
			doc{"Makes a guest an account with an address; without password or code it sends the code.", bearer, convertBody{}, either{tokens{}, sent{}},
				whenSigningUp + whenSettingPassword + "code_invalid email_already_verified invitation_invalid phone_already_verified phone_missing proof_needed redirect_not_allowed second_factor_required signup_needs_code user_not_anonymous"}},
		{"GET", "/p/:p/auth/pat", f.pats,
			doc{"The personal access tokens of the bearer.", bearer, nil, patList{}, ""}},
		{"POST", "/p/:p/auth/pat", f.createPAT,
			doc{"Makes a personal access token, shown this once.", bearer, createPATBody{}, core.PAT{},
				"expiry_invalid metadata_invalid pat_disabled pats_too_many proof_needed second_factor_required user_anonymous"}},
		{"DELETE", "/p/:p/auth/pat/:id", f.revokePAT,
			doc{"Revokes a personal access token.", bearer, nil, done{}, "pat_not_found"}},
		{"POST", "/p/:p/auth/pat/login", f.signInByPAT,
			doc{"Signs in by a personal access token.", open, signInByPATBody{}, signedIn, whenSigningIn + "pat_disabled pat_invalid"}},
	}
}

type sessionList struct {
	Sessions []core.Session `json:"sessions"`
}

// GET /p/{p}/auth/sessions
func (f *Face) sessions(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.Sessions(x.r.Context(), b)
	return sessionList{list}, err
}

// DELETE /p/{p}/auth/sessions: all but this one
func (f *Face) revokeOtherSessions(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	return ok, f.core.SignOut(x.r.Context(), b, "others", x.client)
}

// DELETE /p/{p}/auth/sessions/{id}
func (f *Face) revokeSession(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokeSession(x.r.Context(), b, x.param("id"), x.client)
}

type deleteMeBody struct {
	Current string `json:"current_password"`
}

// DELETE /p/{p}/auth/me {"current_password"}, which an elevated session may leave out
func (f *Face) deleteMe(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body deleteMeBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return ok, f.core.DeleteMe(x.r.Context(), b, body.Current, x.client)
}

// GET /p/{p}/auth/me/export
func (f *Face) exportMe(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	document, err := f.core.ExportMe(x.r.Context(), b, x.client)
	if err != nil {
		return nil, err
	}
	x.w.Header().Set("Content-Disposition", `attachment; filename="account.json"`)
	return document, nil
}
