package dialect_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

const (
	appBack  = "https://app.example/back?tab=1"
	verifier = "a-verifier-that-the-app-keeps-to-itself-0123456789"
)

func s256(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// federated is a server that may call its neighbours, as providers are here.
func federated(t testing.TB, more settings) *server {
	t.Helper()
	all := settings{"redirect_origins": `["https://app.example"]`, "ip_limits": "false"}
	for name, value := range more {
		all[name] = value
	}
	return alone(t, all, "ROLECALL_ALLOW_PRIVATE_HOSTS=true")
}

// offers sets a provider up, as `rolecall project provider set` does.
func (s *server) offers(t testing.TB, name string, with social.Settings) {
	t.Helper()
	keys, err := secret.ParseKeyring(s.db.MasterKey)
	require.NoError(t, err)
	_, err = core.Federation{DB: s.db.Owner(t), Ring: keys, Project: value[string](t, s, "select auth.project_find(:project)::text")}.Set(t.Context(), name, with, true)
	require.NoError(t, err)
	s.log.guard(with.ClientSecret)
}

// twin is a provider of the table on loopback, set up.
func (s *server) twin(t testing.TB, name string) *idp.Twin {
	t.Helper()
	w := idp.New(t, name)
	with := social.Settings{Name: name, ClientID: w.ID, ClientSecret: w.Secret, Extra: map[string]string{"base_url": w.URL}}
	switch name {
	case social.Generic:
		with.Issuer = w.Issuer
	case "apple":
		with.Extra["team_id"], with.Extra["key_id"] = idp.AppleTeam, idp.AppleKey
	case "workos":
		with.Extra["organization"] = "org_01"
	}
	s.offers(t, name, with)
	return w
}

// trip is a browser that has left for a provider.
type trip struct {
	s                *server
	provider, to     string
	cookie, callback string
}

func (s *server) leaves(t testing.TB, provider string, more ...string) trip {
	t.Helper()
	query := url.Values{"redirect_url": {appBack}, "code_challenge": {s256(verifier)}, "state": {"of the app"}}
	for i := 0; i < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	s.log.guard(verifier)
	a := s.do(t, "GET", "~/auth/oauth/"+provider+"?"+query.Encode(), nil)
	require.Equal(t, http.StatusFound, a.Status, a.Body)
	require.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
	require.Contains(t, a.Header.Get("Set-Cookie"), "; HttpOnly; SameSite=Lax")
	_, value, _ := strings.Cut(cookie, "=")
	s.log.guard(value)
	return trip{s, provider, a.Header.Get("Location"), "Cookie: " + cookie, "~/auth/oauth/" + provider + "/callback"}
}

// returns with what the provider sent along.
func (b trip) returns(t testing.TB, with url.Values, headers ...string) answer {
	t.Helper()
	for _, name := range []string{"code", "state"} {
		b.s.log.guard(with.Get(name))
	}
	return b.s.do(t, "GET", b.callback+"?"+with.Encode(), nil, append(headers, b.cookie)...)
}

// landed is what the app finds in its address in the end.
func landed(t testing.TB, a answer) url.Values {
	t.Helper()
	require.Equal(t, http.StatusFound, a.Status, a.Body)
	to, err := url.Parse(a.Header.Get("Location"))
	require.NoError(t, err)
	require.Equal(t, "https://app.example/back", to.Scheme+"://"+to.Host+to.Path)
	require.Equal(t, "1", to.Query().Get("tab"))
	require.Equal(t, "of the app", to.Query().Get("state"))
	return to.Query()
}

func (s *server) exchanges(t testing.TB, code string) answer {
	t.Helper()
	s.log.guard(code)
	return s.do(t, "POST", "~/auth/exchange", object{"code": code, "code_verifier": verifier})
}

// signsInBy goes the whole way.
func (s *server) signsInBy(t testing.TB, w *idp.Twin) answer {
	t.Helper()
	b := s.leaves(t, w.Name)
	return s.exchanges(t, landed(t, b.returns(t, w.Approve(b.to))).Get("code"))
}

// An OpenID provider that other people wrote.
func TestSignInByARealProvider(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	p := idp.NewOpenID(t, s.base()+"/auth/oauth/zitadel/callback")
	s.offers(t, "zitadel", social.Settings{Name: social.Generic, ClientID: p.ID, ClientSecret: p.Secret, Issuer: p.URL})
	require.Equal(t, []any{map[string]any{"name": "zitadel", "kind": "oidc"}}, s.do(t, "GET", "~/auth/providers", nil).ok(t).at("data.providers"))
	users := map[string]bool{}
	for range 2 {
		b := s.leaves(t, "zitadel")
		back := b.returns(t, p.SignIn(b.to))
		require.Contains(t, back.Header.Get("Set-Cookie"), "Max-Age=0")
		signed := s.exchanges(t, landed(t, back).Get("code")).ok(t)
		require.Equal(t, idp.PersonEmail, signed.text("data.user.email"))
		claims := claimsOf(t, signed.text("data.token"))
		require.Equal(t, "aal1", claims["aal"])
		users[signed.text("data.user.id")] = true
	}
	require.Len(t, users, 1)
	require.Equal(t, idp.PersonID, value[string](t, s, "select subject from auth.identities"))
}

// Every provider of the table, by its twin: one entry is all there is to one.
func TestSignInByEveryProvider(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	for _, name := range social.Names() {
		w := s.twin(t, name)
		signed := s.signsInBy(t, w).ok(t)
		require.NotEmpty(t, signed.text("data.token"), name)
		me := s.do(t, "GET", "~/auth/identities", nil, "Authorization: Bearer "+signed.text("data.token")).ok(t)
		require.Contains(t, me.Body, `"provider":"`+name+`"`)
		require.Equal(t, 1, s.count(t, "identities"))
		s.sql(t, "delete from auth.users") // the next one is asked about the same address
	}
}

// Apple posts from its own site, where our cookie does not go along.
func TestPostedCallback(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "apple")
	b := s.leaves(t, "apple")
	form := w.Approve(b.to)
	form.Set("user", `{"name": {"firstName": "Ada", "lastName": "Lovelace"}}`)
	form.Set("more", "than we know")
	a := s.do(t, "POST", b.callback, form.Encode(), "Content-Type: application/x-www-form-urlencoded")
	require.Equal(t, http.StatusSeeOther, a.Status, a.Body)
	to, err := url.Parse(a.Header.Get("Location"))
	require.NoError(t, err)
	require.Equal(t, s.base()+"/auth/oauth/apple/callback", "http://"+to.Host+to.Path)
	require.False(t, to.Query().Has("more"))
	signed := s.exchanges(t, landed(t, b.returns(t, to.Query())).Get("code")).ok(t)
	require.Equal(t, "Ada Lovelace", signed.text("data.user.display_name"))
	require.Equal(t, true, value[bool](t, s, "select email_confirmed_at is not null from auth.users"))
}

