package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"strings"
)

const (
	recoveryCount = 10
	recoveryBytes = 10 // 80 bits
)

// NewRecoveryCodes makes ten one-time codes that a person can write down.
func NewRecoveryCodes() []string {
	codes := make([]string, recoveryCount)
	for i := range codes {
		raw := make([]byte, recoveryBytes)
		_, _ = rand.Read(raw) // never fails (crypto/rand)
		text := strings.ToLower(base32.StdEncoding.EncodeToString(raw))
		codes[i] = strings.Join([]string{text[:4], text[4:8], text[8:12], text[12:]}, "-")
	}
	return codes
}

// HashRecoveryCode is what the database knows of a recovery code: 80 random
// bits can't be searched. Case, hyphens and spaces don't count; a text of any
// other form hashes to nil, which nothing equals.
func HashRecoveryCode(code string) []byte {
	code = strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code))
	if len(code) != base32.StdEncoding.EncodedLen(recoveryBytes) {
		return nil
	}
	raw, err := base32.StdEncoding.DecodeString(code)
	if err != nil || len(raw) != recoveryBytes {
		return nil
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}
