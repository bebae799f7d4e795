package secret

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"

	"github.com/rolecall/rolecall/internal/fault"
)

// The cost of argon2id (OWASP's first choice): 19 MiB, two passes, one lane.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	saltBytes    = 16
	hashBytes    = 32
)

// Hasher hashes passwords, as many at a time as there are cores, so that
// everything else stays quick. What would wait too long is refused instead.
type Hasher struct {
	slots   chan struct{} // running
	waiting chan struct{} // running or queued
	patient time.Duration
	ran     atomic.Int64
}

// Ran is how many hashes were begun.
func (h *Hasher) Ran() int64 { return h.ran.Load() }

// NewHasher makes a hasher for so many cores; the queue holds about two seconds of work.
func NewHasher(cores int) *Hasher {
	return &Hasher{
		slots:   make(chan struct{}, cores),
		waiting: make(chan struct{}, cores*64),
		patient: 10 * time.Second,
	}
}

// Hash gives the argon2id hash of a password in PHC form.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	release, err := h.acquire(ctx)
	if err != nil {
		return "", err
	}
	defer release()
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	sum := argon2.IDKey([]byte(password), salt, argonTime, argonMemory, argonThreads, hashBytes)
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// Verify compares a password with a hash of any form that is understood (see
// CheckHash). outdated says that the password is right but its hash is of an
// older form. An empty hash costs as much as a real one and matches nothing, so
// that an unknown account takes as long as a known one.
func (h *Hasher) Verify(ctx context.Context, hash, password string) (matches, outdated bool, err error) {
	release, err := h.acquire(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	kept, err := readHash(hash)
	if err != nil {
		nobody.matches(password)
		return false, false, nil
	}
	matches = kept.matches(password)
	argon, isArgon := kept.(argonHash)
	return matches, matches && !(isArgon && argon.today()), nil
}

// errOverloaded is answered when the queue for a core is full.
var errOverloaded = func() *fault.Error {
	e := fault.New(http.StatusServiceUnavailable, "overloaded", "Too many sign-ins at the moment.", "Try again in a few seconds.")
	e.RetryAfter = 2
	return e
}()

func (h *Hasher) acquire(ctx context.Context) (release func(), err error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		return nil, errOverloaded
	}
	patience := time.NewTimer(h.patient)
	defer patience.Stop()
	select {
	case h.slots <- struct{}{}:
		h.ran.Add(1)
		return func() { <-h.slots; <-h.waiting }, nil
	case <-patience.C:
		<-h.waiting
		return nil, errOverloaded
	case <-ctx.Done():
		<-h.waiting
		return nil, errors.Join(fault.Unavailable(), ctx.Err())
	}
}
