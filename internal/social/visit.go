package social

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"
)

// visit is one conversation with a provider.
type visit struct {
	client   *Client
	settings Settings
	provider Provider
	issuer   *issuer // nil for those that don't speak OpenID Connect
}

// visit begins a conversation: it finds the entry and, for OpenID Connect, what
// the issuer says of itself.
func (c *Client) visit(ctx context.Context, s Settings) (visit, error) {
	p, found := find(s)
	v := visit{client: c, settings: s, provider: p}
	if !found {
		return v, v.fail(Unconfigured, "no such provider, and no issuer")
	}
	if err := v.check(); err != nil {
		return v, err
	}
	if p.issuer == "" && p.place == nil {
		return v, nil
	}
	var err error
	v.issuer, err = v.discover(ctx)
	return v, err
}

func (v visit) check() error {
	if v.settings.ClientID == "" {
		return v.fail(Unconfigured, "no client id")
	}
	for _, name := range v.provider.required {
		if v.settings.Extra[name] == "" {
			return v.fail(Unconfigured, "no "+name)
		}
	}
	for name, address := range v.settings.Extra {
		if strings.HasSuffix(name, "_url") && !isAddress(address) {
			return v.fail(Unconfigured, name+" is not a web address")
		}
	}
	if v.settings.Issuer != "" && !isAddress(v.settings.Issuer) {
		return v.fail(Unconfigured, "the issuer is not a web address")
	}
	return nil
}

func isAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && u.Fragment == "" && (u.Scheme == "https" || u.Scheme == "http")
}

// url is an address of the provider by its name in the table.
func (v visit) url(name string) string {
	if own := v.settings.Extra[name+"_url"]; own != "" {
		return own
	}
	return v.moved(v.provider.urls[name])
}

// moved is an address under base_url, where settings have one.
func (v visit) moved(address string) string {
	base := v.settings.Extra["base_url"]
	if base == "" || address == "" {
		return address
	}
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimRight(base, "/") + strings.TrimPrefix(rest, host)
}

// audiences are the client ids that tokens may be made for.
func (v visit) audiences() []string {
	return append([]string{v.settings.ClientID}, v.settings.Audiences...)
}

// oauth is the conversation's OAuth 2.0 side.
func (v visit) oauth(redirect string) (*oauth2.Config, error) {
	scopes := slices.Clone(v.provider.scopes)
	for _, scope := range v.settings.Scopes {
		if !slices.Contains(scopes, scope) {
			scopes = append(scopes, scope)
		}
	}
	if v.provider.commas {
		scopes = []string{strings.Join(scopes, ",")}
	}
	secret, err := v.secret()
	if err != nil {
		return nil, err
	}
	to := oauth2.Endpoint{AuthURL: v.url("authorize"), TokenURL: v.url("token"), AuthStyle: oauth2.AuthStyleInParams}
	basic := v.provider.basic
	if v.issuer != nil {
		to.AuthURL, to.TokenURL = v.settings.or("authorize_url", v.issuer.Authorize), v.settings.or("token_url", v.issuer.Token)
		basic = v.issuer.basic()
	}
	if basic && secret != "" {
		to.AuthStyle = oauth2.AuthStyleInHeader
	}
	return &oauth2.Config{ClientID: v.settings.ClientID, ClientSecret: secret, Endpoint: to, RedirectURL: redirect, Scopes: scopes}, nil
}

func (s Settings) or(name, standard string) string {
	if own := s.Extra[name]; own != "" {
		return own
	}
	return standard
}

func (v visit) secret() (string, error) {
	if v.provider.secret == nil {
		return v.settings.ClientSecret, nil
	}
	secret, err := v.provider.secret(v.client, v.settings, v.provider.issuer)
	if err != nil {
		return "", v.fail(Unconfigured, err.Error())
	}
	return secret, nil
}

// calling is a context whose OAuth calls go through the client.
func (v visit) calling(ctx context.Context) context.Context {
	return context.WithValue(ctx, oauth2.HTTPClient, v.client.http)
}

// pkce tells whether the provider takes a challenge. One that says which it
// knows is taken at its word; one that says nothing ignores what it doesn't know.
func (v visit) pkce() bool {
	if v.provider.noPKCE {
		return false
	}
	return v.issuer == nil || len(v.issuer.Challenges) == 0 || slices.Contains(v.issuer.Challenges, "S256")
}

func (v visit) nonce() bool { return v.issuer != nil && !v.provider.noNonce }
