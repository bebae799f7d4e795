package dialect_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

const identitiesPath = "~/auth/identities"

// codeOf leaves for a provider and comes back with a code.
func (s *server) codeOf(t testing.TB, w *idp.Twin, intent string) string {
	t.Helper()
	b := s.leaves(t, w.Name, "intent", intent)
	code := landed(t, b.returns(t, w.Approve(b.to))).Get("code")
	s.log.guard(code)
	return code
}

func TestLinkAndUnlink(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "github")
	alice, bob := s.signUp(t, "alice@example.com"), s.signUp(t, "bob@example.com")
	link := func(who session, code string) answer {
		return s.do(t, "POST", identitiesPath, object{"code": code, "code_verifier": verifier}, who.bearer())
	}
	code := s.codeOf(t, w, "link")
	s.exchanges(t, code).refused(t, 400, "CODE_INVALID")
	s.do(t, "POST", identitiesPath, object{"code": code, "code_verifier": verifier}).refused(t, 401, "TOKEN_NEEDED")
	s.do(t, "POST", identitiesPath, object{"code": code}, alice.bearer()).refused(t, 400, "CODE_INVALID")
	made := link(alice, code).ok(t)
	require.Equal(t, "github", made.text("data.provider"))
	require.Eventually(t, func() bool {
		sent := s.mailTo(alice.email)
		return len(sent) == 1 && strings.Contains(sent[0].Subject, "A sign-in by github of your account") && strings.HasSuffix(sent[0].Subject, "was added")
	}, 15*time.Second, 20*time.Millisecond, "she is told")
	link(alice, code).refused(t, 400, "CODE_INVALID")
	link(bob, s.codeOf(t, w, "link")).refused(t, 409, "IDENTITY_TAKEN")
	link(bob, s.codeOf(t, w, "sign_in")).refused(t, 400, "CODE_INVALID")
	require.Equal(t, alice.user, s.signsInBy(t, w).ok(t).text("data.user.id"))

	id := made.text("data.id")
	require.Len(t, s.do(t, "GET", identitiesPath, nil, alice.bearer()).ok(t).at("data.identities"), 1)
	require.Contains(t, s.do(t, "GET", "~/auth/me/export", nil, alice.bearer()).ok(t).Body, idp.Email)
	s.do(t, "DELETE", identitiesPath+"/"+id, nil, bob.bearer()).refused(t, 404, "IDENTITY_NOT_FOUND")
	s.do(t, "DELETE", identitiesPath+"/x", nil, alice.bearer()).refused(t, 400, "VALIDATION_INVALID_FIELD")
	s.do(t, "DELETE", identitiesPath+"/"+id, nil, alice.bearer()).ok(t)

	carol := s.signsInBy(t, w).ok(t)
	token := "Authorization: Bearer " + carol.text("data.token")
	own := s.do(t, "GET", identitiesPath, nil, token).ok(t).at("data.identities").([]any)[0].(map[string]any)["id"].(string)
	s.do(t, "DELETE", identitiesPath+"/"+own, nil, token).refused(t, 409, "IDENTITY_LAST")
}

func TestProviderTokensAreHandedOutOnce(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "google")
	s.log.guard(idp.AccessToken)
	s.log.guard(idp.RefreshToken)
	who := toSession(s.signsInBy(t, w).ok(t), idp.Email)
	bob := s.signUp(t, "bob@example.com")
	id := value[string](t, s, "select id::text from auth.identities")
	require.Equal(t, 1, s.count(t, "provider_tokens"))
	s.do(t, "POST", identitiesPath+"/"+id+"/tokens", nil, bob.bearer()).refused(t, 404, "IDENTITY_NOT_FOUND")
	got := s.do(t, "POST", identitiesPath+"/"+id+"/tokens", nil, who.bearer()).ok(t)
	require.Equal(t, idp.AccessToken, got.text("data.access_token"))
	require.Equal(t, idp.RefreshToken, got.text("data.refresh_token"))
	require.Equal(t, map[string]any{}, s.do(t, "POST", identitiesPath+"/"+id+"/tokens", nil, who.bearer()).ok(t).at("data"))

	renewed := s.do(t, "POST", identitiesPath+"/"+id+"/refresh", object{"refresh_token": got.text("data.refresh_token")}, who.bearer()).ok(t)
	require.Equal(t, idp.AccessToken, renewed.text("data.access_token"))
	s.do(t, "POST", identitiesPath+"/"+id+"/refresh", object{"refresh_token": "made up"}, who.bearer()).refused(t, 401, "PROVIDER_REFUSED")
	s.do(t, "POST", identitiesPath+"/"+id+"/refresh", object{}, who.bearer()).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	s.do(t, "POST", identitiesPath+"/"+id+"/refresh", object{"refresh_token": "x"}, bob.bearer()).refused(t, 404, "IDENTITY_NOT_FOUND")
}

