package dialect_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/token"
)

// forge is what an attacker, or a thief of the signing key, works with.
type forge struct {
	good, header, payload, signature string
	claims                           map[string]any
	key                              *token.Key
	issuer                           string
}

func newForge(t *testing.T, s *server, good string) forge {
	t.Helper()
	parts := strings.Split(good, ".")
	require.Len(t, parts, 3)
	f := forge{good: good, header: parts[0], payload: parts[1], signature: parts[2], issuer: s.base()}
	require.NoError(t, json.Unmarshal([]byte(decoded(t, parts[1])), &f.claims))
	var kid, project string
	var sealed []byte
	require.NoError(t, s.db.Owner(t).QueryRow(t.Context(),
		`select kid, project_id::text, private_sealed from auth.signing_keys where status = 'current' and project_id = auth.project_find('default')`).
		Scan(&kid, &project, &sealed))
	ring, err := secret.ParseKeyring(s.db.MasterKey)
	require.NoError(t, err)
	private, err := ring.Open(sealed, "signing_key", project)
	require.NoError(t, err)
	f.key, err = token.Parse(kid, "ES256", "current", private)
	require.NoError(t, err)
	return f
}

// signed is the token with other claims, under the true key.
func (f forge) signed(t *testing.T, change map[string]any) string {
	t.Helper()
	claims := maps.Clone(f.claims)
	issuer := f.issuer
	delete(claims, "iss")
	for name, value := range change {
		if name == "iss" {
			issuer = value.(string)
		} else if value == nil {
			delete(claims, name)
		} else {
			claims[name] = value
		}
	}
	text, err := json.Marshal(claims)
	require.NoError(t, err)
	signed, err := f.key.Sign(text, issuer)
	require.NoError(t, err)
	return signed
}

// headed is the token with another header and whatever signature.
func (f forge) headed(header, signature string) string {
	return encoded(header) + "." + f.payload + "." + signature
}

// hmacSigned is the token signed as HS256 by a key that everybody knows.
func (f forge) hmacSigned(header string, key []byte) string {
	text := encoded(header) + "." + f.payload
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(text))
	return text + "." + base64.RawURLEncoding.EncodeToString(sum.Sum(nil))
}

