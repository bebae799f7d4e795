package secret

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"math/big"
	"strings"
)

// NewCode makes a one-time code of so many decimal digits.
func NewCode(digits int) string {
	var code strings.Builder
	for range digits {
		n, _ := rand.Int(rand.Reader, big.NewInt(10)) // never fails (crypto/rand)
		code.WriteByte(byte('0' + n.Int64()))
	}
	return code.String()
}

// MAC is what the database knows of a code: too short to be hashed, it is kept
// as an HMAC under the master key, bound to what it is for. It is made under
// the key that seals.
func (k *Keyring) MAC(code string, bound ...string) []byte { return mac(k.macKeys[0], code, bound) }

// MACs are a code's HMACs under every key that still opens, so that a change
// of the master key outdates no code on its way.
func (k *Keyring) MACs(code string, bound ...string) [][]byte {
	list := make([][]byte, len(k.macKeys))
	for i, key := range k.macKeys {
		list[i] = mac(key, code, bound)
	}
	return list
}

func mac(key []byte, code string, bound []string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(strings.Join(append(bound, code), "\x00")))
	return h.Sum(nil)
}

func macKey(master []byte) []byte {
	key, err := hkdf.Key(sha256.New, master, nil, "rolecall one-time codes", sha256.Size)
	if err != nil {
		panic(err) // only for lengths that HKDF can't give
	}
	return key
}