// ID tokens of native sign-in (security item 52).
func TestNativeSignIn(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w, apple := s.twin(t, "google"), s.twin(t, "apple")
	enter := func(body object) answer { return s.do(t, "POST", "~/auth/id-token", body) }
	sum := sha256.Sum256([]byte("raw nonce"))
	for _, nonce := range []string{"raw nonce", hex.EncodeToString(sum[:])} {
		token := w.IDToken(map[string]any{"nonce": nonce})
		s.log.guard(token)
		require.NotEmpty(t, enter(object{"provider": "google", "id_token": token, "nonce": "raw nonce"}).ok(t).text("data.token"))
	}
	require.Equal(t, 1, s.count(t, "users"))
	for name, bad := range map[string]string{
		"another nonce": w.IDToken(map[string]any{"nonce": "other"}), "another audience": w.IDToken(map[string]any{"aud": "somebody else", "nonce": "raw nonce"}),
		"over": w.IDToken(map[string]any{"exp": 1, "nonce": "raw nonce"}), "another issuer": w.IDToken(map[string]any{"iss": "https://evil.example", "nonce": "raw nonce"}),
		"another provider's": apple.IDToken(map[string]any{"nonce": "raw nonce"}), "no token": "x.y.z",
	} {
		t.Log(name)
		enter(object{"provider": "google", "id_token": bad, "nonce": "raw nonce"}).refused(t, 401, "IDENTITY_INVALID")
	}
	require.Equal(t, 6, value[int](t, s, "select count(*) from auth.audit_log where event = 'signin_refused' and detail ? 'fault'"))
	enter(object{"provider": "nothing", "id_token": "x"}).refused(t, 404, "PROVIDER_UNKNOWN")
	enter(object{"provider": "google"}).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	enter(object{"id_token": "x"}).refused(t, 400, "VALIDATION_REQUIRED_FIELD")

	s.sql(t, "delete from auth.users")
	enter(object{"provider": "apple", "id_token": apple.IDToken(nil), "existing_only": true}).refused(t, 401, "IDENTITY_UNKNOWN")
	first := enter(object{"provider": "apple", "id_token": apple.IDToken(nil), "display_name": "Ada of the app"}).ok(t)
	require.Equal(t, "Ada of the app", first.text("data.user.display_name"))
	enter(object{"provider": "apple", "id_token": apple.IDToken(nil), "existing_only": true}).ok(t)
	bob := s.signUp(t, "bob@example.com")
	s.do(t, "POST", identitiesPath, object{"provider": "apple", "id_token": apple.IDToken(nil)}, bob.bearer()).refused(t, 409, "IDENTITY_TAKEN")
	s.do(t, "POST", identitiesPath, object{"provider": "apple", "id_token": "x.y.z"}, bob.bearer()).refused(t, 401, "IDENTITY_INVALID")
	s.do(t, "POST", identitiesPath, object{"provider": "apple", "id_token": apple.IDToken(map[string]any{"sub": "bobs"})}, bob.bearer()).ok(t)
	s.do(t, "POST", identitiesPath, object{}, bob.bearer()).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
}

// An access token must be of this app: anybody's app gets them.
func TestNativeSignInByAccessToken(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	s.twin(t, "github")
	s.do(t, "POST", "~/auth/id-token", object{"provider": "github", "access_token": idp.AccessToken}).ok(t)
	s.do(t, "POST", "~/auth/id-token", object{"provider": "github", "access_token": "of another app"}).refused(t, 401, "IDENTITY_INVALID")
	s.do(t, "POST", "~/auth/id-token", object{"provider": "github", "id_token": "x.y.z"}).refused(t, 400, "PROVIDER_UNABLE")
}

// The second factor is owed here, whatever was shown at the provider.
func TestSecondFactorAfterAProvider(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "google")
	first := s.signsInBy(t, w).ok(t)
	s.sql(t, "insert into auth.factors (project_id, user_id, kind, confirmed_at) select project_id, id, 'totp', now() from auth.users")
	owed := s.signsInBy(t, w).ok(t)
	require.Equal(t, true, owed.at("data.mfa_required"))
	require.Empty(t, owed.text("data.token"))
	b := s.leaves(t, "google")
	code := landed(t, b.returns(t, w.Approve(b.to))).Get("code")
	pending := s.do(t, "POST", "~/auth/exchange", object{"code": code, "code_verifier": verifier, "mfa_pending": true}).ok(t)
	s.do(t, "GET", "~/auth/sessions", nil, "Authorization: Bearer "+pending.text("data.token")).refused(t, 401, "SECOND_FACTOR_NEEDED")
	s.do(t, "POST", identitiesPath, object{"code": s.codeOf(t, w, "link"), "code_verifier": verifier}, toSession(first, "").bearer()).refused(t, 403, "SECOND_FACTOR_REQUIRED")
}

