package secret

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
)

// Of "correct horse" and "somesaltsomesalt", made by Python's hashlib.
var foreign = []string{
	"$pbkdf2-sha1$i=1000,l=20$c29tZXNhbHRzb21lc2FsdA$42+d12kt/KU+Ky2S7cI6iQS2OFc",
	"$pbkdf2$1000$c29tZXNhbHRzb21lc2FsdA$42.d12kt/KU.Ky2S7cI6iQS2OFc",
	"pbkdf2_sha1$1000$somesaltsomesalt$42+d12kt/KU+Ky2S7cI6iQS2OFc=",
	"$pbkdf2-sha256$i=1000,l=32$c29tZXNhbHRzb21lc2FsdA$f2yJk+Dph1FxQ+yhQ5KLmg1c5wfFtFU14dLQONYBoAE",
	"$pbkdf2-sha256$i=1000$c29tZXNhbHRzb21lc2FsdA$f2yJk+Dph1FxQ+yhQ5KLmg1c5wfFtFU14dLQONYBoAE",
	"$pbkdf2-sha256$1000$c29tZXNhbHRzb21lc2FsdA$f2yJk.Dph1FxQ.yhQ5KLmg1c5wfFtFU14dLQONYBoAE",
	"pbkdf2_sha256$1000$somesaltsomesalt$f2yJk+Dph1FxQ+yhQ5KLmg1c5wfFtFU14dLQONYBoAE=",
	"$pbkdf2-sha512$i=1000,l=64$c29tZXNhbHRzb21lc2FsdA$RbkohYpABhrVf6dAjV1mgswjeaDcEw/Z9Lqqoc7ZO6eeqGc4EIBheeCgNOsc3H1ATsxkis9nQ04P4KAKB0FMcA",
	"pbkdf2_sha512$1000$somesaltsomesalt$RbkohYpABhrVf6dAjV1mgswjeaDcEw/Z9Lqqoc7ZO6eeqGc4EIBheeCgNOsc3H1ATsxkis9nQ04P4KAKB0FMcA==",
	"$scrypt$ln=10,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$yALJnsFxauKkuF0VG58vDqriCmlZJaHv3/Yg+rL2eO8",
}

// The sample of Firebase's own scrypt: password user1password.
const firebase = "$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==" +
	"$42xEC+ixf3L2lw==$lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=="

func TestHashesOfOtherSystems(t *testing.T) {
	t.Parallel()
	argon2i := fmt.Sprintf("$argon2i$v=19$m=64,t=2,p=1$c29tZXNhbHQ$%s",
		base64.RawStdEncoding.EncodeToString(argon2.Key([]byte("correct horse"), []byte("somesalt"), 2, 64, 1, 32)))
	for _, hash := range append(foreign, argon2i) {
		require.NoError(t, CheckHash(hash), hash)
		matches, outdated := verify(t, hash, "correct horse")
		require.Equal(t, []bool{true, true}, []bool{matches, outdated}, hash)
		for _, wrong := range []string{"", "correct hors", "Correct horse"} {
			matches, outdated := verify(t, hash, wrong)
			require.False(t, matches || outdated, "%s %q", hash, wrong)
		}
	}
	matches, outdated := verify(t, firebase, "user1password")
	require.True(t, matches && outdated)
	matches, _ = verify(t, firebase, "user1passwore")
	require.False(t, matches)
	matches, _ = verify(t, strings.NewReplacer("+", "-", "/", "_", "=", "", "v=", "v=", "n=", "n=", "r=", "r=", "p=", "p=", "ss=", "ss=", "sk=", "sk=").Replace(firebase), "user1password")
	require.True(t, matches, "the other alphabet, unpadded")
	other := strings.Replace(firebase, "sk=jx", "sk=jy", 1)
	matches, _ = verify(t, other, "user1password")
	require.False(t, matches, "another project's key")
}

