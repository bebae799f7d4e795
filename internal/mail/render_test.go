package mail_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
)

var alice = mail.Data{
	ProjectName: "Shop", Email: "alice@example.com", DisplayName: "Alice",
	Link: "https://app.example.com/verify?token=abc&x=1", Code: "123456", ExpiresIn: "10 minutes",
}

// overrides keeps templates as "locale/name" and finds them as the database does.
func overrides(sources map[string]mail.Source) mail.Overrides {
	return func(_ context.Context, _, name, locale string) (mail.Source, bool, error) {
		language, _, _ := strings.Cut(locale, "-")
		for _, candidate := range []string{locale, language, "en"} {
			if source, found := sources[candidate+"/"+name]; found {
				return source, true, nil
			}
		}
		return mail.Source{}, false, nil
	}
}

func renderer(sources map[string]mail.Source) (*mail.Renderer, *bytes.Buffer) {
	var log bytes.Buffer
	return mail.NewRenderer(overrides(sources), slog.New(slog.NewTextHandler(&log, nil))), &log
}

func TestDefaults(t *testing.T) {
	t.Parallel()
	r, log := renderer(nil)
	for _, name := range []string{mail.VerifyEmail, mail.AccountExists, mail.PasswordReset, mail.PasswordChanged} {
		out, err := r.Render(t.Context(), "p", name, "en", alice)
		require.NoError(t, err, name)
		require.Contains(t, out.Subject, "Shop", name)
		require.Contains(t, out.Text, alice.Link, name)
		require.Contains(t, out.Text, alice.Email, name)
		require.Contains(t, out.HTML, `href="https://app.example.com/verify?token=abc&amp;x=1"`, name)
		bare, err := r.Render(t.Context(), "p", name, "en", mail.Data{ProjectName: "Shop", Email: "a@b"})
		require.NoError(t, err, name)
		require.NotContains(t, bare.Text+bare.HTML, "href", name)
		require.NotContains(t, bare.Text, "{{", name)
	}
	require.Empty(t, log.String())
}

func TestLocale(t *testing.T) {
	t.Parallel()
	german := mail.Source{Subject: "Bestätige {{.Email}}", Text: "Code {{.Code}}", HTML: "<p>{{.Code}}</p>"}
	austrian := mail.Source{Subject: "Servus {{.Email}}"}
	r, _ := renderer(map[string]mail.Source{"de/verify_email": german, "de-AT/verify_email": austrian})
	for tag, subject := range map[string]string{
		"de": "Bestätige alice@example.com", "de-DE": "Bestätige alice@example.com", "DE_ch": "Bestätige alice@example.com",
		"de-AT": "Servus alice@example.com", "de_AT": "Servus alice@example.com",
		"fr": "Confirm your e-mail address for Shop", "": "Confirm your e-mail address for Shop",
	} {
		out, err := r.Render(t.Context(), "p", mail.VerifyEmail, tag, alice)
		require.NoError(t, err, tag)
		require.Equal(t, subject, out.Subject, tag)
	}
}

func TestOverridePartByPart(t *testing.T) {
	t.Parallel()
	r, _ := renderer(map[string]mail.Source{
		"en/verify_email":     {Subject: "Only the subject"},
		"en/password_reset":   {Text: "Only text"},
		"en/password_changed": {HTML: "<p>Only HTML</p>"},
		"en/party":            {Subject: "Come", Text: "Tonight"},
	})
	out, err := r.Render(t.Context(), "p", mail.VerifyEmail, "en", alice)
	require.NoError(t, err)
	require.Equal(t, "Only the subject", out.Subject)
	require.Contains(t, out.Text, "123456")
	require.Contains(t, out.HTML, "123456")

	out, err = r.Render(t.Context(), "p", mail.PasswordReset, "en", alice)
	require.NoError(t, err)
	require.Equal(t, "Only text", out.Text)
	require.Empty(t, out.HTML, "standard HTML would hide the project's text")

	out, err = r.Render(t.Context(), "p", mail.PasswordChanged, "en", alice)
	require.NoError(t, err)
	require.Equal(t, "<p>Only HTML</p>", out.HTML)
	require.Contains(t, out.Text, "changed")

	out, err = r.Render(t.Context(), "p", "party", "en", alice)
	require.NoError(t, err, "a name without a default is the project's own")
	require.Equal(t, mail.Source{Subject: "Come", Text: "Tonight"}, out)
}

func TestBrokenOverrideFallsBack(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]mail.Source{
		"syntax":       {Subject: "{{.Email", Text: "x"},
		"no field":     {Text: "{{.Password}}"},
		"bad html":     {HTML: `<a href="{{if .Link}}x{{end`},
		"escape state": {HTML: `<a {{if .Link}}href="{{end}}`},
		"loop":         {Text: "{{range 1000000000}}{{end}}"},
	} {
		r, log := renderer(map[string]mail.Source{"en/verify_email": source})
		out, err := r.Render(t.Context(), "p", mail.VerifyEmail, "en", alice)
		require.NoError(t, err, name)
		require.Contains(t, out.Text, "123456", name)
		require.Contains(t, log.String(), "passed over", name)
		require.NotContains(t, log.String(), "123456", name)
	}
}

