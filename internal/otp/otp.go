package otp

import (
	"bytes"
	"crypto/rand"
	"encoding/base32"
	"encoding/base64"
	"fmt"
	"image/png"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"
)

const (
	secretBytes = 20 // as RFC 4226 section 4 recommends
	period      = 30 // seconds
	qrPixels    = 256
)

// Key is a secret in the forms that an authenticator app reads.
type Key struct {
	Secret string // base32, to be typed
	URL    string // otpauth://totp/...
	QR     string // the URL as a QR code: a PNG in a data URL
}

// NewSecret makes a secret of 160 bits.
func NewSecret() []byte {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails (crypto/rand)
	return secret
}

// NewKey writes a secret for the app, which lists it under issuer and account.
func NewKey(secret []byte, issuer, account string) (Key, error) {
	key, err := totp.Generate(totp.GenerateOpts{Issuer: issuer, AccountName: account, Secret: secret, Period: period})
	if err != nil {
		return Key{}, fmt.Errorf("make TOTP key: %w", err)
	}
	image, err := key.Image(qrPixels, qrPixels)
	if err != nil {
		return Key{}, fmt.Errorf("draw QR code: %w", err)
	}
	var picture bytes.Buffer
	if err := png.Encode(&picture, image); err != nil {
		return Key{}, fmt.Errorf("draw QR code: %w", err)
	}
	return Key{Secret: key.Secret(), URL: key.URL(), QR: "data:image/png;base64," + base64.StdEncoding.EncodeToString(picture.Bytes())}, nil
}

// Step is the time step that a code belongs to, of the present one and its two
// neighbours; ok is false when it belongs to none. Spaces in the code don't count.
func Step(secret []byte, code string, at time.Time) (step int64, ok bool) {
	code = strings.ReplaceAll(code, " ", "")
	text := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
	now := at.Unix() / period
	for _, skew := range []int64{0, -1, 1} {
		right, err := hotp.ValidateCustom(code, uint64(now+skew), text, hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && right {
			return now + skew, true
		}
	}
	return 0, false
}
