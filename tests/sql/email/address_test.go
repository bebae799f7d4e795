package email_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func canonical(s *scene.Scene, address string) string {
	return scene.Get[string](s, "select auth.email_canonical($1)", address)
}

func TestCanonicalForm(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for written, want := range map[string]string{
		"alice@example.com":    "alice@example.com",
		"  Alice@EXAMPLE.Com ": "alice@example.com",
		"ａｌｉｃｅ＠ｅｘａｍｐｌｅ．ｃｏｍ": "alice@example.com", // full width
		"ﬁona@example.com":                "fiona@example.com", // a ligature
		"e\u0301va@example.com":           "\u00e9va@example.com",
		"\u00c9VA@example.com":            "\u00e9va@example.com",
		"\u00a0alice@example.com\u2003":   "alice@example.com", // other spaces
		"\u212aelvin@example.com":         "kelvin@example.com",
		"\u1ffa\u0345@example.com":        "\u1ff2@example.com", // lower case composes anew
		"ΑΛΙΚΗ@παράδειγμα.ελ":             "αλικη@παράδειγμα.ελ",
		"Straße@example.com":              "straße@example.com",
		"alice+tag@example.com":           "alice+tag@example.com", // another mailbox, for all we know
		"a.l.i.c.e@example.com":           "a.l.i.c.e@example.com",
		"alice\u200b@example.com":         "alice\u200b@example.com",
		"":                                "",
		strings.Repeat("A", 300) + "@x.y": strings.Repeat("a", 300) + "@x.y",
	} {
		require.Equal(t, want, canonical(s, written), "%q", written)
	}
}

// The trigger on auth.users applies it to what is in that form already.
func TestCanonicalFormIsStable(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	rapid.Check(t, func(r *rapid.T) {
		address := strings.ReplaceAll(rapid.String().Draw(r, "address"), "\x00", "")
		once := canonical(s, address)
		if twice := canonical(s, once); twice != once {
			r.Fatalf("%q became %q and then %q", address, once, twice)
		}
	})
}

var good = []string{
	"alice@example.com", "a@b.co", "alice+tag@example.com", "first.last@sub.example.co.uk", "1@2.example",
	"o'neil@example.com", "a_b-c@example-host.com", "!#$%&'*+/=?^_`{|}~-@example.com", "éva@exämple.com", "用户@例子.公司",
	"x@xn--bcher-kva.example", strings.Repeat("a", 64) + "@example.com",
}

var bad = []string{
	"", "alice", "@", "alice@", "@example.com", "alice@example", "alice@@example.com", "a@b@example.com",
	"alice@example..com", "alice@.example.com", "alice@example.com.", "alice@-example.com", "alice@example-.com",
	".alice@example.com", "alice.@example.com", "al..ice@example.com", "alice@example.c", "alice@example.com-",
	"al ice@example.com", " alice@example.com", "alice@example.com ", "alice@exam ple.com", "alice@exa_mple.com",
	"\"alice\"@example.com", "\"a@b\"@example.com", "alice(comment)@example.com", "Alice <alice@example.com>",
	"alice@example.com,bob@example.com", "alice@example.com;bob@example.com", "alice,bob@example.com", "a:b@example.com",
	"alice@[127.0.0.1]", "alice@127.0.0.1", "alice@1.2.3.44", "alice@[IPv6:::1]", `al\ice@example.com`, "al[ice@example.com",
	"alice@example.com\r\nBcc: bob@example.com", "alice\n@example.com", "alice@example.com%0aBcc:x", "alice\t@example.com",
	"alice\u007f@example.com", "alice\u0085@example.com", "alice@exam\u2028ple.com", "alice@example.com\u00a0",
	strings.Repeat("a", 65) + "@example.com", "a@" + strings.Repeat("b", 250) + ".com", "alice@example.com/path",
	"alice@example.com?subject=x", "mailto:alice@example.com", "alice@exa#mple.com",
}

func TestValid(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, address := range good {
		require.True(t, scene.Get[bool](s, "select auth.email_valid($1)", address), "%q", address)
	}
	for _, address := range bad {
		// What is white space or a control character is not the database's locale to say.
		require.Equal(t, "{f,f}", scene.Get[string](s, `select array[auth.email_valid($1), auth.email_valid($1 collate "C")]::text`, address), "%q", address)
	}
	require.False(t, scene.Get[bool](s, "select auth.email_valid(null)"))
}
