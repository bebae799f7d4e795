package social_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

// The answer of one issuer at the callback of another (RFC 9207).
func TestMixUp(t *testing.T) {
	t.Parallel()
	for _, name := range []string{social.Generic, "google", "azuread"} {
		w := idp.New(t, name)
		c, s := client(), settings(w)
		to, err := c.AuthURL(t.Context(), s, flow(), nil)
		require.NoError(t, err)
		form := w.Approve(to)
		for _, iss := range []string{"https://evil.example", w.Issuer + "/", w.URL + "/evil"} {
			form.Set("iss", iss)
			_, _, err = c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
			refused(t, err, social.Untrusted, name, iss)
		}
		form.Del("iss")
		_, _, err = c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
		assert.Equal(t, name == "azuread", err == nil, "%s: it says that it names itself, so it must: %v", name, err)
		assert.Equal(t, name == "azuread", w.Calls(tokenPath(name)) > 0, "the code of a mix-up goes to nobody")
	}
}

func tokenPath(name string) string {
	if name == "azuread" {
		return "/oauth2/v2.0/token"
	}
	return "/token"
}

func TestTheProviderSaysNo(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "github")
	for text, code := range map[string]string{"access_denied": "access_denied", "": "", "<script>alert(1)</script>": "", "line\nbreak": "", strings.Repeat("x", 65): ""} {
		_, _, err := client().Exchange(t.Context(), settings(w), flow(), "", url.Values{"error": {text}, "error_description": {"<b>secret</b>"}})
		var e *social.Error
		require.ErrorAs(t, err, &e)
		assert.Equal(t, social.Denied, e.Reason)
		assert.Equal(t, code, e.Code)
		assert.NotContains(t, e.Error(), "secret")
	}
	_, _, err := client().Exchange(t.Context(), settings(w), flow(), "", url.Values{})
	refused(t, err, social.Untrusted)
}

// Whatever fails, no code, token, secret or verifier stands in the error.
func TestErrorsHoldNoSecret(t *testing.T) {
	t.Parallel()
	secrets := []string{"canary-code", "canary-token", "canary-client-secret", flow().Verifier, idp.AccessToken}
	for _, name := range social.Names() {
		w := idp.New(t, name)
		gone := settings(w)
		gone.Extra["base_url"], gone.Issuer = "http://127.0.0.1:1", ""
		if name == social.Generic {
			gone.Issuer = "http://127.0.0.1:1"
		}
		wrong := settings(w)
		if name != "apple" {
			wrong.ClientSecret = "canary-client-secret"
		}
		for _, s := range []social.Settings{gone, wrong, settings(w)} {
			form := url.Values{"code": {"canary-code"}, "iss": {w.Issuer}}
			_, _, err := client().Exchange(t.Context(), s, flow(), "canary-code", form)
			require.Error(t, err, name)
			_, refresh := client().Refresh(t.Context(), s, "canary-token")
			require.Error(t, refresh, name)
			_, native := client().ProfileByAccessToken(t.Context(), s, "canary-token")
			require.Error(t, native, name)
			_, token := client().VerifyIDToken(t.Context(), s, "canary-token", "")
			require.Error(t, token, name)
			for _, err := range []error{err, refresh, native, token} {
				for _, secret := range secrets {
					assert.NotContains(t, err.Error(), secret, name)
				}
			}
		}
	}
}

func TestAWrongClientSecretIsTheProjectsFault(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "discord")
	s := settings(w)
	s.ClientSecret = "wrong"
	_, _, err := signIn(t, client(), s, w)
	refused(t, err, social.Unconfigured)
	assert.ErrorContains(t, err, "invalid_client")

	apple := settings(idp.New(t, "apple"))
	apple.ClientSecret = "-----BEGIN PRIVATE KEY-----\nnot one\n-----END PRIVATE KEY-----"
	_, err = client().AuthURL(t.Context(), apple, flow(), nil)
	refused(t, err, social.Unconfigured)
	assert.NotContains(t, err.Error(), "not one")
}

