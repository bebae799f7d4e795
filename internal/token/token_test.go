package token

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

const (
	issuer   = "https://auth.example/p/shop"
	audience = "authenticated"
)

var algorithms = []string{"ES256", "RS256", "EdDSA", "HS256"}

// newKey makes a key and gives it as it comes out of the database.
func newKey(t testing.TB, alg, status string) (*Key, []byte) {
	t.Helper()
	made, public, private, err := Generate(alg)
	require.NoError(t, err)
	key, err := Parse(made.ID, alg, status, private)
	require.NoError(t, err)
	return key, public
}

// claims are those of a good token, with changes as JSON.
func claims(t testing.TB, changes string) json.RawMessage {
	t.Helper()
	set := map[string]any{"aud": audience, "sub": "u", "sid": "s", "project": "p", "role": "authenticated", "pwv": 3, "epoch": 2,
		"iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	require.NoError(t, json.Unmarshal([]byte(changes), &set))
	text, err := json.Marshal(set)
	require.NoError(t, err)
	return text
}

func sign(t testing.TB, key *Key, changes string) string {
	t.Helper()
	text, err := key.Sign(claims(t, changes), issuer)
	require.NoError(t, err)
	return text
}

func TestEveryAlgorithmSignsAndVerifies(t *testing.T) {
	t.Parallel()
	for _, alg := range algorithms {
		key, _ := newKey(t, alg, "current")
		text := sign(t, key, `{"user_metadata": {"role": "service_role", "sub": "x"}}`)
		got, by, err := Keys{key.ID: key}.Verify(text, issuer, audience)
		require.NoError(t, err, alg)
		require.Same(t, key, by)
		require.Equal(t, []any{"u", "s", "p", "authenticated", 3, 2},
			[]any{got.Subject, got.Session, got.Project, got.Role, got.PasswordVersion, got.Epoch})
		require.Contains(t, string(got.Payload), `"iss":"`+issuer+`"`)
		parsed, _, err := jwt.NewParser().ParseUnverified(text, jwt.MapClaims{})
		require.NoError(t, err)
		require.Equal(t, map[string]any{"alg": alg, "kid": key.ID, "typ": "JWT"}, parsed.Header)
	}
	_, _, _, err := Generate("none")
	require.Error(t, err)
}

func TestOnlyItsOwnKeyVerifies(t *testing.T) {
	t.Parallel()
	for _, alg := range algorithms {
		key, _ := newKey(t, alg, "current")
		text := sign(t, key, `{}`)
		for _, other := range algorithms {
			impostor, _ := newKey(t, other, "current")
			_, _, err := Keys{impostor.ID: impostor}.Verify(text, issuer, audience)
			require.ErrorIs(t, err, ErrUnknownKey)
			impostor.ID = key.ID
			_, _, err = Keys{key.ID: impostor}.Verify(text, issuer, audience)
			require.Error(t, err, "%s by %s", alg, other)
			require.NotErrorIs(t, err, ErrUnknownKey)
		}
	}
}

func TestPublicKeyIsNoSecret(t *testing.T) {
	t.Parallel()
	for _, alg := range []string{"ES256", "RS256", "EdDSA"} {
		key, public := newKey(t, alg, "current")
		for _, secret := range [][]byte{public, []byte(key.ID), nil} {
			forged := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.MapClaims{"iss": issuer})
			forged.Header["kid"] = key.ID
			text, err := forged.SignedString(secret)
			require.NoError(t, err)
			_, _, err = Keys{key.ID: key}.Verify(text, issuer, audience)
			require.Error(t, err, alg)
		}
		unsigned := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.MapClaims{"iss": issuer})
		unsigned.Header["kid"] = key.ID
		text, err := unsigned.SignedString(jwt.UnsafeAllowNoneSignatureType)
		require.NoError(t, err)
		_, _, err = Keys{key.ID: key}.Verify(text, issuer, audience)
		require.Error(t, err, alg)
	}
}

