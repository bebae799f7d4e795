package social

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// AuthURL is where to send the browser.
func (c *Client) AuthURL(ctx context.Context, s Settings, f Flow, o Options) (string, error) {
	v, err := c.visit(ctx, s)
	if err != nil {
		return "", err
	}
	config, err := v.oauth(f.RedirectURI)
	if err != nil {
		return "", err
	}
	if f.State == "" || f.Verifier == "" || f.Nonce == "" {
		return "", v.fail(Unconfigured, "a flow without state, nonce or verifier")
	}
	params := []oauth2.AuthCodeOption{}
	for name, value := range v.params(o) {
		params = append(params, oauth2.SetAuthURLParam(name, value))
	}
	if v.pkce() {
		params = append(params, oauth2.S256ChallengeOption(f.Verifier))
	}
	if v.nonce() {
		params = append(params, oauth2.SetAuthURLParam("nonce", f.Nonce))
	}
	return config.AuthCodeURL(f.State, params...), nil
}

// params are those of the entry, of the sign-in where the entry lets it, and of
// the project, which has the last word.
func (v visit) params(o Options) map[string]string {
	all := map[string]string{}
	for name, value := range v.provider.params {
		all[name] = value
	}
	for _, name := range v.provider.Options {
		if value := v.settings.or(name, o[name]); value != "" {
			all[name] = value
		}
	}
	return all
}

// Exchange takes what the browser brought back: form is the callback's query
// or form, with code, and iss, error and user where the provider sends them.
// The state was compared by whoever kept the flow.
func (c *Client) Exchange(ctx context.Context, s Settings, f Flow, code string, form url.Values) (Profile, Tokens, error) {
	v, err := c.visit(ctx, s)
	if err != nil {
		return Profile{}, Tokens{}, err
	}
	if err := v.answered(code, form); err != nil {
		return Profile{}, Tokens{}, err
	}
	config, err := v.oauth(f.RedirectURI)
	if err != nil {
		return Profile{}, Tokens{}, err
	}
	var params []oauth2.AuthCodeOption
	if v.pkce() {
		params = append(params, oauth2.VerifierOption(f.Verifier))
	}
	token, err := config.Exchange(v.calling(ctx), code, params...)
	if err != nil {
		return Profile{}, Tokens{}, v.refusal("exchange code", err)
	}
	profile, err := v.read(ctx, token, f.Nonce)
	if err != nil {
		return Profile{}, Tokens{}, err
	}
	if profile.Name == "" && v.provider.FormPost {
		profile.Name = nameInForm(form)
	}
	return profile, v.tokens(token), nil
}

// answered looks at the callback before its code is used: whether it is an
// error, and whether it came from the issuer that was asked (RFC 9207).
func (v visit) answered(code string, form url.Values) error {
	if v.issuer != nil {
		from := form.Get("iss")
		if from == "" && v.issuer.NamesItself || from != "" && !v.issuer.isMine(from) {
			return v.fail(Untrusted, "the answer is another issuer's")
		}
	}
	if form.Has("error") {
		return &Error{Reason: Denied, Provider: v.settings.Name, Code: plain(form.Get("error"))}
	}
	if code == "" {
		return v.fail(Untrusted, "the answer has no code")
	}
	return nil
}

// read makes the profile of what the token endpoint gave.
func (v visit) read(ctx context.Context, token *oauth2.Token, nonce string) (Profile, error) {
	var profile Profile
	var err error
	if v.issuer != nil {
		raw, _ := token.Extra("id_token").(string)
		if !v.nonce() {
			nonce = ""
		}
		profile, err = v.identity(ctx, raw, nonce, token.AccessToken)
	} else {
		profile, err = v.provider.profile(ctx, v, token)
	}
	if err != nil {
		return Profile{}, err
	}
	return v.sane(profile)
}

// sane refuses a profile of nobody, and drops an address that isn't one.
func (v visit) sane(p Profile) (Profile, error) {
	if p.Subject == "" || len(p.Subject) > 255 {
		return Profile{}, v.fail(Unreachable, "the profile names nobody")
	}
	if len(p.Email) > 254 || strings.Count(p.Email, "@") != 1 || strings.ContainsFunc(p.Email, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		p.Email, p.EmailVerified = "", false
	}
	return p, nil
}

func (v visit) tokens(t *oauth2.Token) Tokens {
	id, _ := t.Extra("id_token").(string)
	scope, _ := t.Extra("scope").(string)
	if list, is := t.Extra("scope").([]any); is { // Twitch
		scope = strings.Join(claims{"scope": list}.list("scope"), " ")
	}
	return Tokens{Access: t.AccessToken, Refresh: t.RefreshToken, ID: id, Scope: scope, ExpiresAt: t.Expiry}
}

// Refresh renews the provider's own tokens. Where the provider keeps the
// refresh token, it is given back.
func (c *Client) Refresh(ctx context.Context, s Settings, refresh string) (Tokens, error) {
	v, err := c.visit(ctx, s)
	if err != nil {
		return Tokens{}, err
	}
	if refresh == "" {
		return Tokens{}, v.fail(Refused, "no refresh token")
	}
	config, err := v.oauth("")
	if err != nil {
		return Tokens{}, err
	}
	old := &oauth2.Token{RefreshToken: refresh, Expiry: time.Unix(1, 0)}
	token, err := config.TokenSource(v.calling(ctx), old).Token()
	if err != nil {
		return Tokens{}, v.refusal("refresh", err)
	}
	return v.tokens(token), nil
}

// ProfileByAccessToken reads the profile of a native sign-in that gives an
// access token, once the provider says that it was made for this app.
func (c *Client) ProfileByAccessToken(ctx context.Context, s Settings, token string) (Profile, error) {
	v, err := c.visit(ctx, s)
	if err != nil {
		return Profile{}, err
	}
	if v.provider.owner == nil {
		return Profile{}, v.fail(Unconfigured, "takes no access tokens")
	}
	if token == "" {
		return Profile{}, v.fail(Untrusted, "no access token")
	}
	subject, err := v.provider.owner(ctx, v, token)
	if err != nil {
		return Profile{}, err
	}
	profile, err := v.provider.profile(ctx, v, &oauth2.Token{AccessToken: token})
	if err != nil {
		return Profile{}, err
	}
	if subject == "" || profile.Subject != subject {
		return Profile{}, v.fail(Untrusted, "the token is somebody else's than its profile")
	}
	return v.sane(profile)
}

// own tells whether an app is the project's.
func (v visit) own(app string) bool { return app != "" && slices.Contains(v.audiences(), app) }
