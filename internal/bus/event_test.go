package bus

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const someProject = "0190b0c4-0000-7000-8000-000000000001"

func TestParse(t *testing.T) {
	t.Parallel()
	for _, e := range []Event{
		{TopicOutbox, someProject, ""}, {TopicProject, someProject, "settings"}, {TopicKeys, someProject, "k_1.2-3"},
		{TopicSchema, "", ""}, {TopicReset, "", ""},
	} {
		got, ok := parse(e.String())
		require.True(t, ok, e)
		require.Equal(t, e, got)
	}
	for _, payload := range []string{
		"", ":", "::", "outbox", "outbox:", "Outbox::", "sessions::", "outbox:x:", "outbox:" + strings.ToUpper(someProject) + "1:",
		"outbox:" + someProject, "outbox:" + someProject + ":a b", "outbox:" + someProject + ":a:b", "outbox::\n", " outbox::",
		"outbox:" + someProject + ":" + strings.Repeat("k", 65), "schema::'; drop table x", "schema::" + strings.Repeat("x", 300), "schema::\x00",
	} {
		_, ok := parse(payload)
		require.False(t, ok, "%q", payload)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("outbox:" + someProject + ":")
	f.Add("schema::")
	f.Fuzz(func(t *testing.T, payload string) {
		if e, ok := parse(payload); ok && e.String() != payload {
			t.Errorf("%q became %q", payload, e)
		}
	})
}
