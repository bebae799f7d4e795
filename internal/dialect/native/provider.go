package native

import (
	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/social"
)

// providerRoutes administer identity providers.
func (f *Face) providerRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/providers", f.adminProviders,
			doc{"The project's identity providers, without their secrets.", secretKey, nil, adminProviderList{}, ""}},
		{"PUT", "/p/:p/v1/providers/:name", f.setProvider,
			doc{"Sets an identity provider up. A client_secret that is left out stays, where all but scopes and audiences does.", secretKey,
				providerBody{}, core.Provider{}, "provider_invalid field_missing"}},
		{"DELETE", "/p/:p/v1/providers/:name", f.removeProvider,
			doc{"Takes an identity provider away; who has linked what is kept.", secretKey, nil, done{}, "provider_unknown"}},
	}
}

type adminProviderList struct {
	Providers []core.Provider `json:"providers"`
}

// GET /p/{p}/v1/providers
func (f *Face) adminProviders(x *exchange) (any, error) {
	list, err := f.core.Federation(x.project, x.administrator()).List(x.r.Context())
	return adminProviderList{list}, err
}

type providerBody struct {
	Kind      string            `json:"kind" doc:"the name's, or oidc with an issuer, unless given"`
	ClientID  string            `json:"client_id" required:"true"`
	Secret    string            `json:"client_secret" doc:"for apple the .p8 key"`
	Issuer    string            `json:"issuer"`
	Scopes    []string          `json:"scopes"`
	Audiences []string          `json:"audiences" doc:"client ids of native apps"`
	Extra     map[string]string `json:"extra"`
	Enabled   *bool             `json:"enabled"`
}

// PUT /p/{p}/v1/providers/{name}
func (f *Face) setProvider(x *exchange) (any, error) {
	var body providerBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	settings := social.Settings{Name: core.ProviderKind(body.Kind, x.param("name"), body.Issuer), ClientID: body.ClientID, ClientSecret: body.Secret,
		Issuer: body.Issuer, Scopes: body.Scopes, Audiences: body.Audiences, Extra: body.Extra}
	return f.core.Federation(x.project, x.administrator()).Set(x.r.Context(), x.param("name"), settings, body.Enabled == nil || *body.Enabled)
}

// DELETE /p/{p}/v1/providers/{name}
func (f *Face) removeProvider(x *exchange) (any, error) {
	return ok, f.core.Federation(x.project, x.administrator()).Remove(x.r.Context(), x.param("name"))
}
