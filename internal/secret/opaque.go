package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// tokenBytes is the strength of every opaque token and key: 256 bit.
const tokenBytes = 32

// Prefixes of what people see, so that it can be told apart and found in leaks.
const (
	RefreshPrefix   = "rt_"
	PublicPrefix    = "pk_"
	SecretPrefix    = "sk_"
	AccountPrefix   = "mk_"
	LinkPrefix      = "lt_"
	TicketPrefix    = "mt_" // a sign-in that owes its second factor
	DevicePrefix    = "dt_" // a trusted device
	PATPrefix       = "pt_" // a personal access token
	InvitePrefix    = "it_" // an invitation to sign up
	BootstrapPrefix = "bs_" // what makes the first admin

	FlowPrefix     = "of_" // the state of a sign-in at an identity provider
	BrowserPrefix  = "ob_" // the cookie of the browser that began it
	ExchangePrefix = "oc_" // the code that its app exchanges in the end
)

// New makes an opaque token: a prefix and 256 random bits in base64url.
func New(prefix string) string {
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	return prefix + base64.RawURLEncoding.EncodeToString(raw)
}

// Hash is what the database knows of a token. Tokens have 256 random bits, so
// a plain SHA-256 can't be searched. A string of any other form than New's
// hashes to nil, which nothing equals.
func Hash(prefix, token string) []byte {
	text, ok := strings.CutPrefix(token, prefix)
	if !ok || len(text) != base64.RawURLEncoding.EncodedLen(tokenBytes) {
		return nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

// Hint is the end of a key, by which people tell their keys apart.
func Hint(key string) string { return key[max(0, len(key)-4):] }
