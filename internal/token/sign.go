package token

import (
	"encoding/json"
	"fmt"

	"github.com/golang-jwt/jwt/v5"
)

// document is a set of claims as SQL wrote it; validation reads its own copy.
type document struct {
	jwt.Claims
	raw json.RawMessage
}

// MarshalJSON gives the claims as they came.
func (d document) MarshalJSON() ([]byte, error) { return d.raw, nil }

// Sign makes an access token of the claims that SQL gave; the node adds only who issues it.
func (k *Key) Sign(claims json.RawMessage, issuer string) (string, error) {
	quoted, err := json.Marshal(issuer)
	if err != nil || len(claims) < 3 || claims[0] != '{' {
		return "", fmt.Errorf("sign token: claims are no object: %w", err)
	}
	body := make([]byte, 0, len(claims)+len(quoted)+8)
	body = append(append(append(body, `{"iss":`...), quoted...), ',')
	body = append(body, claims[1:]...)
	t := jwt.NewWithClaims(k.method, document{raw: body})
	t.Header["kid"] = k.ID
	signed, err := t.SignedString(k.private)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return signed, nil
}
