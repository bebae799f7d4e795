package dialect_test

import (
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/descope/virtualwebauthn"
	"github.com/google/uuid"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const passkeys = "/p/default/auth/passkeys"

// born is a project that takes passkeys.
func born(more settings) settings {
	all := settings{"webauthn_rp_id": `"shop.example"`, "webauthn_origins": `["https://shop.example", "https://app.shop.example"]`}
	for name, value := range more {
		all[name] = value
	}
	return all
}

// phone is an authenticator with one key.
type phone struct {
	rp      virtualwebauthn.RelyingParty
	options virtualwebauthn.AuthenticatorOptions
	key     virtualwebauthn.Credential
}

func newPhone(t testing.TB) *phone {
	t.Helper()
	p := &phone{rp: virtualwebauthn.RelyingParty{ID: "shop.example", Origin: "https://app.shop.example"}}
	for {
		p.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		parsed, err := x509.ParsePKCS8PrivateKey(p.key.Key.Data)
		require.NoError(t, err)
		point, err := parsed.(*ecdsa.PrivateKey).PublicKey.Bytes() // 4, X, Y
		require.NoError(t, err)
		// The virtual authenticator would drop a coordinate's leading zero.
		if point[1] != 0 && point[33] != 0 {
			return p
		}
	}
}

// creates answers creation options, and remembers whose the key is.
func (p *phone) creates(t testing.TB, options answer) json.RawMessage {
	t.Helper()
	asked, err := virtualwebauthn.ParseAttestationOptions(publicKey(t, options))
	require.NoError(t, err)
	p.options.UserHandle = []byte(asked.UserID)
	return json.RawMessage(virtualwebauthn.CreateAttestationResponse(p.rp, virtualwebauthn.NewAuthenticatorWithOptions(p.options), p.key, *asked))
}

// uses answers request options; its count grows.
func (p *phone) uses(t testing.TB, options answer) json.RawMessage {
	t.Helper()
	p.key.Counter++
	return p.copied(t, options)
}

// copied is uses by a copy of the key, whose count stays behind.
func (p *phone) copied(t testing.TB, options answer) json.RawMessage {
	t.Helper()
	asked, err := virtualwebauthn.ParseAssertionOptions(publicKey(t, options))
	require.NoError(t, err)
	return json.RawMessage(virtualwebauthn.CreateAssertionResponse(p.rp, virtualwebauthn.NewAuthenticatorWithOptions(p.options), p.key, *asked))
}

func publicKey(t testing.TB, options answer) string {
	t.Helper()
	text, err := json.Marshal(options.ok(t).at("data.publicKey"))
	require.NoError(t, err)
	return string(text)
}

type object map[string]any

// adds registers the phone's key for somebody.
func (s *server) adds(t testing.TB, who session, p *phone) answer {
	t.Helper()
	options := s.do(t, "POST", passkeys+"/register/options", nil, who.bearer())
	return s.do(t, "POST", passkeys+"/register/verify", object{"credential": p.creates(t, options), "name": "Phone"}, who.bearer())
}

// signsIn by the phone's key, the address being known.
func (s *server) signsIn(t testing.TB, email string, p *phone) answer {
	t.Helper()
	options := s.do(t, "POST", passkeys+"/login/options", object{"email": email})
	return s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.uses(t, options)})
}

