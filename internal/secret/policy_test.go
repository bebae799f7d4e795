package secret

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
)

func TestCheckPassword(t *testing.T) {
	t.Parallel()
	for password, code := range map[string]string{
		"secret123":                "", // the samples of the wire texts
		"new123456":                "",
		"correct horse battery":    "",
		"12345678901234567890":     "",
		"        ":                 "",
		"päßwört🦊":                 "",
		strings.Repeat("🦊", 64):    "",
		strings.Repeat("x", 4096):  "",
		"":                         "password_too_short",
		"1234567":                  "password_too_short",
		"🦊🦊🦊🦊🦊🦊🦊":                  "password_too_short", // characters count, not bytes
		strings.Repeat("x", 4097):  "password_too_long",
		"password":                 "password_common",
		"PassWord1":                "password_common",
		"qwertyuiop":               "password_common",
		"iloveyou":                 "password_common",
		"abcdefg\xff":              "password_invalid",
		"\xed\xa0\x80\xed\xb0\x80": "password_invalid",
	} {
		require.Equal(t, code, fault.Code(CheckPassword(password, 8)), "%.40q", password)
	}
	require.Error(t, CheckPassword("elevenchars", 12))
	require.Equal(t, "password", fault.As(CheckPassword("x", 8)).Field)
	require.Contains(t, fault.As(CheckPassword("x", 12)).Suggestion, "12")
}

func TestTheWorstFewHundredAreListed(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(common), 300)
	for word := range common {
		require.Equal(t, strings.ToLower(word), word, "the list is compared in lower case")
		require.GreaterOrEqual(t, len([]rune(word)), 1)
	}
}
