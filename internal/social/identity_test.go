package social_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

type changed = map[string]any

// Every claim that makes an ID token somebody else's, one at a time, at the
// native door and at the callback.
func TestIDTokensThatAreNotForUs(t *testing.T) {
	t.Parallel()
	now := time.Now()
	for name, claims := range map[string]changed{
		"another audience":          {"aud": "another-client"},
		"no audience":               {"aud": nil},
		"an empty audience":         {"aud": []string{}},
		"many audiences, no azp":    {"aud": []string{"client-of-oidc", "another-client"}},
		"asked for by another":      {"azp": "another-client"},
		"another issuer":            {"iss": "https://evil.example"},
		"issuer with a slash":       {"iss": nil},
		"expired":                   {"exp": now.Add(-2 * time.Minute).Unix()},
		"never expires":             {"exp": nil},
		"expires by a word":         {"exp": "tomorrow"},
		"made in the future":        {"iat": now.Add(10 * time.Minute).Unix()},
		"never made":                {"iat": nil},
		"valid from tomorrow":       {"nbf": now.Add(24 * time.Hour).Unix()},
		"another nonce":             {"nonce": "another"},
		"hash of another nonce":     {"nonce": hashed("another")},
		"no nonce where one is due": {"nonce": nil},
	} {
		w := idp.New(t, social.Generic)
		if name == "issuer with a slash" {
			claims = changed{"iss": w.Issuer + "/"}
		}
		w.Claim(claims)
		if _, set := claims["nonce"]; !set {
			claims["nonce"] = flow().Nonce
		}
		_, err := client().VerifyIDToken(t.Context(), settings(w), w.IDToken(claims), flow().Nonce)
		refused(t, err, social.Untrusted, name)
		if strings.Contains(name, "nonce") {
			continue // the twin's callback sends the right one: see TestCallbackNonce
		}
		_, _, err = signIn(t, client(), settings(w), w)
		refused(t, err, social.Untrusted, name)
	}
}

func hashed(text string) string {
	digest := sha256.Sum256([]byte(text))
	return hex.EncodeToString(digest[:])
}

func TestCallbackNonce(t *testing.T) {
	t.Parallel()
	for _, name := range []string{social.Generic, "google", "apple", "azuread", "gitlab"} {
		w := idp.New(t, name)
		c, s := client(), settings(w)
		to, err := c.AuthURL(t.Context(), s, flow(), nil)
		require.NoError(t, err)
		form := w.Approve(to)
		other := flow()
		other.Nonce = "nonce-of-another-browser"
		_, _, err = c.Exchange(t.Context(), s, other, form.Get("code"), form)
		refused(t, err, social.Untrusted, name)
	}
}

func TestSignaturesThatAreNotTheIssuers(t *testing.T) {
	t.Parallel()
	w := idp.New(t, social.Generic)
	claims := jwt.MapClaims(w.Claims(changed{"nonce": flow().Nonce}))
	good := w.IDToken(changed{"nonce": flow().Nonce})
	parts := strings.Split(good, ".")
	public, err := x509.MarshalPKIXPublicKey(w.PublicKey())
	require.NoError(t, err)
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	signed := func(method jwt.SigningMethod, key any, header changed) string {
		token := jwt.NewWithClaims(method, claims)
		for name, v := range header {
			token.Header[name] = v
		}
		text, err := token.SignedString(key)
		require.NoError(t, err)
		return text
	}
	for name, raw := range map[string]string{
		"none":                 signed(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, nil),
		"none in its place":    parts[0] + "." + parts[1] + ".",
		"HS256 by public key":  signed(jwt.SigningMethodHS256, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}), nil),
		"HS256 by our secret":  signed(jwt.SigningMethodHS256, []byte(w.Secret), nil),
		"a key of its own":     signed(jwt.SigningMethodES256, other, changed{"jwk": changed{"kty": "EC", "crv": "P-256"}}),
		"a key at its address": signed(jwt.SigningMethodES256, other, changed{"jku": "https://evil.example/keys", "kid": "evil"}),
		"payload of another":   parts[0] + "." + strings.Split(w.IDToken(changed{"sub": "another"}), ".")[1] + "." + parts[2],
		"cut":                  good[:len(good)-8],
		"not a token":          "not-a-token",
		"nothing":              "",
		"a megabyte":           good + strings.Repeat("A", 1<<20),
		"JSON form":            `{"payload":"` + parts[1] + `","protected":"` + parts[0] + `","header":{"x":"a.b.c"},"signature":"` + parts[2] + `"}`,
	} {
		_, err := client().VerifyIDToken(t.Context(), settings(w), raw, flow().Nonce)
		refused(t, err, social.Untrusted, name)
	}
	_, err = client().VerifyIDToken(t.Context(), settings(w), good, flow().Nonce)
	require.NoError(t, err)
}

