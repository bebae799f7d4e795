package doctor

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/rolecall/rolecall/internal/mail"
)

// publicURL asks the address that clients are given.
func (e *examination) publicURL(ctx context.Context) {
	const name = "public_url"
	if e.cfg.PublicURL == "" {
		e.warn(name, "ROLECALL_PUBLIC_URL=https://auth.example.com", "ROLECALL_PUBLIC_URL is not set here: a server does not start without it")
		return
	}
	u, err := url.Parse(e.cfg.PublicURL)
	if err != nil {
		return // the configuration was refused before
	}
	if u.Scheme == "http" && !isLoopback(u.Hostname()) {
		e.warn(name, "put a proxy with TLS before the server, and https:// into ROLECALL_PUBLIC_URL", "%s has no TLS: passwords and tokens travel in the clear", e.cfg.PublicURL)
		return
	}
	if !healthy(ctx, e.cfg.PublicURL+"/healthz") {
		e.warn(name, "rolecall serve, or correct ROLECALL_PUBLIC_URL", "no Rolecall answers at %s from here", e.cfg.PublicURL)
		return
	}
	e.ok(name, "%s answers", e.cfg.PublicURL)
}

// healthy says whether a server of ours answers there.
func healthy(ctx context.Context, address string) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return false
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return false
	}
	defer func() { _ = answer.Body.Close() }()
	var body struct{ Status string }
	return json.NewDecoder(answer.Body).Decode(&body) == nil && answer.StatusCode == http.StatusOK && body.Status == "ok"
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// mail greets the mail server and logs in.
func (e *examination) mail(ctx context.Context) {
	switch {
	case e.cfg.MailboxURL != "":
		e.ok("mail", "goes to the mailbox of rolecall dev")
		return
	case e.cfg.SMTPURL == "":
		e.warn("mail", "ROLECALL_SMTP_URL=smtp://USER:PASSWORD@HOST:587", "ROLECALL_SMTP_URL is not set here: mail waits in the outbox")
		return
	}
	sender, err := mail.NewSMTP(e.cfg.SMTPURL, e.cfg.MailFrom, nil)
	if err != nil {
		e.fault("mail", "correct ROLECALL_SMTP_URL or ROLECALL_MAIL_FROM", "%s", oneLine(err))
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	if err := sender.Check(ctx); err != nil {
		e.fault("mail", "correct host, port, user or password in ROLECALL_SMTP_URL", "%s", oneLine(err))
		return
	}
	if strings.Contains(e.cfg.MailFrom, "@localhost") {
		e.warn("mail", "ROLECALL_MAIL_FROM='Name <no-reply@example.com>'", "the server takes us, but mail from %s will not be believed", e.cfg.MailFrom)
		return
	}
	e.ok("mail", "the mail server takes us; nothing was sent")
}

// debug warns of what belongs to a developer's machine.
func (e *examination) debug() {
	if e.cfg.AllowDebug {
		e.warn("debug", "unset ROLECALL_ALLOW_DEBUG", "ROLECALL_ALLOW_DEBUG is on: for development only")
	}
	if e.cfg.AllowPrivateHosts {
		e.warn("debug", "unset ROLECALL_ALLOW_PRIVATE_HOSTS", "ROLECALL_ALLOW_PRIVATE_HOSTS is on: for development only")
	}
	if !e.cfg.AllowDebug && !e.cfg.AllowPrivateHosts {
		e.ok("debug", "off")
	}
}
