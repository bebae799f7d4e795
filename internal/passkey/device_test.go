package passkey_test

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"testing"

	"github.com/descope/virtualwebauthn"
	"github.com/fxamacker/cbor/v2"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/passkey"
)

const alice = "6f0d2a4e-62f5-4dd0-9a39-0a3f8b1f2d11"

var shop = passkey.Party{ID: "shop.example", Name: "Shop", Origins: []string{"https://shop.example", androidOrigin}, Verification: "required"}

const androidOrigin = "android:apk-key-hash:Z1q5HlzsXvXvJw8e4m0V4nV3mG7mWJtH1n5mJm8Zx0g"

// device is an authenticator in the hands of a client that may lie.
type device struct {
	rp         virtualwebauthn.RelyingParty
	options    virtualwebauthn.AuthenticatorOptions
	key        virtualwebauthn.Credential
	clientData map[string]any // what it says besides or instead
	data       func([]byte) []byte
}

func newDevice(t *testing.T) *device {
	t.Helper()
	return &device{rp: virtualwebauthn.RelyingParty{ID: shop.ID, Origin: shop.Origins[0]}, key: newKey(t)}
}

// newKey makes a key whose coordinates have no leading zero, which the virtual
// authenticator would drop.
func newKey(t *testing.T) virtualwebauthn.Credential {
	t.Helper()
	for {
		key := virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2)
		parsed, err := x509.ParsePKCS8PrivateKey(key.Key.Data)
		require.NoError(t, err)
		point, err := parsed.(*ecdsa.PrivateKey).PublicKey.Bytes() // 4, X, Y
		require.NoError(t, err)
		if point[1] != 0 && point[33] != 0 {
			return key
		}
	}
}

// creates answers creation options.
func (d *device) creates(t *testing.T, challenge []byte) []byte {
	t.Helper()
	answer := virtualwebauthn.CreateAttestationResponse(d.rp, virtualwebauthn.NewAuthenticatorWithOptions(d.options), d.key,
		virtualwebauthn.AttestationOptions{Challenge: challenge})
	if d.clientData == nil && d.data == nil {
		return []byte(answer)
	}
	return altered(t, answer, func(response map[string]string) {
		d.lie(t, response)
		var object struct {
			Format    string         `cbor:"fmt"`
			Statement map[string]any `cbor:"attStmt"`
			Data      []byte         `cbor:"authData"`
		}
		require.NoError(t, cbor.Unmarshal(decoded(t, response["attestationObject"]), &object))
		object.Format, object.Statement = "none", map[string]any{}
		if d.data != nil {
			object.Data = d.data(object.Data)
		}
		text, err := cbor.Marshal(object)
		require.NoError(t, err)
		response["attestationObject"] = encoded(text)
	})
}

// uses answers request options.
func (d *device) uses(t *testing.T, challenge []byte) []byte {
	t.Helper()
	answer := virtualwebauthn.CreateAssertionResponse(d.rp, virtualwebauthn.NewAuthenticatorWithOptions(d.options), d.key,
		virtualwebauthn.AssertionOptions{Challenge: challenge})
	if d.clientData == nil {
		return []byte(answer)
	}
	return altered(t, answer, func(response map[string]string) {
		d.lie(t, response)
		client := sha256.Sum256(decoded(t, response["clientDataJSON"]))
		digest := sha256.Sum256(append(decoded(t, response["authenticatorData"]), client[:]...))
		signature, err := d.key.Key.Sign(digest[:])
		require.NoError(t, err)
		response["signature"] = encoded(signature)
	})
}

// lie changes what the client says that it did.
func (d *device) lie(t *testing.T, response map[string]string) {
	t.Helper()
	said := map[string]any{}
	require.NoError(t, json.Unmarshal(decoded(t, response["clientDataJSON"]), &said))
	for name, value := range d.clientData {
		said[name] = value
	}
	text, err := json.Marshal(said)
	require.NoError(t, err)
	response["clientDataJSON"] = encoded(text)
}

// altered changes the response of a PublicKeyCredential.
func altered(t *testing.T, answer string, change func(response map[string]string)) []byte {
	t.Helper()
	credential, response := map[string]any{}, map[string]string{}
	require.NoError(t, json.Unmarshal([]byte(answer), &credential))
	for name, value := range credential["response"].(map[string]any) {
		response[name] = value.(string)
	}
	change(response)
	credential["response"] = response
	text, err := json.Marshal(credential)
	require.NoError(t, err)
	return text
}

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decoded(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(text)
	require.NoError(t, err)
	return b
}
