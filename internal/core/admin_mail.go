package core

import (
	"context"
	"net/http"
	"slices"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/pg"
)

// MailTemplate is a project's own words for a mail, in one language. What is
// empty is as the built-in template has it.
type MailTemplate struct {
	Name    string `json:"name"`
	Locale  string `json:"locale"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
}

// MailTemplates are a project's own. Refuses what auth.mail_templates_read refuses.
func (c *Core) MailTemplates(ctx context.Context, by Administrator, p *Project) ([]MailTemplate, error) {
	return pg.Value[[]MailTemplate](ctx, c.Service, "mail_templates_read", by.of(p)...)
}

// SetMailTemplate sets one, after a trial run. Refuses template_unknown,
// template_invalid and what auth.mail_template_set refuses.
func (c *Core) SetMailTemplate(ctx context.Context, by Administrator, p *Project, t MailTemplate) error {
	if !slices.Contains(mail.Names(), t.Name) {
		return fault.New(http.StatusNotFound, "template_unknown", "There is no such mail.", "See the list of mails.").On("name")
	}
	if err := mail.Check(mail.Source{Subject: t.Subject, Text: t.Text, HTML: t.HTML}); err != nil {
		return fault.New(http.StatusBadRequest, "template_invalid", "This template does not work: "+err.Error()+".", "Use what the built-in templates use.")
	}
	return c.administer(ctx, "mail_template_set", by.of(p, pg.Text("name", t.Name), pg.Text("locale", t.Locale),
		pg.Text("subject", t.Subject), pg.Text("body_text", t.Text), pg.Text("body_html", t.HTML)))
}

// RemoveMailTemplate gives a mail back to the built-in words. Refuses what
// auth.mail_template_remove refuses.
func (c *Core) RemoveMailTemplate(ctx context.Context, by Administrator, p *Project, name, locale string) error {
	return c.administer(ctx, "mail_template_remove", by.of(p, pg.Text("name", name), pg.Text("locale", locale)))
}
