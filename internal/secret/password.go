package secret

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"

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

// Verify compares a password with an argon2id or bcrypt hash. outdated says
// that the password is right but its hash is of an older form. An empty hash
// costs as much as a real one and matches nothing, so that an unknown account
// takes as long as a known one.
func (h *Hasher) Verify(ctx context.Context, hash, password string) (matches, outdated bool, err error) {
	release, err := h.acquire(ctx)
	if err != nil {
		return false, false, err
	}
	defer release()
	if strings.HasPrefix(hash, "$2") {
		if len(password) > 72 {
			return false, false, nil // bcrypt would cut it
		}
		err := bcrypt.CompareHashAndPassword([]byte(hash), []byte(password))
		return err == nil, err == nil, nil
	}
	phc, known := parseArgon(hash)
	sum := argon2.IDKey([]byte(password), phc.salt, phc.time, phc.memory, phc.threads, uint32(len(phc.sum)))
	matches = subtle.ConstantTimeCompare(sum, phc.sum) == 1 && known
	return matches, matches && phc.outdated(), nil
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

type argonHash struct {
	memory, time uint32
	threads      uint8
	salt, sum    []byte
}

func (a argonHash) outdated() bool {
	return a.memory != argonMemory || a.time != argonTime || a.threads != argonThreads || len(a.sum) != hashBytes
}

// nobody is compared with where there is no hash to compare with.
var nobody = argonHash{memory: argonMemory, time: argonTime, threads: argonThreads, salt: make([]byte, saltBytes), sum: make([]byte, hashBytes)}

// parseArgon reads a PHC string; anything else, or a cost that would be an attack on us, is nobody's.
func parseArgon(hash string) (argonHash, bool) {
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return nobody, false
	}
	var a argonHash
	if n, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &a.memory, &a.time, &a.threads); n != 3 || err != nil {
		return nobody, false
	}
	var err1, err2 error
	a.salt, err1 = base64.RawStdEncoding.DecodeString(parts[4])
	a.sum, err2 = base64.RawStdEncoding.DecodeString(parts[5])
	sane := a.memory >= 8 && a.memory <= 1<<20 && a.time >= 1 && a.time <= 32 && a.threads >= 1 && len(a.sum) >= 16 && len(a.sum) <= 64
	if err1 != nil || err2 != nil || !sane {
		return nobody, false
	}
	return a, true
}