func TestPasskeys(t *testing.T) {
	t.Parallel()
	s := alone(t, born(nil))
	alice, p := s.signUp(t, "alice@example.com"), newPhone(t)
	made := s.adds(t, alice, p).ok(t)
	require.Equal(t, "Phone", made.text("data.name"))

	in := s.signsIn(t, alice.email, p).ok(t)
	require.Equal(t, alice.user, in.text("data.user.id"))
	claims := claimsOf(t, in.text("data.token"))
	require.Equal(t, "aal2", claims["aal"], "a passkey that verified its user is two factors")
	require.Equal(t, "passkey_uv", claims["amr"].([]any)[0].(map[string]any)["method"])

	options := s.do(t, "POST", passkeys+"/login/options", object{})
	require.Nil(t, options.at("data.publicKey.allowCredentials"), "discovered")
	in = s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.uses(t, options)}).ok(t)
	strong := toSession(in, alice.email)

	p.options.UserNotVerified = true
	require.Equal(t, "aal1", claimsOf(t, s.signsIn(t, alice.email, p).ok(t).text("data.token"))["aal"], "possession alone is one")
	p.options.UserNotVerified = false

	id := made.text("data.id")
	require.Equal(t, "Old phone", s.do(t, "PATCH", passkeys+"/"+id, object{"name": "Old phone"}, strong.bearer()).ok(t).text("data.name"))
	listed := s.do(t, "GET", passkeys, nil, alice.bearer()).ok(t).at("data").([]any)
	require.Len(t, listed, 1)
	require.NotNil(t, listed[0].(map[string]any)["last_used_at"])
	s.do(t, "DELETE", passkeys+"/"+id, nil, strong.bearer()).ok(t)
	s.do(t, "DELETE", passkeys+"/"+id, nil, strong.bearer()).refused(t, 404, "PASSKEY_NOT_FOUND")
	s.signsIn(t, alice.email, p).refused(t, 401, "PASSKEY_INVALID")
	s.adds(t, alice, p).refused(t, 409, "PASSKEY_KNOWN")
	refreshed := s.do(t, "POST", "/p/default/auth/refresh", object{"refresh_token": strong.refresh}).ok(t)
	require.Equal(t, "aal1", claimsOf(t, refreshed.text("data.token"))["aal"], "what it proved is proven no more")
}

// Security items 30, 32, 33, 34.
func TestPasskeysThatAreRefused(t *testing.T) {
	t.Parallel()
	s := alone(t, born(nil))
	alice, bob := s.signUp(t, "alice@example.com"), s.signUp(t, "bob@example.com")
	p, q := newPhone(t), newPhone(t)
	s.adds(t, alice, p).ok(t)
	s.adds(t, bob, q).ok(t)
	s.adds(t, alice, p).refused(t, 409, "PASSKEY_KNOWN")
	s.adds(t, bob, p).refused(t, 409, "PASSKEY_KNOWN")
	p.options.UserHandle = nil

	s.signsIn(t, bob.email, p).refused(t, 401, "PASSKEY_INVALID")
	s.signsIn(t, "nobody@example.com", p).refused(t, 401, "PASSKEY_INVALID")
	s.signsIn(t, alice.email, newPhone(t)).refused(t, 401, "PASSKEY_INVALID")
	options := s.do(t, "POST", passkeys+"/login/options", object{})
	s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.uses(t, options)}).refused(t, 401, "PASSKEY_INVALID")

	handle := uuid.MustParse(bob.user)
	p.options.UserHandle = handle[:]
	s.signsIn(t, alice.email, p).refused(t, 401, "PASSKEY_INVALID")
	p.options.UserHandle = nil
	p.rp.Origin = "https://evil.example"
	s.signsIn(t, alice.email, p).refused(t, 401, "PASSKEY_INVALID")
	p.rp.Origin = "https://shop.example"
	s.signsIn(t, alice.email, p).ok(t)

	options = s.do(t, "POST", passkeys+"/login/options", object{"email": alice.email})
	s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.copied(t, options)}).refused(t, 401, "PASSKEY_CLONED")
	require.Equal(t, 1, value[int](t, s, "select count(*) from auth.audit_log where event = 'signin_refused' and detail ->> 'code' = 'passkey_cloned'"))
	for _, bad := range []any{nil, "", "x", object{}, []int{1}, object{"id": "x"}} {
		a := s.do(t, "POST", passkeys+"/login/verify", object{"credential": bad})
		assert.Equal(t, 400, a.Status, "%v: %s", bad, a.Body)
	}
}