func TestClaimsAreHeldToConfiguration(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "ES256", "current")
	keys := Keys{key.ID: key}
	now := time.Now().Unix()
	for changes, good := range map[string]bool{
		`{}`:                                  true,
		`{"aud": ["other", "authenticated"]}`: true,
		fmt.Sprintf(`{"exp": %d}`, now+5):     true,
		fmt.Sprintf(`{"iat": %d}`, now+300):   true, // the database's clock may be ahead
		fmt.Sprintf(`{"exp": %d}`, now-1):     false,
		fmt.Sprintf(`{"nbf": %d}`, now+300):   false,
		`{"exp": null}`:                       false,
		`{"exp": -1}`:                         false,
		`{"aud": null}`:                       false,
		`{"aud": "admin"}`:                    false,
		`{"aud": ["a", "b"]}`:                 false,
		`{"aud": {"authenticated": true}}`:    false,
		`{"pwv": "3"}`:                        false,
		`{"sid": 1}`:                          false,
		`{"sub": ["u"]}`:                      false,
	} {
		_, _, err := keys.Verify(sign(t, key, changes), issuer, audience)
		require.Equal(t, good, err == nil, "%s: %v", changes, err)
	}
	_, _, err := keys.Verify(sign(t, key, fmt.Sprintf(`{"exp": %d}`, now-1)), issuer, audience)
	require.ErrorIs(t, err, ErrExpired)
	for _, other := range []string{issuer + "/", "https://evil.example/p/shop", strings.ToUpper(issuer)} {
		_, _, err := keys.Verify(sign(t, key, `{}`), other, audience)
		require.Error(t, err, other)
	}
}

func TestWhatIsNoTokenIsRefused(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "ES256", "current")
	keys := Keys{key.ID: key}
	good := sign(t, key, `{}`)
	texts := []string{"", ".", "..", "...", "a.b.c", good + ".", "." + good, good + "=", good + strings.Repeat("A", longest), strings.Repeat(".", longest),
		strings.Replace(good, ".", "\n.", 1), good[:len(good)/2] + "\x00" + good[len(good)/2:]}
	for cut := range len(good) {
		texts = append(texts, good[:cut])
	}
	for _, text := range texts {
		_, _, err := keys.Verify(text, issuer, audience)
		require.Error(t, err, "%.80q", text)
	}
}

func TestSignRefusesWhatIsNoObject(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "HS256", "current")
	for _, text := range []string{"", "{}", "null", "[1,2]", `"x"`} {
		_, err := key.Sign(json.RawMessage(text), issuer)
		require.Error(t, err, text)
	}
	text, err := key.Sign(json.RawMessage(`{"sub":"u"}`), `https://quoted".example`)
	require.NoError(t, err)
	parsed := jwt.MapClaims{}
	_, _, err = jwt.NewParser().ParseUnverified(text, parsed)
	require.NoError(t, err)
	require.Equal(t, `https://quoted".example`, parsed["iss"])
}

func TestJWKSHoldsPublicPartsOnly(t *testing.T) {
	t.Parallel()
	members := map[string][]string{"ES256": {"kty", "crv", "x", "y"}, "RS256": {"kty", "n", "e"}, "EdDSA": {"kty", "crv", "x"}}
	var public []json.RawMessage
	for alg := range members {
		_, jwk := newKey(t, alg, "current")
		public = append(public, jwk)
	}
	_, secret := newKey(t, "HS256", "current")
	require.Nil(t, secret)
	var set struct{ Keys []map[string]string }
	require.NoError(t, json.Unmarshal(JWKS(public), &set))
	require.Len(t, set.Keys, len(members))
	for _, key := range set.Keys {
		for _, name := range append(members[key["alg"]], "kid", "alg", "use") {
			require.NotEmpty(t, key[name], "%s of %s", name, key["alg"])
			delete(key, name)
		}
		require.Empty(t, key, "nothing else, and no private part")
	}
	require.JSONEq(t, `{"keys": []}`, string(JWKS(nil)))
}

func TestKeysByStatus(t *testing.T) {
	t.Parallel()
	keys := Keys{}
	for _, status := range []string{"current", "next", "previous"} {
		key, _ := newKey(t, "ES256", status)
		keys[key.ID] = key
	}
	require.Equal(t, "current", keys.Current("ES256").Status)
	require.Equal(t, "next", keys.Next("ES256").Status)
	require.Nil(t, keys.Current("RS256"))
	_, err := Parse("kid", "ES256", "current", []byte("no key"))
	require.ErrorContains(t, err, "kid")
	require.NotContains(t, err.Error(), "no key")
}