// What a browser brings that is not good is told to the person, and nobody is
// led anywhere; security items 50 and 51.
func TestCallbacksThatAreRefused(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w, other := s.twin(t, "google"), s.twin(t, "github")
	wrong := func(a answer) {
		t.Helper()
		require.Equal(t, 400, a.Status, a.Body)
		require.Empty(t, a.Header.Get("Location"))
		require.Contains(t, a.Header.Get("Content-Type"), "text/html")
	}
	b := s.leaves(t, "google")
	came := w.Approve(b.to)
	wrong(s.do(t, "GET", b.callback+"?"+came.Encode(), nil))
	wrong(b.returns(t, came)) // used up
	b, elsewhere := s.leaves(t, "google"), s.leaves(t, "github")
	came = w.Approve(b.to)
	elsewhere.cookie = b.cookie
	wrong(elsewhere.returns(t, came)) // mix-up
	b, another := s.leaves(t, "google"), s.leaves(t, "google")
	came = w.Approve(b.to)
	b.cookie = another.cookie
	wrong(b.returns(t, came))
	wrong(s.do(t, "GET", "~/auth/oauth/google/callback", nil))
	s.do(t, "GET", "~/auth/oauth/google/callback?state=of_x&code=y", nil, "Accept: application/json").refused(t, 400, "OAUTH_STATE_INVALID")
	s.do(t, "GET", "~/auth/oauth/nothing/callback?state=x", nil, "Accept: application/json").refused(t, 400, "OAUTH_STATE_INVALID")
	require.Equal(t, 0, other.Calls("/login/oauth/access_token"), "no code of one provider went to another")
	require.Equal(t, 0, s.count(t, "users"))

	slug, _, _ := s.newProject(t)
	b = s.leaves(t, "google")
	came = w.Approve(b.to)
	b.callback = "/p/" + slug + "/auth/oauth/google/callback"
	wrong(b.returns(t, came))
}