// Somebody was here before with this address: see tests/sql/identity for all
// that dies, here it is seen from outside.
func TestCVE_2026_44166_PasswordOfAStrangerDies(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	w := s.twin(t, "google")
	stranger := s.signUp(t, idp.Email)
	ada := s.signsInBy(t, w).ok(t)
	require.Equal(t, stranger.user, ada.text("data.user.id"))
	s.do(t, "GET", "~/auth/me", nil, stranger.bearer()).refused(t, 401, "TOKEN_REVOKED")
	s.do(t, "POST", "~/auth/refresh", object{"refresh_token": stranger.refresh}).refused(t, 401, "SESSION_ENDED")
	s.do(t, "POST", "~/auth/login", object{"email": idp.Email, "password": password}).refused(t, 401, "INVALID_CREDENTIALS")
}

// Other ways in go on.
func TestProviderIsAway(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	s.offers(t, "gone", social.Settings{Name: social.Generic, ClientID: "x", ClientSecret: "secret of nobody", Issuer: "http://127.0.0.1:1"})
	query := url.Values{"redirect_url": {appBack}, "code_challenge": {s256(verifier)}}
	s.do(t, "GET", "~/auth/oauth/gone?"+query.Encode(), nil).refused(t, 503, "PROVIDER_UNAVAILABLE")
	s.do(t, "POST", "~/auth/id-token", object{"provider": "gone", "id_token": "eyJhbGciOiJSUzI1NiJ9.e30.eA"}).refused(t, 503, "PROVIDER_UNAVAILABLE")
	s.signUp(t, "alice@example.com")

	closed := alone(t, settings{"redirect_origins": `["https://app.example"]`})
	closed.offers(t, "inside", social.Settings{Name: social.Generic, ClientID: "x", ClientSecret: "secret of nobody", Issuer: "http://169.254.169.254"})
	closed.do(t, "GET", "~/auth/oauth/inside?"+query.Encode(), nil).refused(t, 503, "PROVIDER_UNAVAILABLE")
}

func TestProvidersAreAdministered(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	admin := "X-Admin-Key: " + s.secretKey(t)
	w := idp.New(t, "google")
	set := func(name string, body object, headers ...string) answer {
		return s.do(t, "PUT", "~/v1/providers/"+name, body, headers...)
	}
	whole := object{"client_id": w.ID, "client_secret": w.Secret, "extra": object{"base_url": w.URL}}
	set("google", whole).refused(t, 401, "KEY_NEEDED")
	made := set("google", whole, admin).ok(t)
	require.Equal(t, true, made.at("data.has_secret"))
	require.NotContains(t, made.Body, w.Secret)
	s.signsInBy(t, w).ok(t)
	set("google", object{"client_id": w.ID, "extra": object{"base_url": w.URL}, "scopes": []string{"calendar"}}, admin).ok(t)
	s.signsInBy(t, w).ok(t)

	set("google", object{"client_id": w.ID, "extra": object{"base_url": w.URL}, "enabled": false}, admin).ok(t)
	require.Empty(t, s.do(t, "GET", "~/auth/providers", nil).ok(t).at("data.providers"))
	list := s.do(t, "GET", "~/v1/providers", nil, admin).ok(t)
	require.NotContains(t, list.Body, w.Secret)
	require.Len(t, list.at("data.providers"), 1)
	for field, bad := range map[string]object{"client_id": {}, "kind": {"client_id": "x", "kind": "nothing"}, "issuer": {"client_id": "x", "kind": "oidc"},
		"extra": {"client_id": "x", "extra": object{"tennant": "x"}}} {
		a := set("google", bad, admin)
		require.Equal(t, 400, a.Status, a.Body)
		require.Equal(t, field, a.text("error.field"))
	}
	set("Not-A-Name", object{"client_id": "x", "issuer": "https://issuer.example"}, admin).refused(t, 400, "PROVIDER_INVALID")
	s.do(t, "GET", "~/v1/providers", nil).refused(t, 401, "KEY_NEEDED")
	s.do(t, "DELETE", "~/v1/providers/google", nil).refused(t, 401, "KEY_NEEDED")
	s.do(t, "DELETE", "~/v1/providers/google", nil, admin).ok(t)
	s.do(t, "DELETE", "~/v1/providers/google", nil, admin).refused(t, 404, "PROVIDER_UNKNOWN")
}
