package native

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

type patList struct {
	Tokens []core.PAT `json:"tokens"`
}

// GET /p/{p}/auth/pat
func (f *Face) pats(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.PATs(x.r.Context(), b)
	return patList{list}, err
}

type createPATBody struct {
	ExpiresAt string          `json:"expires_at" required:"true"`
	Metadata  json.RawMessage `json:"metadata"`
}

// POST /p/{p}/auth/pat {"expires_at", "metadata"}; the token is shown this once
func (f *Face) createPAT(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body createPATBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	expires, err := time.Parse(time.RFC3339, body.ExpiresAt)
	if err != nil {
		return nil, fault.New(http.StatusBadRequest, "field_invalid", "This is not a time.", "Send RFC 3339, e.g. 2030-01-31T00:00:00Z.").On("expires_at")
	}
	return f.core.CreatePAT(x.r.Context(), b, expires, body.Metadata, x.client)
}

// DELETE /p/{p}/auth/pat/{id}
func (f *Face) revokePAT(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokePAT(x.r.Context(), b, x.param("id"), x.client)
}

type signInByPATBody struct {
	inTenant
	Token  string `json:"token" required:"true"`
	Device string `json:"device_token"`
}

// POST /p/{p}/auth/pat/login {"token"}
func (f *Face) signInByPAT(x *exchange) (any, error) {
	var body signInByPATBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	grant, err := f.core.SignInByPAT(x.r.Context(), x.project, body.Token, x.client, core.Form{TrustedWith: body.Device})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}
