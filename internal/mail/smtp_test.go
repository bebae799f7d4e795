package mail_test

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rolecall/rolecall/internal/mail"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var letterToAlice = mail.Message{
	ID: "0190b0c4-0000-7000-8000-000000000001", Kind: mail.KindMail, To: "alice@example.com",
	Subject: "Grüße\r\nBcc: eve@example.com", Text: "Hello\n.\nDear Alice — 123456", HTML: "<p>Dear Alice — 123456</p>",
}

func send(t *testing.T, p *postbox, url string, m mail.Message) error {
	t.Helper()
	sender, err := mail.NewSMTP(strings.ReplaceAll(url, "HOST", p.address), "Shop <no-reply@shop.example>", p.roots)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	return sender.Send(ctx, m)
}

func TestSendPlain(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{}, false, false)
	require.NoError(t, send(t, p, "smtp://HOST?tls=none", letterToAlice))
	require.NoError(t, send(t, p, "smtp://HOST?tls=opportunistic", letterToAlice))
	letters := p.received()
	require.Len(t, letters, 2)
	require.Equal(t, "no-reply@shop.example", letters[0].from)
	require.Equal(t, "alice@example.com", letters[0].to)
	require.False(t, letters[0].tls)

	first, second := letters[0].parse(t), letters[1].parse(t)
	require.Equal(t, "<0190b0c4-0000-7000-8000-000000000001@shop.example>", first.Header.Get("Message-Id"))
	require.Equal(t, first.Header.Get("Message-Id"), second.Header.Get("Message-Id"), "a repeat bears the same id")
	require.Equal(t, `"Shop" <no-reply@shop.example>`, first.Header.Get("From"))
	require.Equal(t, "<alice@example.com>", first.Header.Get("To"))
	require.Empty(t, first.Header.Get("Bcc"))
	subject, err := new(mime.WordDecoder).DecodeHeader(first.Header.Get("Subject"))
	require.NoError(t, err)
	require.Equal(t, "Grüße Bcc: eve@example.com", subject)
	require.Equal(t, []string{"Hello\r\n.\r\nDear Alice — 123456", "<p>Dear Alice — 123456</p>"}, parts(t, letters[0]))
}

// parts gives the bodies of a multipart/alternative letter.
func parts(t *testing.T, l letter) []string {
	t.Helper()
	m := l.parse(t)
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	require.NoError(t, err)
	require.Equal(t, "multipart/alternative", kind)
	var bodies []string
	for reader := multipart.NewReader(m.Body, params["boundary"]); ; {
		part, err := reader.NextRawPart()
		if err == io.EOF {
			return bodies
		}
		require.NoError(t, err)
		body, err := io.ReadAll(quotedprintable.NewReader(part))
		require.NoError(t, err)
		bodies = append(bodies, string(body))
	}
}

func TestSendSTARTTLS(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{}, true, false)
	require.NoError(t, send(t, p, "smtp://HOST", letterToAlice))
	require.NoError(t, send(t, p, "smtp://HOST?tls=opportunistic", letterToAlice))
	for _, l := range p.received() {
		require.True(t, l.tls)
	}
	p.roots = nil
	require.ErrorContains(t, send(t, p, "smtp://HOST", letterToAlice), "certificate")
	require.Len(t, p.received(), 2)
}

func TestSTARTTLSIsNotGivenUp(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{}, false, false)
	err := send(t, p, "smtp://HOST", letterToAlice)
	require.ErrorContains(t, err, "STARTTLS")
	require.False(t, mail.IsPermanent(err), "the operator can repair it")
	require.Empty(t, p.received())
}

func TestSendImplicitTLS(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{user: "shop"}, false, true)
	require.NoError(t, send(t, p, "smtps://shop:p%40ss%20word@HOST", letterToAlice))
	require.Len(t, p.received(), 1)
	require.True(t, p.received()[0].tls)
	require.Equal(t, "shop", p.received()[0].user)
}

func TestLogin(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{user: "shop"}, true, false)
	require.NoError(t, send(t, p, "smtp://shop:p%40ss%20word@HOST", letterToAlice))
	for _, url := range []string{"smtp://shop:wrong-secret@HOST", "smtp://HOST"} {
		err := send(t, p, url, letterToAlice)
		require.Error(t, err)
		require.False(t, mail.IsPermanent(err), "a wrong login is no fault of the letter: %v", err)
		require.NotContains(t, err.Error(), "wrong-secret")
	}
	require.Len(t, p.received(), 1)
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	refuse := func(code int) error {
		return &smtp.SMTPError{Code: code, EnhancedCode: smtp.EnhancedCode{code / 100, 1, 1}, Message: "no to alice@example.com"}
	}
	for name, c := range map[string]struct {
		script    script
		permanent bool
	}{
		"mail 451": {script{mail: refuse(451)}, false}, "mail 550": {script{mail: refuse(550)}, true},
		"rcpt 450": {script{rcpt: refuse(450)}, false}, "rcpt 550": {script{rcpt: refuse(550)}, true},
		"data 452": {script{data: refuse(452)}, false}, "data 554": {script{data: refuse(554)}, true},
	} {
		p := openPostbox(t, c.script, false, false)
		err := send(t, p, "smtp://HOST?tls=none", letterToAlice)
		require.ErrorContains(t, err, name[len(name)-3:], name)
		require.Equal(t, c.permanent, mail.IsPermanent(err), "%s: %v", name, err)
		require.NotContains(t, err.Error(), "alice@example.com", name)
		require.Empty(t, p.received(), name)
	}
}

