package secret

import (
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"
)

// keptHash is a hash of a password as it is stored, in one of the forms that
// are understood.
type keptHash interface{ matches(password string) bool }

var (
	errHashUnknown = errors.New("this form of password hash is not understood")
	errHashBroken  = errors.New("this password hash is broken")
	errHashCost    = errors.New("this password hash costs more than a sign-in may")
)

// CheckHash tells whether a hash that somebody else made can be kept: it is of
// a form that is understood, whole, and no attack by its cost.
func CheckHash(hash string) error {
	_, err := readHash(hash)
	return err
}

// longestHash is far above what any form needs.
const longestHash = 1024

// readHash tells the form by how the hash begins.
func readHash(hash string) (keptHash, error) {
	if len(hash) > longestHash {
		return nil, errHashBroken
	}
	form, _, _ := strings.Cut(strings.TrimPrefix(hash, "$"), "$")
	switch form {
	case "argon2id", "argon2i":
		return readArgon(hash)
	case "2a", "2b", "2y":
		return readBcrypt(hash)
	case "scrypt":
		return readScrypt(hash)
	case "fbscrypt":
		return readFirebase(hash)
	case "pbkdf2", "pbkdf2-sha1", "pbkdf2-sha256", "pbkdf2-sha512":
		return readPBKDF2(hash)
	case "pbkdf2_sha1", "pbkdf2_sha256", "pbkdf2_sha512":
		return readDjango(hash)
	}
	return nil, errHashUnknown
}

// argonHash is argon2id or argon2i (RFC 9106) in PHC form.
type argonHash struct {
	derive       func(password, salt []byte, time, memory uint32, threads uint8, length uint32) []byte
	memory, time uint32
	threads      uint8
	salt, sum    []byte
	id           bool
}

func (a argonHash) matches(password string) bool {
	sum := a.derive([]byte(password), a.salt, a.time, a.memory, a.threads, uint32(len(a.sum)))
	return subtle.ConstantTimeCompare(sum, a.sum) == 1
}

// today says that it is what Hash makes.
func (a argonHash) today() bool {
	return a.id && a.memory == argonMemory && a.time == argonTime && a.threads == argonThreads && len(a.sum) == hashBytes
}

// nobody is compared with where there is no hash to compare with.
var nobody = argonHash{derive: argon2.IDKey, id: true, memory: argonMemory, time: argonTime, threads: argonThreads,
	salt: make([]byte, saltBytes), sum: make([]byte, hashBytes)}

func readArgon(hash string) (keptHash, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nil, errHashBroken
	}
	a := argonHash{id: parts[1] == "argon2id", derive: argon2.Key}
	if a.id {
		a.derive = argon2.IDKey
	}
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &a.memory, &a.time, &a.threads); n != 3 || err != nil {
		return nil, errHashBroken
	}
	// 256 MiB in four passes at most: libsodium's "sensitive" is refused.
	if a.memory > 1<<18 || a.time > 16 || a.memory*a.time > 1<<20 || a.threads > 16 {
		return nil, errHashCost
	}
	var err error
	a.salt, a.sum, err = saltAndSum(parts[4], parts[5])
	if err == nil && (a.memory < 8 || a.time < 1 || a.threads < 1) {
		err = errHashBroken
	}
	return a, err
}

// bcryptHash reads 72 bytes of a password; a longer one is not its.
type bcryptHash string

func (b bcryptHash) matches(password string) bool {
	return len(password) <= 72 && bcrypt.CompareHashAndPassword([]byte(b), []byte(password)) == nil
}

func readBcrypt(hash string) (keptHash, error) {
	cost, err := bcrypt.Cost([]byte(hash))
	switch {
	case err != nil || len(hash) != 60:
		return nil, errHashBroken
	case cost > 14:
		return nil, errHashCost
	}
	return bcryptHash(hash), nil
}

// saltAndSum decodes base64, padded or not.
func saltAndSum(salt, sum string) ([]byte, []byte, error) {
	s, err1 := unpadded(salt)
	h, err2 := unpadded(sum)
	if err1 != nil || err2 != nil || len(s) > 128 || len(h) < 16 || len(h) > 64 {
		return nil, nil, errHashBroken
	}
	return s, h, nil
}

// unpadded decodes either alphabet of base64 (RFC 4648 sections 4 and 5).
func unpadded(text string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(strings.NewReplacer("+", "-", "/", "_").Replace(text), "="))
}
