package mail

import (
	"fmt"
	htmltemplate "html/template"
	"strings"
	texttemplate "text/template"
)

// Source is a template as a project writes it: Go template text. An empty
// field means "as the default has it".
type Source struct {
	Subject string
	Text    string
	HTML    string
}

// Data is what a template may show. All of it is data, never template text.
type Data struct {
	ProjectName string
	Email       string
	DisplayName string
	Link        string
	Code        string
	// ExpiresIn is ready to read: "10 minutes".
	ExpiresIn string
	SiteURL   string
	// TenantName is what somebody is invited into, InvitedBy who did so.
	TenantName, InvitedBy string
	// Change is what happened to a factor, passkey, token or linked account: added, removed.
	Change string
	// Provider is where the account is that was linked or unlinked, e.g. google.
	Provider string
	// Device and IP say where somebody signed in from.
	Device, IP string
	// InvitedTo is what somebody is to administer.
	InvitedTo string
}

const (
	maxSubjectSource = 1 << 10
	maxBodySource    = 64 << 10
)

// sample has every field set, so that a trial run meets a misspelt name.
var sample = Data{
	ProjectName: "Shop", Email: "alice@example.com", DisplayName: "Alice", Link: "https://example.com/?token=t",
	Code: "123456", ExpiresIn: "10 minutes", SiteURL: "https://example.com",
	TenantName: "Sales", InvitedBy: "Bob", Change: "added", Provider: "google", Device: "Firefox", IP: "192.0.2.1",
}

// compiled is a Source that has passed Check. A nil member was empty.
type compiled struct {
	subject *texttemplate.Template
	text    *texttemplate.Template
	html    *htmltemplate.Template
}

// Check tells what is wrong with a project's template, and runs it once with
// every field set and once with none.
func Check(source Source) error {
	c, err := compile(source)
	if err != nil {
		return err
	}
	for _, data := range []Data{sample, {}} {
		if _, err := c.render(data); err != nil {
			return err
		}
	}
	return nil
}

func compile(source Source) (*compiled, error) {
	var c compiled
	var err error
	if c.subject, err = compileText("subject", source.Subject, maxSubjectSource); err != nil {
		return nil, err
	}
	if c.text, err = compileText("text", source.Text, maxBodySource); err != nil {
		return nil, err
	}
	if c.html, err = compileHTML(source.HTML); err != nil {
		return nil, err
	}
	return &c, nil
}

func compileText(part, source string, limit int) (*texttemplate.Template, error) {
	if source == "" {
		return nil, nil
	}
	if len(source) > limit {
		return nil, fmt.Errorf("compile %s: longer than %d bytes", part, limit)
	}
	t, err := texttemplate.New(part).Parse(source)
	if err != nil {
		return nil, fmt.Errorf("compile %s: %w", part, err)
	}
	if len(t.Templates()) > 1 {
		return nil, fmt.Errorf("compile %s: define and block are not part of the mail language", part)
	}
	if err := allow(t.Tree); err != nil {
		return nil, fmt.Errorf("compile %s: %w", part, err)
	}
	return t, nil
}

func compileHTML(source string) (*htmltemplate.Template, error) {
	// The text parser knows the whole language, so it is asked first: whatever
	// html/template then adds for escaping is its own.
	if t, err := compileText("html", source, maxBodySource); t == nil {
		return nil, err
	}
	t, err := htmltemplate.New("html").Parse(source)
	if err != nil {
		return nil, fmt.Errorf("compile html: %w", err)
	}
	return t, nil
}

func (c *compiled) render(data Data) (Source, error) {
	var out Source
	var b strings.Builder
	if c.subject != nil {
		if err := c.subject.Execute(&b, data); err != nil {
			return Source{}, fmt.Errorf("render subject: %w", err)
		}
		out.Subject = oneLine(b.String(), maxSubject)
		b.Reset()
	}
	if c.text != nil {
		if err := c.text.Execute(&b, data); err != nil {
			return Source{}, fmt.Errorf("render text: %w", err)
		}
		out.Text = b.String()
		b.Reset()
	}
	if c.html != nil {
		if err := c.html.Execute(&b, data); err != nil {
			return Source{}, fmt.Errorf("render html: %w", err)
		}
		out.HTML = b.String()
	}
	return out, nil
}
