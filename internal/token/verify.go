package token

import (
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Claims is what the state check needs of an access token, and the whole
// payload for the request's transaction.
type Claims struct {
	Subject         string
	Session         string
	Project         string
	Role            string
	Tenant          string // the session's active one when it was signed, "" for none
	PasswordVersion int
	Epoch           int
	Payload         []byte // JSON

	expires time.Time
}

// longest is the size of a token that is still looked at.
const longest = 8 << 10

// Keys are a project's keys that still verify, by kid.
type Keys map[string]*Key

// Current is the key that signs, nil when there is none of this algorithm.
func (k Keys) Current(alg string) *Key { return k.status("current", alg) }

// Next is the key that will sign after the next rotation.
func (k Keys) Next(alg string) *Key { return k.status("next", alg) }

func (k Keys) status(status, alg string) *Key {
	for _, key := range k {
		if key.Status == status && key.Alg == alg {
			return key
		}
	}
	return nil
}

// ErrExpired says that the token was good until now.
var ErrExpired = jwt.ErrTokenExpired

// ErrUnknownKey says that the token names a key that isn't here: perhaps a new one.
var ErrUnknownKey = errors.New("verify token: unknown key")

// Verify checks form, signature, issuer, audience and times (RFC 8725 section 3).
func (k Keys) Verify(text, issuer, audience string) (*Claims, *Key, error) {
	if len(text) > longest {
		return nil, nil, errors.New("verify token: too long")
	}
	var claims wireClaims
	parsed, err := jwt.NewParser(
		// iat is the database's clock and asks nothing of ours: a node that is behind takes a token a
		// little longer, one that is ahead has it refreshed a little sooner, and none is shut out.
		jwt.WithIssuer(issuer), jwt.WithAudience(audience), jwt.WithExpirationRequired(),
		jwt.WithStrictDecoding(), // one token has one spelling
	).ParseWithClaims(text, &claims, k.keyFor)
	if err != nil {
		return nil, nil, fmt.Errorf("verify token: %w", err)
	}
	payload, err := jwt.NewParser().DecodeSegment(segment(parsed.Raw))
	if err != nil {
		return nil, nil, fmt.Errorf("verify token: %w", err)
	}
	return claims.claims(payload), k[parsed.Header["kid"].(string)], nil
}

// wireClaims is what a payload is read into.
type wireClaims struct {
	jwt.RegisteredClaims
	Session         string `json:"sid"`
	Project         string `json:"project"`
	Role            string `json:"role"`
	Tenant          string `json:"tenant_id"`
	PasswordVersion int    `json:"pwv"`
	Epoch           int    `json:"epoch"`
}

func (w wireClaims) claims(payload []byte) *Claims {
	return &Claims{Subject: w.Subject, Session: w.Session, Project: w.Project, Role: w.Role, Tenant: w.Tenant,
		PasswordVersion: w.PasswordVersion, Epoch: w.Epoch, Payload: payload, expires: w.ExpiresAt.Time}
}

// keyFor finds the key by kid and insists on its own algorithm. A header with
// anything else in it (crit, jku, jwk, x5u ...) is not of our making.
func (k Keys) keyFor(t *jwt.Token) (any, error) {
	for name := range t.Header {
		if name != "alg" && name != "typ" && name != "kid" {
			return nil, fmt.Errorf("header %q is not ours", name)
		}
	}
	id, _ := t.Header["kid"].(string)
	key := k[id]
	if key == nil {
		return nil, ErrUnknownKey
	}
	if t.Method != key.method || t.Header["typ"] != "JWT" {
		return nil, errors.New("algorithm or type is not the key's")
	}
	return key.public, nil
}

// segment is the middle one of a token's three.
func segment(token string) string {
	first := 0
	for token[first] != '.' {
		first++
	}
	last := len(token) - 1
	for token[last] != '.' {
		last--
	}
	return token[first+1 : last]
}

// IssuerOf is whom a token says it is of, "" for what is no token. Nothing of it
// is verified.
func IssuerOf(text string) string {
	claims := jwt.RegisteredClaims{}
	if _, _, err := jwt.NewParser().ParseUnverified(text, &claims); err != nil {
		return ""
	}
	return claims.Issuer
}
