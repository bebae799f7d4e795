package secret

import (
	"context"
	"encoding/base64"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"

	"github.com/rolecall/rolecall/internal/fault"
)

func verify(t *testing.T, hash, password string) (matches, outdated bool) {
	t.Helper()
	matches, outdated, err := NewHasher(1).Verify(t.Context(), hash, password)
	require.NoError(t, err)
	return matches, outdated
}

func TestHashIsPHCAndSalted(t *testing.T) {
	t.Parallel()
	h := NewHasher(2)
	one, err := h.Hash(t.Context(), "correct horse")
	require.NoError(t, err)
	require.Regexp(t, `^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$`, one)
	other, err := h.Hash(t.Context(), "correct horse")
	require.NoError(t, err)
	require.NotEqual(t, one, other)
	matches, outdated := verify(t, one, "correct horse")
	require.Equal(t, []bool{true, false}, []bool{matches, outdated})
	for _, wrong := range []string{"", "correct hors", "correct horse ", "Correct horse"} {
		matches, _ := verify(t, one, wrong)
		require.False(t, matches, wrong)
	}
}

func TestHashesOfOtherFormsAreOutdated(t *testing.T) {
	t.Parallel()
	crypted, err := bcrypt.GenerateFromPassword([]byte("correct horse"), bcrypt.MinCost)
	require.NoError(t, err)
	encode := base64.RawStdEncoding.EncodeToString
	cheap := argon2.IDKey([]byte("correct horse"), []byte("somesalt"), 1, 64, 1, 32)
	short := argon2.IDKey([]byte("correct horse"), []byte("somesalt"), argonTime, argonMemory, argonThreads, 16)
	for _, hash := range []string{
		string(crypted),
		"$2y" + string(crypted[3:]),
		"$argon2id$v=19$m=64,t=1,p=1$" + encode([]byte("somesalt")) + "$" + encode(cheap),
		"$argon2id$v=19$m=19456,t=2,p=1$" + encode([]byte("somesalt")) + "$" + encode(short),
	} {
		matches, outdated := verify(t, hash, "correct horse")
		require.True(t, matches, hash)
		require.True(t, outdated, hash)
		matches, outdated = verify(t, hash, "wrong horse")
		require.False(t, matches || outdated, hash)
	}
}

func TestBcryptIsNotAskedForMoreThanItReads(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 72)
	hash, err := bcrypt.GenerateFromPassword([]byte(long), bcrypt.MinCost)
	require.NoError(t, err)
	matches, _ := verify(t, string(hash), long)
	require.True(t, matches)
	matches, _ = verify(t, string(hash), long+"y")
	require.False(t, matches)
}

func TestWhatIsNoHashMatchesNothing(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{
		"", "x", "$", "$argon2id$", "$argon2i$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=16$m=19456,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=4294967295,t=2,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA", // the cost of an attack
		"$argon2id$v=19$m=19456,t=4000000,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=0,p=1$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA", "$argon2id$v=19$m=19456,t=2,p=0$c29tZXNhbHQ$AAAAAAAAAAAAAAAAAAAAAA",
		"$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$", "$argon2id$v=19$m=19456,t=2,p=1$!!$AAAAAAAAAAAAAAAAAAAAAA", "$2a$10$short", "$1$md5",
	} {
		for _, password := range []string{"", "password", strings.Repeat("\x00", 32)} {
			matches, outdated := verify(t, hash, password)
			require.False(t, matches || outdated, hash)
		}
	}
}

func TestNobodyCostsAsMuchAsSomebody(t *testing.T) {
	t.Parallel()
	require.True(t, nobody.today(), "the same cost as a real one")
	known, err := readHash("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzYWx0c2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	require.NoError(t, err)
	require.True(t, known.(argonHash).today())
	require.Len(t, known.(argonHash).sum, len(nobody.sum))
}

func TestOverloadIsRefusedNotQueuedForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(1)
		release, err := h.acquire(t.Context())
		require.NoError(t, err)
		began := time.Now()
		_, err = h.Hash(t.Context(), "x")
		require.Equal(t, "overloaded", fault.Code(err))
		require.Positive(t, fault.As(err).RetryAfter)
		require.Equal(t, h.patient, time.Since(began))
		for range cap(h.waiting) - 1 {
			go func() { _, _ = h.acquire(context.Background()) }()
		}
		synctest.Wait()
		began = time.Now()
		_, err = h.Hash(t.Context(), "x")
		require.Equal(t, "overloaded", fault.Code(err))
		require.Zero(t, time.Since(began), "a full queue answers at once")
		time.Sleep(h.patient)
		release()
		synctest.Wait()
		require.Empty(t, h.waiting)
		require.Empty(t, h.slots)
	})
}

func TestWaitingEndsWithTheRequest(t *testing.T) {
	t.Parallel()
	h := NewHasher(1)
	release, err := h.acquire(t.Context())
	require.NoError(t, err)
	defer release()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = h.Verify(ctx, "", "x")
	require.ErrorIs(t, err, context.Canceled)
	require.Equal(t, 503, fault.As(err).Status)
	require.Len(t, h.waiting, 1)
}
