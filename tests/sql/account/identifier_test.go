package account_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// Go knows which numbers there are; of their form both say the same.
func TestNumbersHaveOneFormInGoAndSQL(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, text := range []string{"+14155552671", " +1 (415) 555-2671", "+49 30/90 18 20", "+44.7911.123456", "+33 1 42 68 53 00 ", "+39 06 698 12345"} {
		number, err := core.Identifier(text)
		require.NoError(t, err, text)
		require.Equal(t, number, scene.Get[string](s, "select auth.identifier_require($1)", text))
		require.Equal(t, "sms", scene.Get[string](s, "select auth.identifier_channel($1)", number))
	}
	for _, text := range []string{"+0123456789", "+1", "+1415555abcd", "+1415555267112345", "+14155552671;ext=5"} {
		_, err := core.Identifier(text)
		require.Error(t, err, text)
		s.Fails("PT400", "select auth.identifier_require($1)", text)
	}
	require.Equal(t, "mail", scene.Get[string](s, "select auth.identifier_channel('+tag@example.com')"))
}
