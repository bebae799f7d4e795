package native

import (
	"github.com/rolecall/rolecall/internal/core"
)

// nativeTokenBody is what a native app got of a provider.
type nativeTokenBody struct {
	inTenant
	Provider    string `json:"provider"`
	IDToken     string `json:"id_token"`
	AccessToken string `json:"access_token" doc:"of a provider that has no ID tokens"`
	Nonce       string `json:"nonce"`
	DisplayName string `json:"display_name" doc:"as the provider told the app, which Apple does once"`
	Existing    bool   `json:"existing_only" doc:"makes no account"`
	Device      string `json:"device_token"`
	Pending     bool   `json:"mfa_pending"`
}

func (b nativeTokenBody) token(f *Face, x *exchange) (core.NativeToken, error) {
	switch {
	case b.Provider == "":
		return core.NativeToken{}, missing("provider")
	case b.IDToken == "" && b.AccessToken == "":
		return core.NativeToken{}, missing("id_token")
	}
	intent := core.SignInOrUp
	if b.Existing {
		intent = core.SignInOnly
	}
	return core.NativeToken{Provider: b.Provider, IDToken: b.IDToken, AccessToken: b.AccessToken, Nonce: b.Nonce, DisplayName: b.DisplayName,
		Intent: intent, LinkBase: f.verifyURL(x), Client: x.client, Form: core.Form{TrustedWith: b.Device, Pending: b.Pending}}, nil
}

// POST /p/{p}/auth/id-token {"provider", "id_token"} or {"provider", "access_token"}
func (f *Face) signInByToken(x *exchange) (any, error) {
	var body nativeTokenBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	token, err := body.token(f, x)
	if err != nil {
		return nil, err
	}
	return toFederated(x, func() (core.SignUpResult, error) { return f.core.SignInByToken(x.r.Context(), x.project, token) })
}

type identityList struct {
	Identities []core.Identity `json:"identities"`
}

// GET /p/{p}/auth/identities
func (f *Face) identities(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	list, err := f.core.Identities(x.r.Context(), b)
	return identityList{list}, err
}

// linkBody is the code of a sign-in begun with intent=link, or a native token.
type linkBody struct {
	Code        string `json:"code"`
	Verifier    string `json:"code_verifier"`
	Provider    string `json:"provider"`
	IDToken     string `json:"id_token"`
	AccessToken string `json:"access_token"`
	Nonce       string `json:"nonce"`
}

// POST /p/{p}/auth/identities {"code", "code_verifier"} or {"provider", "id_token", "nonce"}
func (f *Face) link(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body linkBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Code != "" {
		return f.core.LinkByCode(x.r.Context(), b, core.OAuthCode{Code: body.Code, Verifier: body.Verifier, Client: x.client})
	}
	if body.Provider == "" {
		return nil, missing("code")
	}
	token, err := nativeTokenBody{Provider: body.Provider, IDToken: body.IDToken, AccessToken: body.AccessToken, Nonce: body.Nonce}.token(f, x)
	if err != nil {
		return nil, err
	}
	return f.core.LinkByToken(x.r.Context(), b, token)
}

// DELETE /p/{p}/auth/identities/{id}
func (f *Face) unlink(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.Unlink(x.r.Context(), b, x.param("id"), x.client)
}

// POST /p/{p}/auth/identities/{id}/tokens: a POST, as they are handed out once
func (f *Face) takeProviderTokens(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return f.core.TakeProviderTokens(x.r.Context(), b, x.param("id"), x.client)
}

// POST /p/{p}/auth/identities/{id}/refresh {"refresh_token"}, the provider's
func (f *Face) refreshProviderTokens(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body refreshBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return f.core.RefreshProviderTokens(x.r.Context(), b, x.param("id"), body.RefreshToken, x.client)
}
