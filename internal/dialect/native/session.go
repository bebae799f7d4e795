package native

import (
	"net/http"

	"github.com/rolecall/rolecall/internal/fault"
)

type refreshBody struct {
	RefreshToken string `json:"refresh_token" required:"true"`
}

// POST /p/{p}/auth/refresh
func (f *Face) refresh(x *exchange) (any, error) {
	var body refreshBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	grant, err := f.core.Refresh(x.r.Context(), x.project, body.RefreshToken, x.client)
	if err != nil {
		return nil, err
	}
	return tokens{Token: grant.AccessToken, RefreshToken: grant.RefreshToken, ExpiresIn: grant.ExpiresIn}, nil
}

type signOutBody struct {
	Scope string `json:"scope"`
}

// POST /p/{p}/auth/logout; scope is this (default), others or all
func (f *Face) signOut(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body signOutBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	switch body.Scope {
	case "":
		body.Scope = "this"
	case "this", "others", "all":
	default:
		return nil, fault.New(http.StatusBadRequest, "field_invalid", "This scope is not known.", "Use this, others or all.").On("scope")
	}
	if err := f.core.SignOut(x.r.Context(), b, body.Scope, x.client); err != nil {
		return nil, err
	}
	return ok, nil
}
