package secret

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOpaqueTokensAreStrongAndUnlike(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for range 1000 {
		token := New(RefreshPrefix)
		require.Regexp(t, `^rt_[A-Za-z0-9_-]{43}$`, token)
		require.False(t, seen[token])
		seen[token] = true
	}
}

func TestHashIsOfTheRandomBits(t *testing.T) {
	t.Parallel()
	token := New(SecretPrefix)
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, SecretPrefix))
	require.NoError(t, err)
	require.Len(t, raw, 32)
	sum := sha256.Sum256(raw)
	require.Equal(t, sum[:], Hash(SecretPrefix, token))
}

func TestStrangeTokensHashToNothing(t *testing.T) {
	t.Parallel()
	token := New(SecretPrefix)
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, token[len(token)-1])
	for _, text := range []string{"", "sk_", token[3:], "pk_" + token[3:], "SK_" + token[3:], token + "A", token[:len(token)-1], token + "=", token + "\n",
		" " + token, token[:10] + "+" + token[11:], "sk_" + strings.Repeat("A", 1<<20), "sk_" + strings.Repeat("\x00", 43),
		token[:len(token)-1] + string(alphabet[last|1]), // the same bytes, were the two spare bits not looked at
	} {
		require.Nil(t, Hash(SecretPrefix, text), "%.60q", text)
	}
}

func TestHint(t *testing.T) {
	t.Parallel()
	require.Equal(t, "wxyz", Hint("sk_abcdwxyz"))
	require.Equal(t, "xyz", Hint("xyz"))
	require.Empty(t, Hint(""))
}
