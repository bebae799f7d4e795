package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/rolecall/rolecall/internal/mail"
)

// Purpose is what a row's payload is sealed for.
const Purpose = "outbox"

// Opener opens what is sealed under the master key.
type Opener func(sealed []byte, purpose, project string) ([]byte, error)

// Mailer delivers rows of one kind: mails, or text messages.
type Mailer struct {
	Renderer *mail.Renderer
	Sender   mail.Sender
	Open     Opener
	Log      *slog.Logger
}

// facts is a row's data column: what may stand in the database in the open.
type facts struct {
	ProjectName string `json:"project_name"`
	Email       string `json:"email"`
	DisplayName string `json:"display_name"`
	SiteURL     string `json:"site_url"`
	MailFrom    string `json:"mail_from"`
	ExpiresIn   int    `json:"expires_in"` // seconds
	TenantName  string `json:"tenant_name"`
	InvitedBy   string `json:"invited_by"`
	Change      string `json:"change"`
	Provider    string `json:"provider"`
	Device      string `json:"device"`
	IP          string `json:"ip"`
	InvitedTo   string `json:"invited_to"`
}

// payload is what may not: whoever reads it could use it.
type payload struct {
	Link string `json:"link"`
	Code string `json:"code"`
}

// Deliver renders a row and sends it.
func (m *Mailer) Deliver(ctx context.Context, row Row) error {
	message, err := m.compose(ctx, row)
	if err != nil {
		return err
	}
	return m.Sender.Send(ctx, message)
}

func (m *Mailer) compose(ctx context.Context, row Row) (mail.Message, error) {
	var open facts
	if err := json.Unmarshal(row.Data, &open); err != nil {
		return mail.Message{}, mail.Permanent(fmt.Errorf("read outbox data: %w", err))
	}
	hidden, err := m.unseal(row)
	if err != nil {
		return mail.Message{}, err
	}
	var locale string
	if row.Locale != nil {
		locale = *row.Locale
	}
	template := row.Template
	if row.Kind == mail.KindSMS {
		template = mail.TextMessage + template
	}
	content, err := m.Renderer.Render(ctx, row.Project, template, locale, open.data(hidden))
	if err != nil {
		return mail.Message{}, err
	}
	return mail.Message{
		ID: row.ID, Kind: row.Kind, Project: row.Project, From: m.sender(ctx, row, open.MailFrom), To: row.Destination,
		Subject: content.Subject, Text: content.Text, HTML: content.HTML, Code: hidden.Code, Link: hidden.Link,
	}, nil
}

// unseal fails for now when a key is missing: the operator may bring it back.
func (m *Mailer) unseal(row Row) (payload, error) {
	if row.Sealed == nil {
		return payload{}, nil
	}
	text, err := m.Open(row.Sealed, Purpose, row.Project)
	if err != nil {
		return payload{}, fmt.Errorf("open outbox payload: %w", err)
	}
	var hidden payload
	if err := json.Unmarshal(text, &hidden); err != nil {
		// The error would quote the text.
		return payload{}, mail.Permanent(fmt.Errorf("read outbox payload: it is not the JSON it should be"))
	}
	return hidden, nil
}

// sender is the project's own, unless it is none.
func (m *Mailer) sender(ctx context.Context, row Row, from string) string {
	if from == "" {
		return ""
	}
	if _, err := mail.ParseSender(from); err != nil {
		m.Log.WarnContext(ctx, "setting mail_from passed over", "project", row.Project, "error", err)
		return ""
	}
	return from
}

func (f facts) data(hidden payload) mail.Data {
	data := mail.Data{
		ProjectName: f.ProjectName, Email: f.Email, DisplayName: f.DisplayName, SiteURL: f.SiteURL,
		Link: hidden.Link, Code: hidden.Code, TenantName: f.TenantName, InvitedBy: f.InvitedBy, Change: f.Change, Provider: f.Provider, Device: f.Device, IP: f.IP, InvitedTo: f.InvitedTo,
	}
	if f.ExpiresIn > 0 {
		data.ExpiresIn = mail.Span(time.Duration(f.ExpiresIn) * time.Second)
	}
	return data
}