func TestHalfAnswerIsTemporary(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{cut: true}, false, false)
	err := send(t, p, "smtp://HOST?tls=none", letterToAlice)
	require.Error(t, err)
	require.False(t, mail.IsPermanent(err), err)
	require.Len(t, p.received(), 1, "the server has it, and the sender cannot know")
}

func TestSlowServer(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{slow: time.Second}, false, false)
	sender, err := mail.NewSMTP("smtp://"+p.address+"?tls=none", "no-reply@shop.example", nil)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	err = sender.Send(ctx, letterToAlice)
	require.Error(t, err)
	require.False(t, mail.IsPermanent(err))
	require.Less(t, time.Since(start), 450*time.Millisecond)
}

func TestSilentServer(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	sender, err := mail.NewSMTP("smtp://"+listener.Addr().String(), "no-reply@shop.example", nil)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	start := time.Now()
	require.ErrorContains(t, sender.Send(ctx, letterToAlice), "reach mail server")
	require.Less(t, time.Since(start), 800*time.Millisecond)
}

func TestBadRecipientIsPermanent(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{}, false, false)
	for _, to := range []string{"", "Alice <alice@example.com>", "alice@example.com, eve@example.com", "alice@example.com\r\nRCPT TO:<eve@example.com>"} {
		m := letterToAlice
		m.To = to
		err := send(t, p, "smtp://HOST?tls=none", m)
		require.ErrorIs(t, err, mail.ErrAddress)
		require.True(t, mail.IsPermanent(err))
	}
	require.Empty(t, p.received())
}

func TestAddressBeyondASCII(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{}, false, false)
	m := letterToAlice
	m.To = "jörg@exämple.de"
	require.NoError(t, send(t, p, "smtp://HOST?tls=none", m))
	require.Equal(t, "jörg@exämple.de", p.received()[0].to)
	require.True(t, p.received()[0].utf8)
}

func TestProjectsOwnSender(t *testing.T) {
	t.Parallel()
	p := openPostbox(t, script{}, false, false)
	m := letterToAlice
	m.From = "Boutique <hello@boutique.example>"
	require.NoError(t, send(t, p, "smtp://HOST?tls=none", m))
	require.Equal(t, "hello@boutique.example", p.received()[0].from)
	require.Equal(t, `"Boutique" <hello@boutique.example>`, p.received()[0].parse(t).Header.Get("From"))
	m.From = "hello@boutique.example, eve@example.com"
	require.ErrorIs(t, send(t, p, "smtp://HOST?tls=none", m), mail.ErrAddress)
}

func TestServerURL(t *testing.T) {
	t.Parallel()
	for _, url := range []string{
		"smtp://mail.example.com", "smtp://u:p@mail.example.com:2525?tls=starttls", "smtps://u:p@mail.example.com",
		"smtp://127.0.0.1:25?tls=none", "smtp://u:p@localhost?tls=none", "smtp://mail.example.com?tls=none", "smtp://[::1]:25?tls=none",
	} {
		_, err := mail.NewSMTP(url, "a@b.example", nil)
		require.NoError(t, err, url)
	}
	for url, words := range map[string]string{
		"": "no host", "mail.example.com:587": "URL", "http://mail.example.com": "neither smtp nor smtps", "smtp://": "no host",
		"smtp://h:0": "port", "smtp://h:70000": "port", "smtp://h?tls=maybe": "tls=maybe", "smtps://h?tls=none": "no tls option",
		"smtp://u:hunter2@mail.example.com?tls=none": "in the clear", "smtp://u:hunter2@h:x": "not a URL",
	} {
		_, err := mail.NewSMTP(url, "a@b.example", nil)
		require.ErrorContains(t, err, words, url)
		require.NotContains(t, err.Error(), "hunter2")
	}
	for _, from := range []string{"", "shop", "a@b.example, c@d.example", "a@b.example\r\nBcc: x@y"} {
		_, err := mail.NewSMTP("smtp://h", from, nil)
		require.ErrorIs(t, err, mail.ErrAddress, from)
	}
}
