package outbox_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestProjectsOwnWordsAndSender(t *testing.T) {
	t.Parallel()
	b, p := newBench(t), &postman{}
	for _, sql := range []string{
		"select auth.mail_template_set('default', 'verify_email', 'de', 'Hallo', 'Ihr Code: {{.Code}}', '<p>{{.Code}}</p>')",
		"select auth.mail_template_set('default', 'verify_email', 'fr', 'Salut', '{{range .Code}}', 'x')",
	} {
		_, err := b.owner.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	send := func(locale, from string) string {
		id := b.put("alice@example.com", 0)
		_, err := b.owner.Exec(t.Context(), `update auth.outbox set locale = $2, payload_sealed = null,
			project_id = (select id from auth.projects where slug = 'default'),
			data = data || jsonb_build_object('mail_from', $3::text) where id = $1`, id, locale, from)
		require.NoError(t, err)
		return id
	}
	german, french, english := send("de-AT", "Shop <hello@shop.example>"), send("fr", "not an address"), send("en", "")
	b.start(b.store, p)
	for id, want := range map[string]struct{ subject, from string }{
		german:  {"Hallo", "Shop <hello@shop.example>"},
		french:  {"Confirm your e-mail address for Shop", ""},
		english: {"Confirm your e-mail address for Shop", ""},
	} {
		b.eventually(id, "sent")
		for _, m := range p.sent {
			if m.ID == id {
				require.Equal(t, want.subject, m.Subject)
				require.Equal(t, want.from, m.From)
			}
		}
		require.Equal(t, 1, p.times(id))
	}
}
