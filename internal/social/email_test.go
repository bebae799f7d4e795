package social_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

// What each provider must say for an address to count as verified, and what it
// may say that doesn't.
func TestUnverifiedAddresses(t *testing.T) {
	t.Parallel()
	for name, says := range map[string][]func(*idp.Twin){
		"oidc": {claims(changed{"email": idp.Email, "email_verified": false}), claims(changed{"email": idp.Email}),
			claims(changed{"email": idp.Email, "email_verified": "true"}), claims(changed{"email": idp.Email, "email_verified": 1})},
		"google":    {claims(changed{"email_verified": false}), claims(changed{"email_verified": nil}), claims(changed{"email_verified": "true"})},
		"apple":     {claims(changed{"email_verified": "false"}), claims(changed{"email_verified": false}), claims(changed{"email_verified": nil})},
		"gitlab":    {claims(changed{"email_verified": false}), claims(changed{"email_verified": nil})},
		"linkedin":  {page("/v2/userinfo", changed{"sub": idp.Subject, "email": idp.Email}), page("/v2/userinfo", changed{"sub": idp.Subject, "email": idp.Email, "email_verified": false})},
		"discord":   {page("/api/users/@me", changed{"id": "1", "email": idp.Email, "verified": false}), page("/api/users/@me", changed{"id": "1", "email": idp.Email})},
		"github":    {page("/user/emails", []changed{{"email": idp.Email, "primary": true, "verified": false}}), page("/user/emails", []changed{{"email": idp.Email, "primary": true}})},
		"bitbucket": {page("/2.0/user/emails", changed{"values": []changed{{"email": idp.Email, "is_primary": true, "is_confirmed": false}}})},
	} {
		for i, say := range says {
			w := idp.New(t, name)
			say(w)
			profile, _, err := signIn(t, client(), settings(w), w)
			require.NoError(t, err, "%s %d", name, i)
			assert.Equal(t, idp.Email, profile.Email, "%s %d", name, i)
			assert.False(t, profile.EmailVerified, "%s %d", name, i)
		}
	}
}

func claims(of changed) func(*idp.Twin) { return func(w *idp.Twin) { w.Claim(of) } }

func page(path string, answer any) func(*idp.Twin) {
	return func(w *idp.Twin) { w.Set(path, answer) }
}

// An account without an address, or with something that is none, still signs in.
func TestNoAddress(t *testing.T) {
	t.Parallel()
	for name, say := range map[string]func(*idp.Twin){
		"twitch":   page("/helix/users", changed{"data": []changed{{"id": "1", "display_name": "Ada"}}}),
		"twitter":  page("/2/users/me", changed{"data": changed{"id": "1", "name": "Ada"}}),
		"facebook": page("person", changed{"id": "1", "name": "Ada"}),
		"github":   page("/user/emails", []changed{{"email": "other@example.com", "primary": false, "verified": true}}),
		"google":   claims(changed{"email": "two@at@example.com"}),
		"gitlab":   claims(changed{"email": "line\r\nBcc: everybody@example.com"}),
		"discord":  page("/api/users/@me", changed{"id": "1", "email": "no-address", "verified": true}),
	} {
		w := idp.New(t, name)
		say(w)
		profile, _, err := signIn(t, client(), settings(w), w)
		require.NoError(t, err, name)
		assert.NotEmpty(t, profile.Subject, name)
		assert.Empty(t, profile.Email, name)
		assert.False(t, profile.EmailVerified, name)
	}
}

func TestProfilesOfNobody(t *testing.T) {
	t.Parallel()
	for name, say := range map[string]func(*idp.Twin){
		"twitch":  page("/helix/users", changed{"data": []changed{}}),
		"twitter": page("/2/users/me", changed{"errors": []changed{{"title": "Forbidden"}}}),
		"github":  page("/user", changed{"login": "ada"}),
		"discord": page("/api/users/@me", "<html>maintenance</html>"),
		"strava":  page("/api/v3/athlete", changed{"id": nil}),
		"workos":  page("grant", changed{"profile": nil}),
		"google":  claims(changed{"sub": nil}),
		"spotify": page("/v1/me", []string{"a list"}),
	} {
		w := idp.New(t, name)
		say(w)
		_, _, err := signIn(t, client(), settings(w), w)
		refused(t, err, social.Unreachable, name)
	}
}

// The profile is asked for with the access token, the ID token is signed: they
// must be of one person.
func TestUserInfoOfSomebodyElse(t *testing.T) {
	t.Parallel()
	w := idp.New(t, social.Generic)
	w.Set("/userinfo", changed{"sub": "somebody-else", "email": "victim@example.com", "email_verified": true})
	_, _, err := signIn(t, client(), settings(w), w)
	refused(t, err, social.Untrusted)
}

// Apple says the name once, in a form that the browser carries.
func TestAppleNameInForm(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "apple")
	c, s := client(), settings(w)
	first, _, err := signIn(t, c, s, w)
	require.NoError(t, err)
	assert.Equal(t, "Ada Lovelace", first.Name)
	assert.Equal(t, idp.Email, first.Email, "the address in the form counts for nothing")
	second, _, err := signIn(t, c, s, w)
	require.NoError(t, err)
	assert.Empty(t, second.Name)

	to, err := c.AuthURL(t.Context(), s, flow(), nil)
	require.NoError(t, err)
	for _, user := range []string{"", "{", "[]", `"text"`, `{"name":7}`, `{"name":{"firstName":7}}`} {
		form := w.Approve(to)
		form.Set("user", user)
		_, _, err := c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
		require.NoError(t, err, user)
	}
}

func TestNativeAccessTokens(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"facebook", "github", "google"} {
		w := idp.New(t, name)
		c, s := client(), settings(w)
		profile, err := c.ProfileByAccessToken(t.Context(), s, idp.AccessToken)
		require.NoError(t, err, name)
		assert.Equal(t, people[name].Subject, profile.Subject)
		assert.Equal(t, people[name].EmailVerified, profile.EmailVerified, name)
		_, err = c.ProfileByAccessToken(t.Context(), s, "")
		refused(t, err, social.Untrusted, name)
		_, err = c.ProfileByAccessToken(t.Context(), s, "made up")
		require.Error(t, err, name)
	}
	for what, fault := range map[string]struct {
		name, page string
		says       changed
	}{
		"facebook: another app's":  {"facebook", "debug_token", changed{"app_id": "666"}},
		"facebook: no longer":      {"facebook", "debug_token", changed{"is_valid": false}},
		"facebook: somebody else":  {"facebook", "debug_token", changed{"user_id": "666"}},
		"facebook: nobody":         {"facebook", "debug_token", changed{"user_id": nil}},
		"google: another app's":    {"google", "tokeninfo", changed{"aud": "another"}},
		"google: somebody else":    {"google", "tokeninfo", changed{"sub": "another"}},
		"github: of somebody else": {"github", "/user", changed{"id": 666}},
	} {
		w := idp.New(t, fault.name)
		w.Set(fault.page, fault.says)
		_, err := client().ProfileByAccessToken(t.Context(), settings(w), idp.AccessToken)
		refused(t, err, social.Untrusted, what)
	}
	for _, name := range []string{"discord", "apple", "spotify"} {
		_, err := client().ProfileByAccessToken(t.Context(), settings(idp.New(t, name)), idp.AccessToken)
		refused(t, err, social.Unconfigured, name)
	}
}
