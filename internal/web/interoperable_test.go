package web

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHalfPairsAreFound(t *testing.T) {
	t.Parallel()
	for text, half := range map[string]bool{
		`"\ud83d\ude00"`:        false,
		`"\uD83D\uDE00 \u00e9"`: false,
		`"\\ud800"`:             false, // a backslash and some letters
		`"\\\ud83d\ude00"`:      false,
		`"\ud800"`:              true,
		`"\\\ud800"`:            true,
		`"\ude00"`:              true,
		`"\ude00\ud83d"`:        true,
		`"\ud83d\u0041"`:        true,
		`"\ud83d😀"`:             true,
		`"\ud8`:                 false, // not JSON: its decoder's to say
		`\`:                     false,
	} {
		require.Equal(t, half, halfPair([]byte(text)), text)
	}
}

func TestNumbersOfAnyoneElse(t *testing.T) {
	t.Parallel()
	for text, beyond := range map[string]bool{
		`1`: false, `-0.5e10`: false, `1e308`: false, `1e-999`: false, `"1e999"`: false,
		`12345678901234567890123`: false,
		`1e309`:                   true,
		`[{"a":[-1e400]}]`:        true,
		`{"a"`:                    false,
	} {
		require.Equal(t, beyond, beyondDouble([]byte(text)), text)
	}
}
