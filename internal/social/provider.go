package social

import (
	"maps"
	"slices"
)

// Provider is what is known of one identity provider.
type Provider struct {
	Name        string
	FormPost    bool     // comes back by a POST from its own site: cookies must be SameSite=None
	IDTokens    bool     // takes ID tokens of native sign-in
	AccessToken bool     // takes access tokens of native sign-in, whose app it can tell
	Extras      []string // names of Settings.Extra that it reads, besides addresses
	Options     []string // what one sign-in may ask for
}

// Find gives the entry of a name: the table's, or that of any OpenID provider
// for "oidc".
func Find(name string) (Provider, bool) {
	p, found := table[name]
	return p, found
}

// Names lists the providers of the table in order.
func Names() []string { return slices.Sorted(maps.Keys(table)) }

var table = map[string]Provider{}
