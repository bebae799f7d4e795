package secret_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, code := range secret.NewRecoveryCodes() {
		require.Regexp(t, `^[a-z2-7]{4}(-[a-z2-7]{4}){3}$`, code)
		hash := secret.HashRecoveryCode(code)
		require.Len(t, hash, 32)
		require.False(t, seen[string(hash)], "twice the same")
		seen[string(hash)] = true
		require.Equal(t, hash, secret.HashRecoveryCode(" "+strings.ToUpper(strings.ReplaceAll(code, "-", " "))))
	}
	require.Len(t, seen, 10)
	for _, other := range []string{"", "123456", "aaaa-bbbb-cccc-ddd", "aaaa-bbbb-cccc-ddd1", "aaaa-bbbb-cccc-dddd-eeee", "aaaa-bbbb-cccc-dd=="} {
		require.Nil(t, secret.HashRecoveryCode(other), other)
	}
}
