package app

import (
	"fmt"
	"time"

	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/mailbox"
	"github.com/rolecall/rolecall/internal/outbox"
	"github.com/rolecall/rolecall/internal/outward"
	"github.com/rolecall/rolecall/internal/sms"
	"github.com/rolecall/rolecall/internal/webhook"
)

// newWorker makes the outbox worker for whatever can be sent with this configuration.
func (a *App) newWorker() (*outbox.Worker, error) {
	store := outbox.Postgres{Pool: a.service}
	deliver := map[string]outbox.Deliver{}
	sender, err := a.sender()
	if err != nil {
		return nil, err
	}
	by := func(s mail.Sender) outbox.Deliver {
		return (&outbox.Mailer{Renderer: mail.NewRenderer(store.Template, a.log), Sender: s, Open: a.cfg.Keyring.Open, Log: a.log}).Deliver
	}
	deliver[mail.KindSMS] = by(a.texter(store))
	if sender != nil {
		deliver[mail.KindMail] = by(sender)
	} else {
		a.log.Warn("mail is not sent: ROLECALL_SMTP_URL is missing; it waits in the outbox")
	}
	return outbox.New(outbox.Options{Store: store, Deliver: deliver, Log: a.log}), nil
}

// newNotifier makes the worker for webhooks. It has hands of its own: a project's
// endpoint that is slow must not keep mail waiting.
func (a *App) newNotifier() *outbox.Worker {
	store := outbox.Postgres{Pool: a.service}
	notifier := &outbox.Notifier{Store: store, Open: a.cfg.Keyring.Open, Log: a.log,
		Sender: webhook.Sender{Client: outward.Client(a.cfg.AllowPrivateHosts, 15*time.Second), AllowPlain: a.cfg.AllowPrivateHosts}}
	return outbox.New(outbox.Options{Store: store, Deliver: map[string]outbox.Deliver{outbox.KindWebhook: notifier.Deliver}, Log: a.log, Hands: 16})
}

// texter is dev's mailbox, or each project's own account.
func (a *App) texter(store outbox.Postgres) mail.Sender {
	if a.cfg.MailboxURL != "" {
		return mailbox.Sender{URL: a.cfg.MailboxURL, Secret: a.cfg.MailboxSecret}
	}
	return sms.Sender{Account: store.Account(a.cfg.Keyring.Open), Client: outward.Client(a.cfg.AllowPrivateHosts, 20*time.Second)}
}

// sender is dev's mailbox, a mail server, or nil.
func (a *App) sender() (mail.Sender, error) {
	switch {
	case a.cfg.MailboxURL != "":
		return mailbox.Sender{URL: a.cfg.MailboxURL, Secret: a.cfg.MailboxSecret}, nil
	case a.cfg.SMTPURL != "":
		sender, err := mail.NewSMTP(a.cfg.SMTPURL, a.cfg.MailFrom, nil)
		if err != nil {
			return nil, fmt.Errorf("ROLECALL_SMTP_URL or ROLECALL_MAIL_FROM: %w", err)
		}
		return sender, nil
	}
	return nil, nil
}

// sessionSettings tell SQL what it can't see: that text messages are shown
// here, so that no project needs an account to send them.
func sessionSettings(cfg *config.Config) map[string]string {
	if cfg.MailboxURL == "" {
		return nil
	}
	return map[string]string{"rolecall.texts": "shown"}
}
