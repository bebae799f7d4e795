package social

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/oauth2"
)

// Provider is what is known of one identity provider. The exported fields are
// for whoever leads a sign-in, the rest is how to speak with it.
type Provider struct {
	Name         string
	FormPost     bool     // comes back by a POST from its own site: cookies must be SameSite=None
	IDTokens     bool     // takes ID tokens of native sign-in
	AccessTokens bool     // takes access tokens of native sign-in, for it can tell whose they are
	Extras       []string // names of Settings.Extra that it reads, besides addresses and Options
	Options      []string // what one sign-in may ask for; an Extra of the same name decides it for all

	issuer   string            // OpenID Connect, by discovery
	urls     map[string]string // OAuth 2.0: authorize, token and user; Extra's <name>_url puts one elsewhere
	scopes   []string          // that signing in needs
	params   map[string]string // of every authorization request
	commas   bool              // parts scopes by commas
	noPKCE   bool              // doesn't know it
	noNonce  bool              // doesn't put it into the ID token
	basic    bool              // wants the client's secret in a header
	required []string          // names of Settings.Extra that it can't do without

	place    func(Settings) string                                            // the issuer, where settings have a say
	secret   func(*Client, Settings, string) (string, error)                  // makes the client's secret for an issuer
	profile  func(context.Context, visit, *oauth2.Token) (Profile, error)     // reads it with the access token
	owner    func(context.Context, visit, string) (subject string, err error) // of an access token that was made for the app
	verified func(claims) bool                                                // what it says of an e-mail address; nil: email_verified
	accepts  func(Settings, claims) error                                     // what an ID token must say besides
	issued   func(issuer string, c claims) string                             // the issuer that a token must name
	sameApp  func(azp string, own []string) bool                              // apps that may ask for tokens on behalf of own
}

// Generic is the entry of any OpenID provider, found by Settings.Issuer.
const Generic = "oidc"

// Find gives the entry of a name.
func Find(name string) (Provider, bool) {
	p, found := table[name]
	p.Name, p.IDTokens, p.AccessTokens = name, p.issuer != "" || p.place != nil, p.owner != nil
	if p.IDTokens {
		p.Extras = append(slices.Clone(p.Extras), "skip_nonce_check")
	}
	p.Extras = append(p.Extras, p.required...)
	return p, found
}

// Names lists the providers in order.
func Names() []string { return slices.Sorted(maps.Keys(table)) }

// find gives the entry of settings, whose name may be a project's own for a
// provider that is known by its issuer.
func find(s Settings) (Provider, bool) {
	p, found := Find(s.Name)
	if !found && s.Issuer != "" {
		return Find(Generic)
	}
	return p, found
}
