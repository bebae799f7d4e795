package social

import (
	"context"
	"net/url"

	"golang.org/x/oauth2"
)

// githubProfile: the address of the public profile is for show; which one is
// primary and verified stands in a list of its own.
func githubProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var user claims
	if err := v.get(ctx, v.url("user"), t.AccessToken, &user); err != nil {
		return Profile{}, err
	}
	p := Profile{Subject: user.text("id"), Name: user.text("name"), Picture: user.text("avatar_url"), Raw: user.raw()}
	if p.Name == "" {
		p.Name = user.text("login")
	}
	var emails []claims
	if err := v.get(ctx, v.url("emails")+"?per_page=100", t.AccessToken, &emails); err != nil {
		return Profile{}, err
	}
	for _, e := range emails {
		if e.yes("primary") {
			p.Email, p.EmailVerified = e.text("email"), e.yes("verified")
		}
	}
	return p, nil
}

// githubOwner asks whether a token was made for the app, as only the app may.
func githubOwner(ctx context.Context, v visit, token string) (string, error) {
	var found struct {
		App  claims
		User claims
	}
	address := v.url("applications") + "/" + url.PathEscape(v.settings.ClientID) + "/token"
	if err := v.post(ctx, address, map[string]string{"access_token": token}, &found); err != nil {
		return "", err
	}
	if !v.own(found.App.text("client_id")) {
		return "", v.fail(Untrusted, "the access token is another app's")
	}
	return found.User.text("id"), nil
}
