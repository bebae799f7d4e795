package mail_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
)

func TestCheckAddress(t *testing.T) {
	t.Parallel()
	good := []string{
		"alice@example.com", "a@b", "alice+tag@mail.example.co.uk", "o'brien@example.com",
		"1@2.example", "jörg@exämple.de", "x_y-z=1@a-b.example", strings.Repeat("a", 64) + "@example.com",
	}
	for _, address := range good {
		require.NoError(t, mail.CheckAddress(address), address)
	}
	bad := []string{
		"", "alice", "@example.com", "alice@", "alice@@example.com", "a@b@example.com",
		"alice@example.com, eve@example.com", "alice@example.com;eve@example.com",
		"Alice <alice@example.com>", "<alice@example.com>", `"alice"@example.com`, `"a@b"@example.com`,
		"alice@example.com\r\nBcc: eve@example.com", "alice@example.com\n", "alice%0a@example.com\r",
		"alice\x00@example.com", "alice (eve)@example.com", "alice@[127.0.0.1]", "alice @example.com",
		".alice@example.com", "alice.@example.com", "al..ice@example.com", "alice@example..com",
		"alice@-example.com", "alice@example-.com", "alice@.example.com", "alice@example.com.",
		"alice@exam ple.com", "alice\u2028@example.com", "alice\u202e@example.com", "alice\xff@example.com",
		"@relay:alice@example.com", strings.Repeat("a", 65) + "@example.com",
		"a@" + strings.Repeat("b", 64) + ".example", "a@" + strings.Repeat("b.", 130) + "example",
	}
	for _, address := range bad {
		require.ErrorIs(t, mail.CheckAddress(address), mail.ErrAddress, "%q", address)
	}
}