func TestFailingLookupIsTemporary(t *testing.T) {
	t.Parallel()
	down := errors.New("down")
	r := mail.NewRenderer(func(context.Context, string, string, string) (mail.Source, bool, error) {
		return mail.Source{}, false, down
	}, slog.New(slog.DiscardHandler))
	_, err := r.Render(t.Context(), "p", mail.VerifyEmail, "en", alice)
	require.ErrorIs(t, err, down)
	require.False(t, mail.IsPermanent(err))
}

func TestUnknownTemplateIsPermanent(t *testing.T) {
	t.Parallel()
	r, _ := renderer(nil)
	_, err := r.Render(t.Context(), "p", "nothing", "en", alice)
	require.True(t, mail.IsPermanent(err))
}

func TestUserTextIsData(t *testing.T) {
	t.Parallel()
	evil := mail.Data{
		ProjectName: "Shop\r\nBcc: eve@example.com", Email: `"><script>alert(1)</script>@example.com`,
		DisplayName: "{{.Link}}<b>\r\n\r\nYou won", Link: "javascript:alert(1)", Code: "<i>1</i>\n2",
	}
	r, _ := renderer(map[string]mail.Source{"en/verify_email": {
		Subject: "{{.ProjectName}}: {{.DisplayName}}",
		Text:    "Hi {{.DisplayName}}, {{.Code}}",
		HTML:    `<a href="{{.Link}}" title="{{.Email}}">{{.DisplayName}} {{.Code}}</a>`,
	}})
	out, err := r.Render(t.Context(), "p", mail.VerifyEmail, "en", evil)
	require.NoError(t, err)
	require.Equal(t, "Shop Bcc: eve@example.com: {{.Link}}<b> You won", out.Subject)
	require.Equal(t, "Hi {{.Link}}<b> You won, <i>1</i> 2", out.Text)
	require.NotContains(t, out.HTML, "<script>")
	require.NotContains(t, out.HTML, "javascript:")
	require.NotContains(t, out.HTML, "<b>")
	require.NotContains(t, out.HTML, "<i>")

	standard, _ := renderer(nil)
	out, err = standard.Render(t.Context(), "p", mail.PasswordReset, "en", evil)
	require.NoError(t, err)
	require.NotContains(t, out.Subject, "\n")
	require.NotContains(t, out.HTML, "<script>")
	require.NotContains(t, out.HTML, `"javascript:`)
}

func TestNameThatAdvertisesIsDropped(t *testing.T) {
	t.Parallel()
	r, _ := renderer(map[string]mail.Source{"en/verify_email": {Text: "[{{.DisplayName}}]"}})
	for name, shown := range map[string]string{
		"Dr. Jörg O'Brien": "[Dr. Jörg O'Brien]", "Win at https://evil.example": "[]", "WWW.evil.example": "[]",
		"mail eve@evil.example": "[]", "a\u202eb\u0000c": "[a b c]", strings.Repeat("x", 100): "[" + strings.Repeat("x", 64) + "]",
	} {
		data := alice
		data.DisplayName = name
		out, err := r.Render(t.Context(), "p", mail.VerifyEmail, "en", data)
		require.NoError(t, err)
		require.Equal(t, shown, out.Text)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	good := mail.Source{
		Subject: `{{with $n := .DisplayName}}{{$n}}{{else}}Hi{{end}}`,
		Text:    `{{/* why */}}{{if and .Link (ne .Code "")}}{{.Link | urlquery}}{{end}} {{len .Code}}`,
		HTML:    `<style>p{color:red}</style><a href="{{.Link}}">{{.ProjectName}}</a>`,
	}
	require.NoError(t, mail.Check(good))
	require.NoError(t, mail.Check(mail.Source{}))
	for _, text := range []string{
		"{{range 9}}x{{end}}", `{{define "a"}}{{end}}`, `{{template "subject"}}`, `{{block "a" .}}{{end}}`,
		`{{printf "%999999999d" 1}}`, `{{call .Link}}`, `{{index .Link 0}}`, `{{slice .Link 1}}`, `{{html .Link}}`,
		`{{if range}}{{end}}`, `{{.Secret}}`, `{{if .Code}}{{.Secret}}{{end}}`, `{{if not .Code}}{{.Secret}}{{end}}`,
		`{{(print .Link)}}`, strings.Repeat("x", 65<<10),
	} {
		require.Error(t, mail.Check(mail.Source{Text: text}), text)
		require.Error(t, mail.Check(mail.Source{HTML: text}), text)
		require.Error(t, mail.Check(mail.Source{Subject: text}), text)
	}
	require.Error(t, mail.Check(mail.Source{Subject: strings.Repeat("x", 1025)}))
}

func TestSpan(t *testing.T) {
	t.Parallel()
	for d, text := range map[time.Duration]string{
		10 * time.Minute: "10 minutes", time.Hour: "1 hour", 48 * time.Hour: "2 days", 90 * time.Minute: "90 minutes",
		30 * time.Second: "30 seconds", 90*time.Second + 500*time.Millisecond: "2 minutes", 0: "1 minute",
	} {
		require.Equal(t, text, mail.Span(d))
	}
}
