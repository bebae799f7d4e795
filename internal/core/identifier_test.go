package core_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

func TestIdentifier(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		" +1 (415) 555-2671 ": "+14155552671", "+49 30 901820": "+4930901820", "+44 7911 123456": "+447911123456",
		" Ann@Example.com ": "Ann@Example.com", "+tag@example.com": "+tag@example.com", "": "",
	} {
		got, err := core.Identifier(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
	for _, text := range []string{"+", "+1", "+999123456789", "+1415555267", "+14155552671 ext. 5", "+19005550199", "+1415555abcd", "+442\x00", "+4" + "9301234567890123456789"} {
		_, err := core.Identifier(text)
		require.Equal(t, "phone_invalid", fault.Code(err), text)
	}
	_, err := core.Phone("4155552671")
	require.Equal(t, "phone_invalid", fault.Code(err), "no country")
}
