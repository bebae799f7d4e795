package secret

import (
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"

	"golang.org/x/text/secure/precis"
)

const (
	scramIterations = 4096
	scramSaltSize   = 16
)

// ScramVerifier turns a database password into the verifier that PostgreSQL
// stores (RFC 5803's SCRAM-SHA-256), so that the password itself reaches
// neither the server nor its logs.
func ScramVerifier(password string) string {
	salt := make([]byte, scramSaltSize)
	rand.Read(salt) // never fails: see crypto/rand
	return scramVerifier(password, salt, scramIterations)
}

func scramVerifier(password string, salt []byte, iterations int) string {
	// As PostgreSQL does: what SASLprep refuses is taken as it is.
	if prepared, err := precis.OpaqueString.String(password); err == nil {
		password = prepared
	}
	salted, err := pbkdf2.Key(sha256.New, password, salt, iterations, sha256.Size)
	if err != nil {
		panic("derive a SCRAM key: " + err.Error()) // only a wrong key size can
	}
	clientKey := scramMAC(salted, "Client Key")
	storedKey := sha256.Sum256(clientKey)
	encode := base64.StdEncoding.EncodeToString
	return fmt.Sprintf("SCRAM-SHA-256$%d:%s$%s:%s",
		iterations, encode(salt), encode(storedKey[:]), encode(scramMAC(salted, "Server Key")))
}

func scramMAC(key []byte, message string) []byte {
	sum := hmac.New(sha256.New, key)
	sum.Write([]byte(message))
	return sum.Sum(nil)
}
