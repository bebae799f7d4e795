package core

import (
	"crypto/sha256"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Idempotency is what a request with an Idempotency-Key is known by. The
// secrets of its answer are kept under a key derived from the request itself,
// credentials and password included: only a true repeat can read them.
type Idempotency struct {
	key, request []byte
	secret       string
}

const idempotencyPurpose = "idempotent answer"

// NewIdempotency knows a request by its key, the credential it bore and its
// content (method, path and body); nil without a key.
func NewIdempotency(key, credential string, content []byte) *Idempotency {
	if key == "" {
		return nil
	}
	scope := sha256.Sum256([]byte(key + "\x00" + credential))
	request := sha256.Sum256(append([]byte(credential+"\x00"), content...))
	return &Idempotency{key: scope[:], request: request[:], secret: key + "\x00" + credential + "\x00" + string(content)}
}

func (i *Idempotency) keyArgs() []pg.Arg {
	if i == nil {
		return nil
	}
	return []pg.Arg{pg.Bytes("idempotency", i.key), pg.Bytes("request", i.request)}
}

// keepArgs add the answer's secrets, sealed.
func (i *Idempotency) keepArgs(secrets []byte) []pg.Arg {
	if i == nil {
		return nil
	}
	return append(i.keyArgs(), pg.Bytes("sealed", secret.SealUnder(i.secret, secrets, idempotencyPurpose)))
}

func (i *Idempotency) open(sealed []byte) ([]byte, error) {
	return secret.OpenUnder(i.secret, sealed, idempotencyPurpose)
}