func TestNativeSignIn(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "apple")
	c, s := client(), settings(w)
	s.Audiences = []string{"com.example.app"}
	for name, claims := range map[string]changed{
		"for the web client":    {"nonce": "raw nonce"},
		"for the native app":    {"nonce": "raw nonce", "aud": "com.example.app"},
		"nonce hashed":          {"nonce": hashed("raw nonce")},
		"asked for by itself":   {"nonce": "raw nonce", "azp": "com.example.app"},
		"a minute behind":       {"nonce": "raw nonce", "exp": time.Now().Add(-30 * time.Second).Unix()},
		"a little in the front": {"nonce": "raw nonce", "iat": time.Now().Add(30 * time.Second).Unix()},
	} {
		profile, err := c.VerifyIDToken(t.Context(), s, w.IDToken(claims), "raw nonce")
		require.NoError(t, err, name)
		assert.Equal(t, idp.Subject, profile.Subject)
		assert.True(t, profile.EmailVerified)
	}
	_, err := c.VerifyIDToken(t.Context(), s, w.IDToken(nil), "")
	require.NoError(t, err, "neither side knows a nonce")
	_, err = c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"nonce": "raw nonce"}), "")
	refused(t, err, social.Untrusted, "a stolen token whose nonce nobody shows")
	_, err = c.VerifyIDToken(t.Context(), s, w.IDToken(nil), "raw nonce")
	refused(t, err, social.Untrusted, "a nonce that the token lacks")

	s.Extra["skip_nonce_check"] = "true"
	_, err = c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"nonce": "raw nonce"}), "")
	require.NoError(t, err, "the project says so")
	_, err = c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"nonce": "raw nonce"}), "another")
	refused(t, err, social.Untrusted, "a nonce that is given counts")

	for _, name := range []string{"github", "facebook", "spotify"} {
		_, err = c.VerifyIDToken(t.Context(), settings(idp.New(t, name)), "x.y.z", "")
		refused(t, err, social.Unconfigured, name)
	}
}

// An Android app asks by its own id for a token for the project's web client.
func TestGoogleAppsOfOneProject(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "google")
	w.ID = "123456-web.apps.googleusercontent.com"
	for azp, fits := range map[string]bool{
		"123456-android.apps.googleusercontent.com": true,
		"123456-web.apps.googleusercontent.com":     true,
		"999999-evil.apps.googleusercontent.com":    false,
		"123456-evil.example":                       false,
		"-evil.apps.googleusercontent.com":          false,
		"evil":                                      false,
	} {
		_, err := client().VerifyIDToken(t.Context(), settings(w), w.IDToken(changed{"azp": azp}), "")
		assert.Equal(t, fits, err == nil, "%s: %v", azp, err)
	}
}

func TestGoogleHostedDomain(t *testing.T) {
	t.Parallel()
	w := idp.New(t, "google")
	s := settings(w)
	for hd, fits := range map[string]bool{"example.com": true, "other.example": false, "": false} {
		s.Extra["hd"] = "example.com"
		_, err := client().VerifyIDToken(t.Context(), s, w.IDToken(changed{"hd": hd}), "")
		assert.Equal(t, fits, err == nil, hd)
		s.Extra["hd"] = "*"
		_, err = client().VerifyIDToken(t.Context(), s, w.IDToken(changed{"hd": hd}), "")
		assert.Equal(t, hd != "", err == nil, hd)
	}
}

// The nOAuth take-over: whoever runs a tenant writes any address into it.
func TestMicrosoftTenants(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"azuread", "entraid"} {
		w := idp.New(t, name)
		c, s := client(), settings(w)
		for owned, verified := range map[any]bool{true: true, "1": true, "true": true, 1: true, nil: false, false: false, "0": false, "yes": false} {
			profile, err := c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"xms_edov": owned, "email_verified": true}), "")
			require.NoError(t, err)
			assert.Equal(t, verified, profile.EmailVerified, "xms_edov %v", owned)
			assert.Equal(t, idp.Subject, profile.Subject, "neither address nor name is a key")
		}
		for iss, fits := range map[string]bool{w.URL + "/" + idp.Tenant + "/v2.0": true, w.URL + "/{tenant}/v2.0": false,
			w.URL + "/common/v2.0": false, w.URL + "/99999999-2222-4333-8444-555555555555/v2.0": false, "https://evil.example/" + idp.Tenant + "/v2.0": false} {
			_, err := c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"iss": iss}), "")
			assert.Equal(t, fits, err == nil, iss)
		}
		for _, tid := range []any{nil, "common", "../evil", "", 7} {
			_, err := c.VerifyIDToken(t.Context(), s, w.IDToken(changed{"tid": tid, "iss": w.URL + "/" + idp.Tenant + "/v2.0"}), "")
			refused(t, err, social.Untrusted, tid)
		}
		s.Extra["tenants"] = "99999999-2222-4333-8444-555555555555, 99999999-2222-4333-8444-666666666666"
		_, err := c.VerifyIDToken(t.Context(), s, w.IDToken(nil), "")
		refused(t, err, social.Untrusted, "a tenant that the project doesn't list")
		s.Extra["tenants"] += "," + idp.Tenant
		_, err = c.VerifyIDToken(t.Context(), s, w.IDToken(nil), "")
		require.NoError(t, err)
	}
}

// An issuer is configuration: one that calls itself otherwise is none.
func TestIssuerCallsItselfAsConfigured(t *testing.T) {
	t.Parallel()
	for _, says := range []string{"https://evil.example", "", "HTTP://127.0.0.1"} {
		w := idp.New(t, social.Generic)
		w.Set("configuration", changed{"issuer": says})
		_, err := client().AuthURL(t.Context(), settings(w), flow(), nil)
		refused(t, err, social.Unreachable, says)
	}
	w := idp.New(t, "azuread")
	w.Set("configuration", changed{"issuer": "https://evil.example/{tenantid}/v2.0"})
	_, err := client().AuthURL(t.Context(), settings(w), flow(), nil)
	refused(t, err, social.Unreachable)
}
