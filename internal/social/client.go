package social

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Client calls identity providers. It may be used by many at once.
type Client struct {
	http *http.Client
	now  func() time.Time
}

// New makes a client that calls out through h, which decides what may be
// reached and how long it may take. now nil is time.Now.
func New(h *http.Client, now func() time.Time) *Client {
	if now == nil {
		now = time.Now
	}
	return &Client{http: h, now: now}
}

// AuthURL is where to send the browser.
func (c *Client) AuthURL(ctx context.Context, s Settings, f Flow, o Options) (string, error) {
	return "", &Error{Reason: Unconfigured, Provider: s.Name}
}

// Exchange takes what the browser brought back: form is the callback's query
// or form, with code, and iss, error and user where the provider sends them.
func (c *Client) Exchange(ctx context.Context, s Settings, f Flow, code string, form url.Values) (Profile, Tokens, error) {
	return Profile{}, Tokens{}, &Error{Reason: Unconfigured, Provider: s.Name}
}

// Refresh renews the provider's own tokens.
func (c *Client) Refresh(ctx context.Context, s Settings, refresh string) (Tokens, error) {
	return Tokens{}, &Error{Reason: Unconfigured, Provider: s.Name}
}

// VerifyIDToken reads the ID token of a native sign-in. Its nonce must be the
// given one or the SHA-256 of it.
func (c *Client) VerifyIDToken(ctx context.Context, s Settings, raw, nonce string) (Profile, error) {
	return Profile{}, &Error{Reason: Unconfigured, Provider: s.Name}
}

// ProfileByAccessToken reads the profile of a native sign-in that gives an
// access token, once the provider says that it was made for this app.
func (c *Client) ProfileByAccessToken(ctx context.Context, s Settings, token string) (Profile, error) {
	return Profile{}, &Error{Reason: Unconfigured, Provider: s.Name}
}
