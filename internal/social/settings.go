package social

import (
	"encoding/json"
	"time"
)

// Settings is what a project says of one provider.
type Settings struct {
	Name         string            `json:"name"`
	ClientID     string            `json:"clientId"`
	ClientSecret string            `json:"clientSecret"`        // for apple the private key (.p8) that makes the secret
	Issuer       string            `json:"issuer,omitempty"`    // of a provider that the table doesn't name, or another place than the table's
	Scopes       []string          `json:"scopes,omitempty"`    // besides those that signing in needs
	Audiences    []string          `json:"audiences,omitempty"` // client ids of native apps, besides ClientID
	Extra        map[string]string `json:"extra,omitempty"`     // see Provider.Extras; base_url puts every address of the provider elsewhere
}

// Flow is what one sign-in keeps between leaving and coming back.
type Flow struct {
	State, Nonce, Verifier, RedirectURI string
}

// Options are what one sign-in asks of the provider besides, such as prompt;
// those that the provider's entry doesn't list are dropped.
type Options map[string]string

// Profile is an account at a provider. Subject is its key, never Email.
// EmailVerified is true only where the provider says so.
type Profile struct {
	Subject, Email        string
	EmailVerified         bool
	Name, Picture, Locale string
	Raw                   json.RawMessage
}

// Tokens are what the provider gave for its own API.
type Tokens struct {
	Access, Refresh, ID, Scope string
	ExpiresAt                  time.Time // zero where the provider doesn't say
}
