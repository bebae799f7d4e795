package social

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// Apple takes secrets of up to six months; a short one is as cheap.
const appleSecretLife = time.Hour

// appleSecret is the JWT that stands for the client's secret, signed with the
// private key that Settings.ClientSecret holds.
func appleSecret(c *Client, s Settings, issuer string) (string, error) {
	of := sha256.Sum256([]byte(strings.Join([]string{s.ClientID, s.Extra["team_id"], s.Extra["key_id"], s.ClientSecret}, "\x00")))
	if made, found := c.secrets.get(string(of[:]), c.now()); found {
		return made, nil
	}
	key, err := jwt.ParseECPrivateKeyFromPEM([]byte(s.ClientSecret))
	if err != nil || key.Curve.Params().BitSize != 256 {
		return "", errors.New("the client secret is not a private key of Apple's (.p8)")
	}
	made, err := signAppleSecret(s, issuer, key, c.now())
	if err == nil {
		c.secrets.put(string(of[:]), made, c.now().Add(appleSecretLife-5*time.Minute))
	}
	return made, err
}

func signAppleSecret(s Settings, issuer string, key *ecdsa.PrivateKey, now time.Time) (string, error) {
	token := jwt.NewWithClaims(jwt.SigningMethodES256, jwt.RegisteredClaims{Issuer: s.Extra["team_id"], Subject: s.ClientID,
		Audience: jwt.ClaimStrings{issuer}, IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(appleSecretLife))})
	token.Header["kid"] = s.Extra["key_id"]
	return token.SignedString(key)
}

// nameInForm is the name that Apple sends once, at the first sign-in, beside
// the code. The browser could have written anything there: the e-mail address
// in it counts for nothing.
func nameInForm(form url.Values) string {
	var user struct {
		Name struct {
			First string `json:"firstName"`
			Last  string `json:"lastName"`
		} `json:"name"`
	}
	if text := form.Get("user"); len(text) > 4096 || json.Unmarshal([]byte(text), &user) != nil {
		return ""
	}
	return joined(user.Name.First, user.Name.Last)
}