func TestHashesThatAreNotKept(t *testing.T) {
	t.Parallel()
	for hash, why := range map[string]error{
		"":                                 errHashUnknown,
		"plain":                            errHashUnknown,
		"$1$abc$de":                        errHashUnknown,
		"5f4dcc3b5aa765d61d8327deb882cf99": errHashUnknown,
		"$argon2d$v=19$m=64,t=2,p=1$c29tZXNhbHQ$" + zeros:                errHashUnknown,
		"$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$":                       errHashBroken,
		"$argon2id$v=19$m=262145,t=1,p=1$c29tZXNhbHQ$" + zeros:           errHashCost,
		"$argon2id$v=19$m=262144,t=5,p=1$c29tZXNhbHQ$" + zeros:           errHashCost,
		"$argon2id$v=19$m=64,t=2,p=255$c29tZXNhbHQ$" + zeros:             errHashCost,
		"$2b$15$" + strings.Repeat("a", 53):                              errHashCost,
		"$2b$31$" + strings.Repeat("a", 53):                              errHashCost,
		"$2b$10$short":                                                   errHashBroken,
		"$scrypt$ln=19,r=8,p=1$c29tZXNhbHQ$" + zeros:                     errHashCost,
		"$scrypt$ln=18,r=8,p=1$c29tZXNhbHQ$" + zeros:                     errHashCost,
		"$scrypt$ln=17,r=8,p=16$c29tZXNhbHQ$" + zeros:                    errHashCost,
		"$scrypt$ln=10,r=8,p=1048576$c29tZXNhbHQ$" + zeros:               errHashCost,
		"$scrypt$ln=-1,r=8,p=1$c29tZXNhbHQ$" + zeros:                     errHashBroken,
		"$scrypt$r=8,p=1$c29tZXNhbHQ$" + zeros:                           errHashBroken,
		strings.Replace(firebase, "n=14", "n=30", 1):                     errHashCost,
		strings.Replace(firebase, "v=1", "v=2", 1):                       errHashBroken,
		strings.Replace(firebase, "sk=", "kk=", 1):                       errHashBroken,
		"pbkdf2_sha256$2000001$salt$" + zeros:                            errHashCost,
		"pbkdf2_sha256$0$salt$" + zeros:                                  errHashBroken,
		"pbkdf2_sha256$1e9$salt$" + zeros:                                errHashBroken,
		"$pbkdf2-sha256$i=1000$c29tZXNhbHQ$!!":                           errHashBroken,
		"$pbkdf2-sha256$i=99999999999999999999$c29tZXNhbHQ$" + zeros:     errHashBroken,
		"$pbkdf2-sha256$i=1000$c29tZXNhbHQ$" + strings.Repeat("A", 2000): errHashBroken,
	} {
		require.Equal(t, why, CheckHash(hash), "%.80s", hash)
	}
}

var zeros = strings.Repeat("A", 43)

// What a stored hash may cost at most is bounded: the worst of each form.
func TestTheDearestHashesStayBearable(t *testing.T) {
	t.Parallel()
	for _, hash := range []string{
		"$2b$14$" + strings.Repeat("a", 53),
		"$scrypt$ln=17,r=8,p=2$c29tZXNhbHQ$" + zeros,
		"$argon2id$v=19$m=262144,t=4,p=1$c29tZXNhbHQ$" + zeros,
		"$pbkdf2-sha512$i=2000000$c29tZXNhbHQ$" + zeros,
	} {
		require.NoError(t, CheckHash(hash))
	}
}

func FuzzCheckHash(f *testing.F) {
	for _, hash := range append(foreign, firebase, "$2b$10$"+strings.Repeat("a", 53), "$argon2id$v=19$m=64,t=2,p=1$c29tZXNhbHQ$"+zeros) {
		f.Add(hash)
	}
	f.Fuzz(func(t *testing.T, hash string) {
		kept, err := readHash(hash)
		require.Equal(t, err == nil, kept != nil && CheckHash(hash) == nil)
	})
}
