package token

import (
	"crypto/sha256"
	"sync"
	"time"
)

// Verifier verifies access tokens and remembers good signatures, a bounded
// number of them. The state check is never remembered.
type Verifier struct {
	mu     sync.Mutex
	recent map[[32]byte]remembered
	older  map[[32]byte]remembered
	size   int
}

// remembered holds the key too: once it verifies nothing any more, neither does this.
type remembered struct {
	claims *Claims
	key    *Key
}

// NewVerifier remembers up to twice so many tokens.
func NewVerifier(size int) *Verifier {
	return &Verifier{recent: map[[32]byte]remembered{}, size: size}
}

// Verify checks a token against a project's keys; issuer and audience are
// configuration, never read from the token.
func (v *Verifier) Verify(keys Keys, text, issuer, audience string) (*Claims, error) {
	sum := sha256.Sum256([]byte(issuer + " " + audience + " " + text))
	if hit, ok := v.get(sum); ok && keys[hit.key.ID] == hit.key && time.Now().Before(hit.claims.expires) {
		return hit.claims, nil
	}
	claims, key, err := keys.Verify(text, issuer, audience)
	if err != nil {
		return nil, err
	}
	v.put(sum, remembered{claims, key})
	return claims, nil
}

func (v *Verifier) get(sum [32]byte) (remembered, bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	hit, ok := v.recent[sum]
	if !ok {
		hit, ok = v.older[sum]
	}
	return hit, ok
}

// put keeps two generations: when the young one is full it becomes the old one.
func (v *Verifier) put(sum [32]byte, r remembered) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if len(v.recent) >= v.size {
		v.older, v.recent = v.recent, make(map[[32]byte]remembered, v.size)
	}
	v.recent[sum] = r
}