func encoded(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// decoded is a segment of a JWT in the clear.
func decoded(t testing.TB, segment string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(segment)
	require.NoError(t, err)
	return string(text)
}

func (f forge) unsigned(t *testing.T, jwks string) map[string]string {
	t.Helper()
	kid := f.key.ID
	tampered := maps.Clone(f.claims)
	tampered["sub"] = "00000000-0000-0000-0000-000000000001"
	text, err := json.Marshal(tampered)
	require.NoError(t, err)
	attacks := map[string]string{
		"payload changed":    f.header + "." + encoded(string(text)) + "." + f.signature,
		"signature cut":      f.good[:len(f.good)-4],
		"signature gone":     f.header + "." + f.payload + ".",
		"two segments":       f.header + "." + f.payload,
		"four segments":      f.good + ".x",
		"empty segments":     "..",
		"padded":             f.good + "=",
		"not base64":         f.header + "." + f.payload + ".!!!",
		"not JSON":           encoded("x") + "." + f.payload + "." + f.signature,
		"header is null":     encoded("null") + "." + f.payload + "." + f.signature,
		"header is a list":   encoded("[]") + "." + f.payload + "." + f.signature,
		"payload is null":    f.header + "." + encoded("null") + "." + f.signature,
		"nine kilobytes":     f.good + strings.Repeat("A", 9<<10),
		"a refresh token":    secret.New(secret.RefreshPrefix),
		"a link's token":     secret.New(secret.LinkPrefix),
		"another key":        f.headed(`{"alg":"ES256","kid":"nobody","typ":"JWT"}`, f.signature),
		"kid is a path":      f.headed(`{"alg":"ES256","kid":"../../dev/null","typ":"JWT"}`, f.signature),
		"kid is SQL":         f.headed(`{"alg":"ES256","kid":"' or true --","typ":"JWT"}`, f.signature),
		"kid is a list":      f.headed(`{"alg":"ES256","kid":["`+kid+`"],"typ":"JWT"}`, f.signature),
		"no kid":             f.headed(`{"alg":"ES256","typ":"JWT"}`, f.signature),
		"no alg":             f.headed(`{"kid":"`+kid+`","typ":"JWT"}`, f.signature),
		"alg is a number":    f.headed(`{"alg":1,"kid":"`+kid+`","typ":"JWT"}`, f.signature),
		"ES384":              f.headed(`{"alg":"ES384","kid":"`+kid+`","typ":"JWT"}`, f.signature),
		"public key as HMAC": f.hmacSigned(`{"alg":"HS256","kid":"`+kid+`","typ":"JWT"}`, []byte(jwks)),
		"empty key as HMAC":  f.hmacSigned(`{"alg":"HS256","kid":"`+kid+`","typ":"JWT"}`, nil),
		"kid as HMAC":        f.hmacSigned(`{"alg":"HS256","kid":"`+kid+`","typ":"JWT"}`, []byte(kid)),
		"HMAC of no key":     f.hmacSigned(`{"alg":"HS256","typ":"JWT"}`, nil),
	}
	for _, alg := range []string{"none", "None", "NONE", "nOnE", ""} {
		for name, signature := range map[string]string{"unsigned": "", "signed": f.signature} {
			attacks["alg "+alg+" "+name] = f.headed(`{"alg":"`+alg+`","kid":"`+kid+`","typ":"JWT"}`, signature)
		}
	}
	for _, extra := range []string{`"crit":["exp"]`, `"crit":["b64"],"b64":false`, `"jku":"https://evil.example/jwks.json"`, `"x5u":"https://evil.example/x"`,
		`"x5c":["MIIB"]`, `"jwk":{"kty":"oct","k":"AAAA"}`, `"zip":"DEF"`, `"cty":"JWT"`} {
		attacks["header "+extra] = f.headed(`{"alg":"ES256","kid":"`+kid+`","typ":"JWT",`+extra+`}`, f.signature)
	}
	return attacks
}

func (f forge) stolen(t *testing.T, other session) map[string]string {
	t.Helper()
	now := time.Now().Unix()
	changes := map[string]map[string]any{
		"expired": {"exp": now - 60}, "never expires": {"exp": nil}, "not yet": {"nbf": now + 600},
		"expires in words": {"exp": "tomorrow"},
		"another issuer":   {"iss": "https://evil.example/p/default"}, "no issuer": {"iss": ""}, "issuer with a slash": {"iss": f.issuer + "/"},
		"another audience": {"aud": "admin"}, "no audience": {"aud": nil}, "other audiences": {"aud": []string{"a", "b"}},
		"another project": {"project": "00000000-0000-0000-0000-000000000001"}, "no project": {"project": nil},
		"no session": {"sid": nil}, "another session": {"sid": "00000000-0000-0000-0000-000000000001"},
		"another user": {"sub": other.user}, "no user": {"sub": nil},
		"older password": {"pwv": 0}, "later password": {"pwv": 99}, "no password": {"pwv": nil}, "later epoch": {"epoch": 99},
		"password in words": {"pwv": "1"},
	}
	attacks := map[string]string{}
	for name, change := range changes {
		attacks[name] = f.signed(t, change)
	}
	return attacks
}

func TestForgedTokensAreRefused(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	ann, bob := s.signUp(t, "ann@example.com"), s.signUp(t, "bob@example.com")
	f := newForge(t, s, ann.token)
	attacks := f.unsigned(t, s.do(t, "GET", "~/.well-known/jwks.json", nil).ok(t).Body)
	maps.Copy(attacks, f.stolen(t, bob))
	for _, known := range []string{f.good, f.signed(t, nil), f.signed(t, map[string]any{"jti": "another"})} {
		s.do(t, "GET", "~/auth/me", nil, "Authorization: Bearer "+known).ok(t)
		s.do(t, "GET", "/rest/v1/notes", nil, "Authorization: Bearer "+known).ok(t)
	}
	for name, text := range attacks {
		t.Run(name, func(t *testing.T) {
			bearer := "Authorization: Bearer " + text
			a := s.do(t, "GET", "~/auth/me", nil, bearer)
			require.Equal(t, 401, a.Status, a.Body)
			assert.Contains(t, []string{"TOKEN_INVALID", "TOKEN_REVOKED", "TOKEN_EXPIRED"}, a.text("error.code"))
			assert.Equal(t, "Bearer", a.Header.Get("WWW-Authenticate"))
			assert.Equal(t, 401, s.do(t, "PATCH", "~/auth/me", map[string]any{"locale": "de"}, bearer).Status)
			assert.Equal(t, 401, s.do(t, "GET", "/rest/v1/notes", nil, bearer).Status)
			assert.Equal(t, 401, s.do(t, "GET", "~/v1/redirect-origins", nil, bearer).Status)
		})
	}
}

func TestTokenCantChooseItsRole(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	f := newForge(t, s, s.signUp(t, "ann@example.com").token)
	for _, role := range []string{"service_role", "anon", "auth_owner", "auth_service", "authenticator", "postgres", "pg_read_all_data", "none", ""} {
		a := s.do(t, "GET", "/rest/v1/notes", nil, "Authorization: Bearer "+f.signed(t, map[string]any{"role": role}))
		assert.Equal(t, 401, a.Status, "%q: %s", role, a.Body)
	}
}

func TestTokensOfOtherProjectsAreStrangers(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	slug, id, uuid := s.newProject(t)
	here := s.signUp(t, "ann@example.com")
	there := toSession(s.do(t, "POST", "/p/"+slug+"/auth/signup", map[string]any{"email": "ann@example.com", "password": password}).ok(t), "")
	assert.NotEqual(t, here.user, there.user)
	for _, alias := range []string{slug, id, uuid} {
		s.do(t, "GET", "/p/"+alias+"/auth/me", nil, there.bearer()).ok(t)
		s.do(t, "GET", "/p/"+alias+"/auth/me", nil, here.bearer()).refused(t, 401, "TOKEN_INVALID")
		s.do(t, "POST", "/p/"+alias+"/auth/refresh", map[string]any{"refresh_token": here.refresh}).refused(t, 401, "REFRESH_TOKEN_INVALID")
	}
	for _, path := range []string{"~/auth/me", "~/rest/v1/notes", "/rest/v1/notes", "/p/default/auth/me"} {
		assert.Equal(t, 401, s.do(t, "GET", path, nil, there.bearer()).Status, path)
	}
	s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": here.refresh}).ok(t)
}

func TestTokensTravelInTheHeaderOnly(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	ann := s.signUp(t, "ann@example.com")
	for _, query := range []string{"access_token", "token", "jwt", "Authorization"} {
		r := s.request(t, "GET", fmt.Sprintf("~/auth/me?%s=%s", query, ann.token), nil)
		s.send(t, r).refused(t, 401, "TOKEN_NEEDED")
	}
	for _, header := range []string{"X-Admin-Key: ", "X-API-Key: ", "X-Public-Key: ", "apikey: ", "Authorization: ", "Authorization: Basic ", "Cookie: token="} {
		s.do(t, "GET", "~/auth/me", nil, header+ann.token).refused(t, 401, "TOKEN_NEEDED")
	}
	for _, header := range []string{"Authorization: BEARER ", "Authorization: bearer   "} {
		s.do(t, "GET", "~/auth/me", nil, header+ann.token).ok(t)
	}
}