// Security item 31: one use, one purpose, one session, five minutes.
func TestCeremonies(t *testing.T) {
	t.Parallel()
	s := alone(t, born(nil))
	alice, p := s.signUp(t, "alice@example.com"), newPhone(t)
	other := s.signIn(t, alice.email, password)

	options := s.do(t, "POST", passkeys+"/register/options", nil, alice.bearer())
	answer := object{"credential": p.creates(t, options)}
	s.do(t, "POST", passkeys+"/register/verify", answer, other.bearer()).refused(t, 400, "CEREMONY_INVALID")
	s.do(t, "POST", passkeys+"/signup/verify", answer).refused(t, 400, "CEREMONY_INVALID")
	s.do(t, "POST", passkeys+"/register/verify", answer, alice.bearer()).ok(t)
	s.do(t, "POST", passkeys+"/register/verify", answer, alice.bearer()).refused(t, 400, "CEREMONY_INVALID")

	options = s.do(t, "POST", passkeys+"/login/options", object{"email": alice.email})
	require.Len(t, options.text("data.publicKey.challenge"), base64.RawURLEncoding.EncodedLen(32))
	used := object{"credential": p.uses(t, options)}
	s.do(t, "POST", passkeys+"/elevate/verify", used, alice.bearer()).refused(t, 400, "CEREMONY_INVALID")
	s.do(t, "POST", passkeys+"/login/verify", used).ok(t)
	s.do(t, "POST", passkeys+"/login/verify", used).refused(t, 400, "CEREMONY_INVALID")

	options = s.do(t, "POST", passkeys+"/login/options", object{"email": alice.email})
	p.rp.ID = "evil.example"
	s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.uses(t, options)}).refused(t, 401, "PASSKEY_INVALID")
	p.rp.ID = "shop.example"
	s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.uses(t, options)}).refused(t, 400, "CEREMONY_INVALID")

	options = s.do(t, "POST", passkeys+"/login/options", object{"email": alice.email})
	s.sql(t, "update auth.ceremonies set expires_at = now()")
	s.do(t, "POST", passkeys+"/login/verify", object{"credential": p.uses(t, options)}).refused(t, 400, "CEREMONY_INVALID")
}

// Security item 36.
func TestPasskeyOptionsTellNobody(t *testing.T) {
	t.Parallel()
	s := alone(t, born(nil))
	s.adds(t, s.signUp(t, "known@example.com"), newPhone(t)).ok(t)
	s.signUp(t, "bare@example.com")
	asked := func(email string) (string, any) {
		options := s.do(t, "POST", passkeys+"/login/options", object{"email": email}).ok(t)
		list := options.at("data.publicKey.allowCredentials").([]any)
		require.Len(t, list, 1)
		key := list[0].(map[string]any)
		require.Equal(t, "public-key", key["type"])
		return key["id"].(string), options.at("data.publicKey.rpId")
	}
	known, _ := asked("known@example.com")
	seen := map[string]bool{known: true}
	for _, email := range []string{"bare@example.com", "nobody@example.com", "nobody2@example.com"} {
		id, host := asked(email)
		require.Len(t, id, len(known))
		require.Equal(t, "shop.example", host)
		require.False(t, seen[id], "everybody has another")
		seen[id] = true
		again, _ := asked(" " + email)
		require.Equal(t, id, again, "the same each time")
	}
	id, _ := asked("NOBODY@example.com")
	require.True(t, seen[id], "however it is written")
}

func TestSignUpByPasskey(t *testing.T) {
	t.Parallel()
	s := alone(t, born(nil))
	p := newPhone(t)
	signUp := func(email string, p *phone) answer {
		options := s.do(t, "POST", passkeys+"/signup/options", object{"email": email, "display_name": "Carol"})
		return s.do(t, "POST", passkeys+"/signup/verify", object{"credential": p.creates(t, options), "name": "Phone"})
	}
	made := signUp("carol@example.com", p).ok(t)
	require.Equal(t, "Carol", made.text("data.user.display_name"))
	require.Equal(t, "aal2", claimsOf(t, made.text("data.token"))["aal"])
	carol := toSession(made, "carol@example.com")
	require.Equal(t, carol.user, s.signsIn(t, carol.email, p).ok(t).text("data.user.id"))

	signUp(carol.email, newPhone(t)).refused(t, 409, "VALIDATION_DUPLICATE")
	signUp("dave@example.com", p).refused(t, 409, "PASSKEY_KNOWN")
	require.Equal(t, 1, value[int](t, s, "select count(*) from auth.users"))

	id := value[string](t, s, "select id::text from auth.passkeys")
	s.do(t, "DELETE", passkeys+"/"+id, nil, carol.bearer()).refused(t, 409, "PASSKEY_LAST")
	s.do(t, "POST", passkeys+"/signup/options", object{"email": "x@example.com", "password": password}).refused(t, 400, "VALIDATION_INVALID_FIELD")
}

