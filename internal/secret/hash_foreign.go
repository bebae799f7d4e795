package secret

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1" // #nosec G505 -- only to compare with what others kept
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"hash"
	"strconv"
	"strings"

	"golang.org/x/crypto/scrypt"
)

// scryptHash is scrypt (RFC 7914): $scrypt$ln=16,r=8,p=1$salt$hash, as passlib
// writes it, or Firebase's, which enciphers a key of the project with what
// scrypt gives and keeps the cipher text.
type scryptHash struct {
	logN, r, p int
	salt, sum  []byte
	signerKey  []byte // Firebase's alone
}

func (s scryptHash) matches(password string) bool {
	length := len(s.sum)
	if s.signerKey != nil {
		length = 32
	}
	sum, err := scrypt.Key([]byte(password), s.salt, 1<<s.logN, s.r, s.p, length)
	if err != nil {
		return false
	}
	if s.signerKey != nil {
		block, err := aes.NewCipher(sum)
		if err != nil {
			return false
		}
		sum = make([]byte, len(s.signerKey))
		cipher.NewCTR(block, make([]byte, aes.BlockSize)).XORKeyStream(sum, s.signerKey)
	}
	return subtle.ConstantTimeCompare(sum, s.sum) == 1
}

func readScrypt(hash string) (keptHash, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 5 {
		return nil, errHashBroken
	}
	s, err := scryptOf(parameters(parts[2]), "ln")
	if err != nil {
		return nil, err
	}
	s.salt, s.sum, err = saltAndSum(parts[3], parts[4])
	return s, err
}

// readFirebase reads $fbscrypt$v=1,n=14,r=8,p=1,ss=SEPARATOR,sk=SIGNER KEY$salt$hash,
// n being Firebase's mem_cost and r its rounds: the form that others move its
// hashes in as well.
func readFirebase(hash string) (keptHash, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 5 {
		return nil, errHashBroken
	}
	given := parameters(parts[2])
	s, err := scryptOf(given, "n")
	if err != nil {
		return nil, err
	}
	separator, err1 := unpadded(given["ss"])
	key, err2 := unpadded(given["sk"])
	salt, err3 := unpadded(parts[3])
	sum, err4 := unpadded(parts[4])
	if given["v"] != "1" || err1 != nil || err2 != nil || err3 != nil || err4 != nil || len(key) < 32 || len(key) > 128 || len(sum) != len(key) {
		return nil, errHashBroken
	}
	s.salt, s.signerKey, s.sum = append(salt, separator...), key, sum
	return s, nil
}

func scryptOf(given map[string]string, logN string) (scryptHash, error) {
	var s scryptHash
	var err1, err2, err3 error
	s.logN, err1 = strconv.Atoi(given[logN])
	s.r, err2 = strconv.Atoi(given["r"])
	s.p, err3 = strconv.Atoi(given["p"])
	switch {
	case err1 != nil || err2 != nil || err3 != nil || s.logN < 1 || s.r < 1 || s.p < 1:
		return s, errHashBroken
	case s.logN > 18 || s.r > 32 || s.p > 16 || s.r<<s.logN > 1<<20 || s.p*s.r<<s.logN > 1<<21: // 128 MiB, twice
		return s, errHashCost
	}
	return s, nil
}

// parameters reads a=1,b=2.
func parameters(text string) map[string]string {
	given := map[string]string{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(part, "=")
		given[name] = value
	}
	return given
}

// pbkdf2Hash is PBKDF2 (RFC 8018) with HMAC of a digest.
type pbkdf2Hash struct {
	digest    func() hash.Hash
	rounds    int
	salt, sum []byte
}

// digests are those of PBKDF2's forms, without dashes and underscores.
var digests = map[string]func() hash.Hash{"pbkdf2": sha1.New, "pbkdf2sha1": sha1.New, "pbkdf2sha256": sha256.New, "pbkdf2sha512": sha512.New}

func (k pbkdf2Hash) matches(password string) bool {
	sum, err := pbkdf2.Key(k.digest, password, k.salt, k.rounds, len(k.sum))
	return err == nil && subtle.ConstantTimeCompare(sum, k.sum) == 1
}

// mostRounds is above what Django and OWASP ask for.
const mostRounds = 2_000_000

func pbkdf2Of(form, rounds string) (pbkdf2Hash, error) {
	k := pbkdf2Hash{digest: digests[strings.NewReplacer("-", "", "_", "").Replace(form)]}
	var err error
	if k.rounds, err = strconv.Atoi(rounds); err != nil || k.rounds < 1 {
		return k, errHashBroken
	}
	if k.rounds > mostRounds {
		return k, errHashCost
	}
	return k, nil
}

// readPBKDF2 reads $pbkdf2-sha256$i=600000$salt$hash (PHC; l=32 may follow),
// and passlib's $pbkdf2-sha256$600000$salt$hash, whose base64 has a dot for a plus.
func readPBKDF2(hash string) (keptHash, error) {
	parts := strings.Split(strings.ReplaceAll(hash, ".", "+"), "$")
	if len(parts) != 5 {
		return nil, errHashBroken
	}
	rounds := parts[2]
	if given := parameters(rounds); given["i"] != "" {
		rounds = given["i"]
	}
	k, err := pbkdf2Of(parts[1], rounds)
	if err != nil {
		return nil, err
	}
	k.salt, k.sum, err = saltAndSum(parts[3], parts[4])
	return k, err
}

// readDjango reads pbkdf2_sha256$600000$salt$hash: the salt is text.
func readDjango(hash string) (keptHash, error) {
	parts := strings.Split(hash, "$")
	if len(parts) != 4 || len(parts[2]) > 128 {
		return nil, errHashBroken
	}
	k, err := pbkdf2Of(parts[0], parts[1])
	if err != nil {
		return nil, err
	}
	_, k.sum, err = saltAndSum("", parts[3])
	k.salt = []byte(parts[2])
	return k, err
}
