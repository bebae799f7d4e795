package social_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

const callback = "https://app.example/callback"

func client() *social.Client { return social.New(&http.Client{Timeout: 5 * time.Second}, nil) }

func flow() social.Flow {
	return social.Flow{State: "state-of-the-browser", Nonce: "nonce-of-the-browser", Verifier: strings.Repeat("verifier-", 6), RedirectURI: callback}
}

// settings are what a project says to reach a twin.
func settings(w *idp.Twin) social.Settings {
	s := social.Settings{Name: w.Name, ClientID: w.ID, ClientSecret: w.Secret, Extra: map[string]string{"base_url": w.URL}}
	switch w.Name {
	case social.Generic:
		s.Issuer = w.Issuer
	case "apple":
		s.Extra["team_id"], s.Extra["key_id"] = idp.AppleTeam, idp.AppleKey
	case "workos":
		s.Extra["organization"] = "org_01"
	}
	return s
}

// signIn goes the whole way.
func signIn(t *testing.T, c *social.Client, s social.Settings, w *idp.Twin) (social.Profile, social.Tokens, error) {
	t.Helper()
	to, err := c.AuthURL(t.Context(), s, flow(), nil)
	require.NoError(t, err)
	form := w.Approve(to)
	require.Equal(t, flow().State, form.Get("state"))
	return c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
}

// people are what a sign-in at each provider gives. Where nothing is known of an
// address it is unverified.
var people = map[string]social.Profile{
	"oidc":        {Subject: idp.Subject, Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada", Locale: "en"},
	"google":      {Subject: idp.Subject, Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada", Locale: "en"},
	"apple":       {Subject: idp.Subject, Email: idp.Email, EmailVerified: true},
	"linkedin":    {Subject: idp.Subject, Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada"},
	"gitlab":      {Subject: idp.Subject, Email: idp.Email, EmailVerified: true},
	"azuread":     {Subject: idp.Subject, Email: idp.Email},
	"entraid":     {Subject: idp.Subject, Email: idp.Email},
	"windowslive": {Subject: idp.Subject, Email: idp.Email},
	"github":      {Subject: "583231", Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada"},
	"facebook":    {Subject: "10220000000000000", Email: idp.Email, Picture: "https://pictures.example/ada"},
	"discord": {Subject: "80351110224678912", Email: idp.Email, EmailVerified: true, Locale: "en-GB",
		Picture: "https://cdn.discordapp.com/avatars/80351110224678912/8342729096ea3675442027381ff50dfe.png"},
	"spotify":   {Subject: "ada-spotify", Email: idp.Email, Picture: "https://pictures.example/ada"},
	"twitch":    {Subject: "141981764", Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada"},
	"bitbucket": {Subject: "{c423e13e-541a-4f2e-8a3c-5c2b1d4b1a0f}", Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada"},
	"workos":    {Subject: "prof_01DMC79VCBZ0NY2099737PSVF1", Email: idp.Email},
	"strava":    {Subject: "1234567890987654321", Picture: "https://pictures.example/ada"},
	"twitter":   {Subject: "2244994945", Email: idp.Email, EmailVerified: true, Picture: "https://pictures.example/ada"},
}

func TestEveryProviderSignsIn(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, social.Names(), idp.Names(), "every entry of the table has a twin")
	for _, name := range social.Names() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := idp.New(t, name)
			got, tokens, err := signIn(t, client(), settings(w), w)
			require.NoError(t, err)
			assert.NotEmpty(t, got.Raw)
			want := people[name]
			want.Name, got.Raw = "Ada Lovelace", nil
			assert.Equal(t, want, got)
			assert.Equal(t, idp.AccessToken, tokens.Access)
			entry, _ := social.Find(name)
			assert.Equal(t, entry.IDTokens, tokens.ID != "", "an ID token, where it speaks OpenID Connect")
		})
	}
}

// S256 wherever it is known, and never the challenge that is none.
func TestChallengeIsS256(t *testing.T) {
	t.Parallel()
	without := map[string]bool{"apple": true, "linkedin": true, "twitch": true, "bitbucket": true, "workos": true, "strava": true}
	for _, name := range social.Names() {
		w := idp.New(t, name)
		to, err := client().AuthURL(t.Context(), settings(w), flow(), nil)
		require.NoError(t, err, name)
		u, err := url.Parse(to)
		require.NoError(t, err)
		q := u.Query()
		assert.Equal(t, !without[name], q.Get("code_challenge_method") == "S256" && len(q.Get("code_challenge")) == 43, name)
		assert.NotContains(t, to, flow().Verifier, name)
		assert.NotContains(t, to, w.Secret, name)
		assert.Equal(t, flow().State, q.Get("state"), name)
		assert.Equal(t, callback, q.Get("redirect_uri"), name)
	}
}

func TestAnOpenIDProviderThatKnowsOnlyPlainGetsNoChallenge(t *testing.T) {
	t.Parallel()
	w := idp.New(t, social.Generic)
	w.Set("configuration", map[string]any{"code_challenge_methods_supported": []string{"plain"}})
	to, err := client().AuthURL(t.Context(), settings(w), flow(), nil)
	require.NoError(t, err)
	assert.NotContains(t, to, "code_challenge")
}

// The flow's own verifier and redirect belong to its code.
func TestCodeIsBoundToItsFlow(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"google", "github", "discord", "twitter", social.Generic} {
		w := idp.New(t, name)
		c, s := client(), settings(w)
		to, err := c.AuthURL(t.Context(), s, flow(), nil)
		require.NoError(t, err)
		form := w.Approve(to)
		other := flow()
		other.Verifier = strings.Repeat("another-", 6)
		_, _, err = c.Exchange(t.Context(), s, other, form.Get("code"), form)
		refused(t, err, social.Refused, name)

		profile, _, err := signIn(t, c, s, w)
		require.NoError(t, err, name)
		require.NotEmpty(t, profile.Subject)
		form = w.Approve(to)
		_, _, err = c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
		require.NoError(t, err, name)
		_, _, err = c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
		refused(t, err, social.Refused, name+" twice")
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	for _, name := range social.Names() {
		if name == "workos" || name == "github" || name == "facebook" {
			continue // hand out no refresh tokens
		}
		w := idp.New(t, name)
		tokens, err := client().Refresh(t.Context(), settings(w), idp.RefreshToken)
		require.NoError(t, err, name)
		assert.Equal(t, idp.AccessToken, tokens.Access, name)
		assert.Equal(t, idp.RefreshToken, tokens.Refresh, name)
		assert.WithinDuration(t, time.Now().Add(time.Hour), tokens.ExpiresAt, time.Minute, name)
		_, err = client().Refresh(t.Context(), settings(w), "another")
		refused(t, err, social.Refused, name)
		_, err = client().Refresh(t.Context(), settings(w), "")
		refused(t, err, social.Refused, name)
	}
}

// A provider that keeps its refresh token doesn't send it again.
func TestRefreshKeepsTheTokenThatStays(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "google")
	w.Set("grant", map[string]any{"refresh_token": nil})
	tokens, err := client().Refresh(t.Context(), settings(w), idp.RefreshToken)
	require.NoError(t, err)
	require.Equal(t, idp.RefreshToken, tokens.Refresh)
}

// What a sign-in may ask for is listed; the project has the last word.
func TestOptions(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "google")
	s := settings(w)
	s.Scopes = []string{"https://www.googleapis.com/auth/calendar", "email"}
	asked := social.Options{"prompt": "consent", "hd": "evil.example", "redirect_uri": "https://evil.example", "client_id": "evil", "login_hint": "victim@example.com"}
	q := query(t, s, asked)
	assert.Equal(t, "consent", q.Get("prompt"))
	assert.Equal(t, "evil.example", q.Get("hd"))
	assert.Equal(t, []string{callback}, q["redirect_uri"])
	assert.Equal(t, []string{w.ID}, q["client_id"])
	assert.False(t, q.Has("login_hint"))
	assert.Equal(t, "openid profile email https://www.googleapis.com/auth/calendar", q.Get("scope"))
	s.Extra["hd"] = "example.com"
	assert.Equal(t, []string{"example.com"}, query(t, s, asked)["hd"])
}

