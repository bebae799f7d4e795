package app

import (
	"fmt"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/mailbox"
	"github.com/rolecall/rolecall/internal/outbox"
)

// newWorker makes the outbox worker for whatever can be sent with this configuration.
func (a *App) newWorker() (*outbox.Worker, error) {
	store := outbox.Postgres{Pool: a.service}
	deliver := map[string]outbox.Deliver{}
	sender, err := a.sender()
	if err != nil {
		return nil, err
	}
	if sender != nil {
		mailer := &outbox.Mailer{Renderer: mail.NewRenderer(store.Template, a.log), Sender: sender, Open: a.cfg.Keyring.Open, Log: a.log}
		deliver["mail"] = mailer.Deliver
	} else {
		a.log.Warn("mail is not sent: ROLECALL_SMTP_URL is missing; it waits in the outbox")
	}
	return outbox.New(outbox.Options{Store: store, Deliver: deliver, Log: a.log}), nil
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
