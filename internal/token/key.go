package token

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"

	"github.com/golang-jwt/jwt/v5"
)

// Key signs, verifies, or both.
type Key struct {
	ID     string // kid
	Alg    string // RFC 7518 section 3.1
	Status string // next, current, previous

	method  jwt.SigningMethod
	private any
	public  any
}

// Generate makes a key and gives its public JWK (nil for HS256) and the bytes
// of its private part, to be sealed.
func Generate(alg string) (key *Key, publicJWK, private []byte, err error) {
	switch alg {
	case "ES256":
		k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		return wrap(alg, k, err)
	case "RS256":
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		return wrap(alg, k, err)
	case "EdDSA":
		_, k, err := ed25519.GenerateKey(rand.Reader)
		return wrap(alg, k, err)
	case "HS256":
		secret := make([]byte, 32)
		_, _ = rand.Read(secret) // never fails (crypto/rand)
		return &Key{ID: newKID(), Alg: alg, method: jwt.SigningMethodHS256, private: secret, public: secret}, nil, secret, nil
	}
	return nil, nil, nil, fmt.Errorf("make signing key: unknown algorithm %q", alg)
}

func wrap(alg string, signer crypto.Signer, err error) (*Key, []byte, []byte, error) {
	if err != nil {
		return nil, nil, nil, fmt.Errorf("make %s key: %w", alg, err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(signer)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("encode %s key: %w", alg, err)
	}
	key := &Key{ID: newKID(), Alg: alg, method: jwt.GetSigningMethod(alg), private: signer, public: signer.Public()}
	return key, key.jwk(), private, nil
}

// Parse reads a private part as Generate gave it.
func Parse(id, alg, status string, private []byte) (*Key, error) {
	key := &Key{ID: id, Alg: alg, Status: status, method: jwt.GetSigningMethod(alg)}
	if alg == "HS256" {
		key.private, key.public = private, private
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("read signing key %s: %w", id, err)
	}
	key.private, key.public = parsed, parsed.(crypto.Signer).Public()
	return key, nil
}

// jwk is the public part as a JSON Web Key (RFC 7517 section 4).
func (k *Key) jwk() []byte {
	set := map[string]string{"kid": k.ID, "alg": k.Alg, "use": "sig"}
	b64 := base64.RawURLEncoding.EncodeToString
	switch p := k.public.(type) {
	case *ecdsa.PublicKey:
		point, err := p.Bytes() // uncompressed: 4, X, Y
		if err != nil {
			panic(err) // a key of our own making is on its curve
		}
		set["kty"], set["crv"], set["x"], set["y"] = "EC", "P-256", b64(point[1:33]), b64(point[33:])
	case *rsa.PublicKey:
		set["kty"], set["n"], set["e"] = "RSA", b64(p.N.Bytes()), b64(big.NewInt(int64(p.E)).Bytes())
	case ed25519.PublicKey:
		set["kty"], set["crv"], set["x"] = "OKP", "Ed25519", b64(p)
	}
	text, _ := json.Marshal(set) // strings only: can't fail
	return text
}

func newKID() string {
	raw := make([]byte, 12)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	return base64.RawURLEncoding.EncodeToString(raw)
}
