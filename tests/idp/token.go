package idp

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

// Team and key of Apple's twin.
const (
	AppleTeam = "TEAM123456"
	AppleKey  = "KEY1234567"
)

// Key is the id of the key that the twin signs with.
func (w *Twin) keyID() string { return base64.RawURLEncoding.EncodeToString(w.key.N.Bytes()[:8]) }

// named is what it calls itself.
func (w *Twin) named() string {
	if w.like.named != "" {
		return w.URL + w.like.named
	}
	return w.Issuer
}

// Rotate gives the twin another key.
func (w *Twin) Rotate() {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(w.t, err)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.key = key
}

// IDToken signs one with the twin's claims and these; nil takes one away.
func (w *Twin) IDToken(more map[string]any) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sign(more)
}

// PublicKey is what everybody may read of the key.
func (w *Twin) PublicKey() *rsa.PublicKey {
	w.mu.Lock()
	defer w.mu.Unlock()
	return &w.key.PublicKey
}

// Claims are those of an ID token that is made now.
func (w *Twin) Claims(more map[string]any) map[string]any {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all(more)
}

func (w *Twin) all(more map[string]any) map[string]any {
	now := time.Now()
	all := map[string]any{"iss": w.named(), "aud": w.ID, "iat": now.Unix(), "exp": now.Add(time.Hour).Unix()}
	maps.Copy(all, w.claims)
	maps.Copy(all, more)
	if tid, is := all["tid"].(string); is {
		all["iss"] = strings.Replace(all["iss"].(string), "{tenantid}", tid, 1)
	}
	maps.DeleteFunc(all, func(_ string, v any) bool { return v == nil })
	return all
}

func (w *Twin) sign(more map[string]any) string {
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, jwt.MapClaims(w.all(more)))
	token.Header["kid"] = w.keyID()
	text, err := token.SignedString(w.key)
	require.NoError(w.t, err)
	return text
}

func (w *Twin) keySet() map[string]any {
	return map[string]any{"keys": []map[string]any{{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": w.keyID(),
		"n": base64.RawURLEncoding.EncodeToString(w.key.N.Bytes()), "e": base64.RawURLEncoding.EncodeToString(big.NewInt(int64(w.key.E)).Bytes())}}}
}

func (w *Twin) configuration() map[string]any {
	all := map[string]any{"issuer": w.named(), "authorization_endpoint": w.URL + w.like.authorize, "token_endpoint": w.URL + w.like.token,
		"jwks_uri": w.Issuer + "/keys", "response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"},
		"id_token_signing_alg_values_supported": []string{"RS256"}}
	maps.Copy(all, w.like.discovery)
	maps.Copy(all, asMap(w.pages["configuration"]))
	if path, is := all["userinfo_endpoint"].(string); is && strings.HasPrefix(path, "/") {
		all["userinfo_endpoint"] = w.URL + path
	}
	return all
}

// keyFile is a private key as Apple hands it out, a .p8 file.
func keyFile(t testing.TB, key *ecdsa.PrivateKey) string {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// appleKnows checks a client secret as Apple's documentation has it.
func (w *Twin) appleKnows(secret string) bool {
	token, err := jwt.Parse(secret, func(*jwt.Token) (any, error) { return &w.apple.PublicKey, nil },
		jwt.WithValidMethods([]string{"ES256"}), jwt.WithIssuer(AppleTeam), jwt.WithSubject(w.ID),
		jwt.WithAudience("https://appleid.apple.com"), jwt.WithExpirationRequired(), jwt.WithIssuedAt())
	if err != nil || token.Header["kid"] != AppleKey {
		return false
	}
	expires, err := token.Claims.GetExpirationTime()
	return err == nil && time.Until(expires.Time) < 180*24*time.Hour
}