// RFC 9207: the provider says who it is, and it is another.
func TestMixedUpIssuer(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "google")
	b := s.leaves(t, "google")
	came := w.Approve(b.to)
	came.Set("iss", "https://evil.example")
	require.Equal(t, "PROVIDER_FAILED", landed(t, b.returns(t, came)).Get("error"))
	require.Equal(t, 0, w.Calls("/token"), "the code stays here")
}

func TestProviderSaysNo(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "google")
	b := s.leaves(t, "google")
	came := w.Approve(b.to)
	said := landed(t, b.returns(t, url.Values{"state": {came.Get("state")}, "error": {"access_denied"}, "error_description": {"<b>evil</b>"}, "iss": came["iss"]}))
	require.Equal(t, "PROVIDER_DENIED", said.Get("error"))
	require.NotContains(t, said.Encode(), "evil")
	require.Empty(t, said.Get("code"))
	b = s.leaves(t, "google")
	came = w.Approve(b.to)
	came.Set("code", "made-up-code")
	require.Equal(t, "PROVIDER_FAILED", landed(t, b.returns(t, came)).Get("error"))
	require.Equal(t, 2, value[int](t, s, "select count(*) from auth.audit_log where event = 'signin_refused'"))
}

func TestWhatMayNotLeave(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	s.twin(t, "google")
	asks := func(provider string, pairs ...string) answer {
		query := url.Values{"redirect_url": {appBack}, "code_challenge": {s256(verifier)}}
		for i := 0; i < len(pairs); i += 2 {
			query.Set(pairs[i], pairs[i+1])
		}
		return s.do(t, "GET", "~/auth/oauth/"+provider+"?"+query.Encode(), nil)
	}
	asks("apple").refused(t, 404, "PROVIDER_UNKNOWN")
	asks("google", "redirect_url", "https://evil.example").refused(t, 400, "VALIDATION_REDIRECT_URL")
	asks("google", "redirect_url", "https://app.example@evil.example").refused(t, 400, "VALIDATION_REDIRECT_URL")
	asks("google", "redirect_url", "").refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	asks("google", "code_challenge", "").refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	asks("google", "code_challenge", verifier).refused(t, 400, "VALIDATION_INVALID_FIELD")
	asks("google", "code_challenge_method", "plain").refused(t, 400, "VALIDATION_INVALID_FIELD")
	asks("google", "intent", "any").refused(t, 400, "VALIDATION_INVALID_FIELD")
	asks("google", "state", strings.Repeat("x", 2001)).refused(t, 400, "VALIDATION_INVALID_FIELD")
	s.do(t, "GET", "/p/admin/auth/oauth/google", nil).refused(t, 404, "PROJECT_NOT_FOUND")
	require.Equal(t, 0, s.count(t, "oauth_flows"))
	b := s.leaves(t, "google", "prompt", "consent", "access_type", "x", "redirect_uri", "https://evil.example")
	to, err := url.Parse(b.to)
	require.NoError(t, err)
	require.Equal(t, s.base()+"/auth/oauth/google/callback", to.Query().Get("redirect_uri"))
	require.Equal(t, "consent", to.Query().Get("prompt"))
}

// Security items 49 and 55.
func TestExchangeNeedsTheVerifierAndHappensOnce(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "google")
	b := s.leaves(t, "google")
	code := landed(t, b.returns(t, w.Approve(b.to))).Get("code")
	s.do(t, "POST", "~/auth/exchange", object{"code": code}).refused(t, 400, "CODE_INVALID")
	s.do(t, "POST", "~/auth/exchange", object{"code": code, "code_verifier": verifier + "x"}).refused(t, 400, "CODE_INVALID")
	s.do(t, "POST", "~/auth/exchange", object{"code": "oc_x", "code_verifier": verifier}).refused(t, 400, "CODE_INVALID")
	s.do(t, "POST", "~/auth/exchange", object{"code_verifier": verifier}).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	first := toSession(s.exchanges(t, code).ok(t), idp.Email)
	s.do(t, "GET", "~/auth/me", nil, first.bearer()).ok(t)
	s.exchanges(t, code).refused(t, 400, "CODE_INVALID")
	s.do(t, "GET", "~/auth/me", nil, first.bearer()).refused(t, 401, "TOKEN_REVOKED")
}