// A taken address looks like one that must be proven first.
func TestSignUpByPasskeyConceals(t *testing.T) {
	t.Parallel()
	s := alone(t, born(settings{"conceal": "true"}))
	answers := []answer{}
	for range 2 {
		options := s.do(t, "POST", passkeys+"/signup/options", object{"email": "carol@example.com"})
		answers = append(answers, s.do(t, "POST", passkeys+"/signup/verify", object{"credential": newPhone(t).creates(t, options)}).ok(t))
	}
	require.Equal(t, answers[0].Body, answers[1].Body)
	require.Equal(t, true, answers[0].at("data.verification_required"))
	s.linkTo(t, "carol@example.com")
}

func TestElevateByPasskey(t *testing.T) {
	t.Parallel()
	s := alone(t, born(nil))
	alice, bob, p, q := s.signUp(t, "alice@example.com"), s.signUp(t, "bob@example.com"), newPhone(t), newPhone(t)
	s.do(t, "POST", passkeys+"/elevate/options", nil, alice.bearer()).refused(t, 409, "PASSKEY_MISSING")
	s.adds(t, alice, p).ok(t)
	s.adds(t, bob, q).ok(t)
	elevate := func(p *phone) answer {
		options := s.do(t, "POST", passkeys+"/elevate/options", nil, alice.bearer())
		return s.do(t, "POST", passkeys+"/elevate/verify", object{"credential": p.uses(t, options)}, alice.bearer())
	}
	elevate(q).refused(t, 401, "PASSKEY_INVALID")
	claims := claimsOf(t, elevate(p).ok(t).text("data.token"))
	require.Equal(t, "aal2", claims["aal"])
	require.NotNil(t, claims["elevated_until"])
	require.Equal(t, claimsOf(t, alice.token)["sid"], claims["sid"])
}

func TestPasskeysAreOffUntilThereIsAHost(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	alice := s.signUp(t, "alice@example.com")
	for path, body := range map[string]object{"register": nil, "signup": {"email": "x@example.com"}, "login": {}, "elevate": nil} {
		s.do(t, "POST", passkeys+"/"+path+"/options", body, alice.bearer()).refused(t, 403, "PASSKEYS_DISABLED")
	}
	s.do(t, "GET", passkeys, nil).refused(t, 401, "TOKEN_NEEDED")
}

func TestAppLinks(t *testing.T) {
	t.Parallel()
	print := "14:6D:E9:83:C5:73:06:50:D8:EE:B9:95:2F:34:FC:64:16:A0:83:42:E6:1D:BE:A8:8A:04:96:B2:3F:CF:44:E5"
	s := alone(t, born(settings{"ios_apps": `["ABCDE12345.com.example.shop"]`,
		"android_apps": `[{"package_name": "com.example.shop", "sha256_cert_fingerprints": ["` + print + `"]}]`}))
	get := func(path, host string) answer { return s.do(t, "GET", "/.well-known/"+path, nil, "Host: "+host) }
	a := get("assetlinks.json", "Shop.example:443").ok(t)
	require.JSONEq(t, `[{"relation": ["delegate_permission/common.get_login_creds"], "target":
		{"namespace": "android_app", "package_name": "com.example.shop", "sha256_cert_fingerprints": ["`+print+`"]}}]`, a.Body)
	a = get("apple-app-site-association", "shop.example").ok(t)
	require.JSONEq(t, `{"webcredentials": {"apps": ["ABCDE12345.com.example.shop"]}}`, a.Body)
	require.Equal(t, "application/json; charset=utf-8", a.Header.Get("Content-Type"))
	get("assetlinks.json", "evil.example").refused(t, 404, "NOT_FOUND")
	get("apple-app-site-association", "evil.example").refused(t, 404, "NOT_FOUND")
}
