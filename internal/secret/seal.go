package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
)

// A sealed value: one byte of version, four of the key's id, twelve of nonce,
// then AES-256-GCM over the text with its purpose and project as associated data.
const (
	sealVersion = 1
	keyIDBytes  = 4
	headBytes   = 1 + keyIDBytes
)

// Keyring holds the master key that seals, and older ones that still open.
type Keyring struct {
	current []byte
	ciphers map[string]cipher.AEAD
	macKeys [][]byte // the one that seals first
}

// ParseKeyring reads one or more master keys (32 bytes, base64 or hex), parted
// by commas; the first seals.
func ParseKeyring(text string) (*Keyring, error) {
	ring := &Keyring{ciphers: map[string]cipher.AEAD{}}
	for part := range strings.SplitSeq(text, ",") {
		key, err := decodeKey(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		id := keyID(key)
		if ring.current == nil {
			ring.current = id
		}
		ring.ciphers[string(id)] = newAEAD(key)
		ring.macKeys = append(ring.macKeys, macKey(key))
	}
	return ring, nil
}

// NewMasterKey makes a master key in the form that ParseKeyring reads.
func NewMasterKey() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails (crypto/rand)
	return base64.StdEncoding.EncodeToString(key)
}

// CurrentID names the key that seals.
func (k *Keyring) CurrentID() []byte { return k.current }

// Seal hides a text; it opens only for the same purpose and project.
func (k *Keyring) Seal(text []byte, purpose, project string) []byte {
	head := append([]byte{sealVersion}, k.current...)
	return seal(k.ciphers[string(k.current)], head, text, purpose+" "+project)
}

// Open gives the text back, or says that the key is missing or the value isn't ours.
func (k *Keyring) Open(sealed []byte, purpose, project string) ([]byte, error) {
	if len(sealed) < headBytes || sealed[0] != sealVersion {
		return nil, errors.New("open sealed value: not of a known form")
	}
	aead, ok := k.ciphers[string(sealed[1:headBytes])]
	if !ok {
		return nil, fmt.Errorf("open sealed value: no master key with id %x", sealed[1:headBytes])
	}
	return open(aead, sealed[headBytes:], purpose+" "+project)
}

// SealUnder hides a text under a key derived (HKDF, RFC 5869) from a secret of
// 256 bits that is not kept: only whoever presents it again can open.
func SealUnder(secret string, text []byte, purpose string) []byte {
	return seal(derive(secret, purpose), nil, text, purpose)
}

// OpenUnder gives back what SealUnder hid under the same secret.
func OpenUnder(secret string, sealed []byte, purpose string) ([]byte, error) {
	return open(derive(secret, purpose), sealed, purpose)
}

func derive(secret, purpose string) cipher.AEAD {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "rolecall "+purpose, 32)
	if err != nil {
		panic(err) // only for lengths that HKDF can't give
	}
	return newAEAD(key)
}

func seal(aead cipher.AEAD, head, text []byte, bound string) []byte {
	nonce := make([]byte, aead.NonceSize())
	_, _ = rand.Read(nonce) // never fails (crypto/rand)
	return aead.Seal(append(head, nonce...), nonce, text, []byte(bound))
}

func open(aead cipher.AEAD, sealed []byte, bound string) ([]byte, error) {
	n := aead.NonceSize()
	if len(sealed) < n {
		return nil, errors.New("open sealed value: too short")
	}
	text, err := aead.Open(nil, sealed[:n], sealed[n:], []byte(bound))
	if err != nil {
		return nil, errors.New("open sealed value: it was changed or is bound elsewhere")
	}
	return text, nil
}

func newAEAD(key []byte) cipher.AEAD {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // only for a key of another length than 32
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}

func keyID(key []byte) []byte {
	sum := sha256.Sum256(append([]byte("rolecall master key id "), key...))
	return sum[:keyIDBytes]
}

func decodeKey(text string) ([]byte, error) {
	if key, err := hex.DecodeString(text); err == nil && len(key) == 32 {
		return key, nil
	}
	if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == 32 {
		return key, nil
	}
	return nil, errors.New("a master key is 32 random bytes in base64 or hex, e.g. from: openssl rand -base64 32")
}
