package mail_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestTemplateByLocale(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, locale := range []string{"en", "pt", "pt-BR", "de"} {
		s.Call("mail_template_set", scene.Args{"project": s.Project, "name": "verify_email", "locale": locale, "subject": locale, "body_text": "t", "body_html": "h"})
	}
	subject := func(name string, locale any) string {
		return s.Call("mail_template", scene.Args{"project": s.Project, "name": name, "locale": locale}).Text("subject")
	}
	for locale, want := range map[string]string{"pt-BR": "pt-BR", "pt-PT": "pt", "pt": "pt", "de-AT": "de", "fr": "en", "": "en"} {
		require.Equal(t, want, subject("verify_email", locale), locale)
	}
	require.Equal(t, "en", subject("verify_email", nil))
	require.Empty(t, subject("password_reset", "en"), "none of its own")
	require.Empty(t, s.Another().Call("mail_template", scene.Args{"project": s.Another().Project, "name": "verify_email", "locale": "en"})["subject"])

	s.Call("mail_template_set", scene.Args{"project": s.Project, "name": "verify_email", "locale": "en", "subject": "new", "body_text": "t", "body_html": "h"})
	require.Equal(t, "new", subject("verify_email", "en"))
}
