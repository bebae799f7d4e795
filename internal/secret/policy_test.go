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
		strings.Repeat("x", 1024):  "",
		"":                         "password_too_short",
		"1234567":                  "password_too_short",
		"🦊🦊🦊🦊🦊🦊🦊":                  "password_too_short", // characters count, not bytes
		strings.Repeat("x", 1025):  "password_too_long",
		strings.Repeat("🦊", 257):   "password_too_long", // bytes count, not characters
		"password":                 "password_common",
		"PassWord1":                "password_common",
		"qwertyuiop":               "password_common",
		"iloveyou":                 "password_common",
		"abcdefg\xff":              "password_invalid",
		"\xed\xa0\x80\xed\xb0\x80": "password_invalid",
	} {
		require.Equal(t, code, fault.Code(PasswordRules{Shortest: 8, Longest: 1024}.Check(password)), "%.40q", password)
	}
	strict := PasswordRules{Shortest: 12, Longest: 20}
	require.Error(t, strict.Check("elevenchars"))
	require.Equal(t, "password", fault.As(strict.Check("x")).Field)
	require.Contains(t, fault.As(strict.Check("x")).Suggestion, "12")
	require.Contains(t, fault.As(strict.Check(strings.Repeat("x", 21))).Suggestion, "20")
}

func TestPasswordHoldsNothingThatIsKnownOfItsOwner(t *testing.T) {
	t.Parallel()
	known := []string{"Alice.Miller+shop@example.com", "+14155550123", "Zoë O'Hara-Lind", "Bo", ""}
	for password, refused := range map[string]bool{
		"xx-ALICE.MILLER-xx":        true,
		"alice.miller+shop 2024":    true,
		"call me 14155550123":       true,
		"call 5550123 now":          true,
		"my zoë o'hara-lind!":       true,
		"zoëoharalind99":            true,
		"12HARA34!!":                true,
		"correct horse battery":     false,
		"bo bo bo bo":               false, // too short to tell
		"zoë zoë zoë":               false,
		"example.com is not me":     false,
		"555 0123 in other clothes": false,
	} {
		err := PasswordRules{Shortest: 8, Longest: 1024, Personal: true}.Check(password, known...)
		require.Equal(t, refused, fault.Code(err) == "password_personal", "%q %v", password, err)
		require.NoError(t, PasswordRules{Shortest: 8, Longest: 1024}.Check(password, known...), "a project may allow it")
	}
}

func TestTheWorstAreListed(t *testing.T) {
	t.Parallel()
	require.Greater(t, len(common), 1000)
	require.Less(t, len(commonList), 32<<10, "lean")
	for word := range common {
		require.Equal(t, strings.ToLower(word), word, "the list is compared in lower case")
		require.GreaterOrEqual(t, len([]rune(word)), 1)
	}
}
