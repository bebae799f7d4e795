package native

import "github.com/rolecall/rolecall/internal/core"

// personRoutes are what people see of their account and may end of it.
func (f *Face) personRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/sessions", f.sessions},
		{"DELETE", "/p/:p/auth/sessions", f.revokeOtherSessions},
		{"DELETE", "/p/:p/auth/sessions/:id", f.revokeSession},
		{"DELETE", "/p/:p/auth/me", f.deleteMe},
		{"GET", "/p/:p/auth/me/export", f.exportMe},
		{"POST", "/p/:p/auth/anonymous", f.signUpAnonymous},
		{"POST", "/p/:p/auth/anonymous/convert", f.convert},
		{"GET", "/p/:p/auth/pat", f.pats},
		{"POST", "/p/:p/auth/pat", f.createPAT},
		{"DELETE", "/p/:p/auth/pat/:id", f.revokePAT},
		{"POST", "/p/:p/auth/pat/login", f.signInByPAT},
	}
}

// GET /p/{p}/auth/sessions
func (f *Face) sessions(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.Sessions(x.r.Context(), b)
	return map[string][]core.Session{"sessions": list}, err
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

// DELETE /p/{p}/auth/me {"current_password"}, which an elevated session may leave out
func (f *Face) deleteMe(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body struct {
		Current string `json:"current_password"`
	}
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