func query(t *testing.T, s social.Settings, o social.Options) url.Values {
	t.Helper()
	to, err := client().AuthURL(t.Context(), s, flow(), o)
	require.NoError(t, err)
	u, err := url.Parse(to)
	require.NoError(t, err)
	return u.Query()
}

func TestSettingsThatCannotWork(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]social.Settings{
		"no such provider":     {Name: "nobody", ClientID: "id"},
		"no client id":         {Name: "github"},
		"generic, no issuer":   {Name: social.Generic, ClientID: "id"},
		"issuer is no address": {Name: "okta", ClientID: "id", Issuer: "javascript:alert(1)"},
		"issuer with a login":  {Name: "okta", ClientID: "id", Issuer: "https://user:secret@example.com"},
		"page is a file":       {Name: "github", ClientID: "id", Extra: map[string]string{"user_url": "file:///etc/passwd"}},
		"apple without team":   {Name: "apple", ClientID: "id", ClientSecret: "x", Extra: map[string]string{"key_id": "K"}},
	} {
		_, err := client().AuthURL(t.Context(), s, flow(), nil)
		refused(t, err, social.Unconfigured, name)
		assert.NotContains(t, err.Error(), "secret", name)
	}
	w := idp.New(t, "github")
	for _, f := range []social.Flow{{}, {State: "s", Verifier: "v"}, {State: "s", Nonce: "n"}, {Nonce: "n", Verifier: "v"}} {
		_, err := client().AuthURL(t.Context(), settings(w), f, nil)
		refused(t, err, social.Unconfigured)
	}
}

// A project's own name for a provider that is known by its issuer.
func TestOwnNameWithIssuer(t *testing.T) {
	t.Parallel()
	w := idp.New(t, social.Generic)
	s := settings(w)
	s.Name = "okta"
	profile, _, err := signIn(t, client(), s, w)
	require.NoError(t, err)
	require.Equal(t, idp.Subject, profile.Subject)
}

// refused is an error of that reason.
func refused(t *testing.T, err error, reason social.Reason, about ...any) {
	t.Helper()
	var e *social.Error
	if assert.ErrorAs(t, err, &e, about...) {
		assert.Equal(t, reason, e.Reason, append([]any{err.Error()}, about...)...)
	}
}
