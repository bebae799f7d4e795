package token

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
)

// Sign makes an access token of the claims that SQL gave, as they came; the
// node adds only who issues it. Put together by hand, because a library would
// have the claims go through its encoder once more.
func (k *Key) Sign(claims []byte, issuer string) (string, error) {
	if len(claims) < 3 || claims[0] != '{' {
		return "", fmt.Errorf("sign token: claims are no object")
	}
	head, _ := json.Marshal(header{Alg: k.Alg, KID: k.ID, Typ: "JWT"}) // strings only: can't fail
	iss, _ := json.Marshal(issuer)
	body := make([]byte, 0, len(claims)+len(iss)+8)
	body = append(append(append(body, `{"iss":`...), iss...), ',')
	body = append(body, claims[1:]...)
	encode := base64.RawURLEncoding
	text := make([]byte, 0, encode.EncodedLen(len(head))+encode.EncodedLen(len(body))+512) // RS256's signature has 342
	text = encode.AppendEncode(text, head)
	text = encode.AppendEncode(append(text, '.'), body)
	signature, err := k.method.Sign(string(text), k.private)
	if err != nil {
		return "", fmt.Errorf("sign token: %w", err)
	}
	return string(encode.AppendEncode(append(text, '.'), signature)), nil
}

// header is the first part of a token (RFC 7515 section 4).
type header struct {
	Alg string `json:"alg"`
	KID string `json:"kid"`
	Typ string `json:"typ"`
}