// What answers without end, or late, or with an error of its own, is cut off.
func TestAnswersAreBounded(t *testing.T) {
	t.Parallel()
	endless := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/oauth2/token" || r.URL.Path == "/slow" {
			select {
			case <-r.Context().Done():
			case <-time.After(3 * time.Second):
			}
			return
		}
		w.Header().Set("Content-Type", "application/json")
		for range 64 {
			_, _ = w.Write([]byte(`{"padding":"` + strings.Repeat("a", 64<<10)))
		}
	}))
	t.Cleanup(endless.Close)
	c := social.New(&http.Client{Timeout: 500 * time.Millisecond}, nil)
	for _, s := range []social.Settings{
		{Name: "okta", ClientID: "id", Issuer: endless.URL},
		{Name: "twitch", ClientID: "id", Extra: map[string]string{"base_url": endless.URL}},
		{Name: "discord", ClientID: "id", Extra: map[string]string{"base_url": endless.URL}},
		{Name: "google", ClientID: "id", Issuer: endless.URL},
	} {
		started := time.Now()
		_, _, err := c.Exchange(t.Context(), s, flow(), "code", url.Values{"code": {"code"}})
		refused(t, err, social.Unreachable, s.Name)
		assert.Less(t, time.Since(started), 2*time.Second)
		assert.Less(t, len(err.Error()), 500)
	}
	w := idp.New(t, "discord")
	w.Set("/api/users/@me", `{"id":"1","padding":"`+strings.Repeat("a", 2<<20)+`"}`)
	_, _, err := signIn(t, client(), settings(w), w)
	refused(t, err, social.Unreachable)
}

// A redirect at a token endpoint would carry the code and the secret along.
func TestTheClientsOwnRulesHold(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "discord")
	elsewhere := httptest.NewServer(http.RedirectHandler(w.URL+"/api/oauth2/token", http.StatusTemporaryRedirect))
	t.Cleanup(elsewhere.Close)
	s := settings(w)
	s.Extra["token_url"] = elsewhere.URL
	stays := social.New(&http.Client{Timeout: time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}, nil)
	_, _, err := signIn(t, stays, s, w)
	require.Error(t, err)
	require.Zero(t, w.Calls("/api/oauth2/token"))
}

// Discovery and keys are read once; forged tokens don't make us ask for keys
// again and again, and a key that is new is found.
func TestWhatIsRememberedOfAnIssuer(t *testing.T) {
	t.Parallel()
	now := time.Now()
	w := idp.New(t, social.Generic)
	c, s := social.New(&http.Client{Timeout: 5 * time.Second}, func() time.Time { return now }), settings(w)
	for range 5 {
		_, err := c.VerifyIDToken(t.Context(), s, w.IDToken(nil), "")
		require.NoError(t, err)
	}
	require.Equal(t, 1, w.Calls("/.well-known/openid-configuration"))
	require.Equal(t, 1, w.Calls("/keys"))

	forged := idp.New(t, social.Generic)
	forged.Rotate()
	for range 50 {
		_, err := c.VerifyIDToken(t.Context(), s, forged.IDToken(changed{"iss": w.Issuer, "aud": w.ID}), "")
		refused(t, err, social.Untrusted)
	}
	require.LessOrEqual(t, w.Calls("/keys"), 2)

	w.Rotate()
	now = now.Add(11 * time.Second)
	_, err := c.VerifyIDToken(t.Context(), s, w.IDToken(nil), "")
	require.NoError(t, err, "a new key is found")
	now = now.Add(2 * time.Hour)
	_, err = c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"exp": now.Add(time.Hour).Unix()}), "")
	require.NoError(t, err)
	require.Equal(t, 2, w.Calls("/.well-known/openid-configuration"), "what it says of itself holds for an hour")
}

// Apple's secret is made once in a while.
func TestAppleSecretIsKept(t *testing.T) {
	t.Parallel()
	now := time.Now().Add(-56 * time.Minute)
	w := idp.New(t, "apple")
	c, s := social.New(&http.Client{Timeout: 5 * time.Second}, func() time.Time { return now }), settings(w)
	secret := func() string {
		_, err := c.Refresh(t.Context(), s, idp.RefreshToken)
		require.NoError(t, err)
		return w.Posted().Get("client_secret")
	}
	first := secret()
	require.Equal(t, first, secret())
	now = now.Add(56 * time.Minute)
	require.NotEqual(t, first, secret())
}
