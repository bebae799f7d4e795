package dialect_test

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
)

// decoded is a segment of a JWT in the clear.
func decoded(t testing.TB, segment string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(segment)
	require.NoError(t, err)
	return string(text)
}
