package native

import (
	"net/http"
	"net/netip"
	"time"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/mail"
)

// logRoutes are what administrators read of the past, and what is written to people.
func (f *Face) logRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/audit", f.audit,
			doc{"The audit log, newest first.", secretKey, auditQuery{}, core.AuditPage{}, "cursor_invalid audit_result_unknown"}},
		{"GET", "/p/:p/v1/mail-templates", f.mailTemplates,
			doc{"The project's own words for mails, and which mails there are.", secretKey, nil, templateList{}, ""}},
		{"PUT", "/p/:p/v1/mail-templates/:name/:locale", f.setMailTemplate,
			doc{"Sets the words of a mail in a language, as Go templates.", secretKey, templateBody{}, done{}, "template_unknown template_invalid"}},
		{"DELETE", "/p/:p/v1/mail-templates/:name/:locale", f.removeMailTemplate,
			doc{"Gives a mail back to the built-in words.", secretKey, nil, done{}, "template_unknown"}},
	}
}

type auditQuery struct {
	User   string `query:"user" doc:"an id"`
	Event  string `query:"event" doc:"signin_refused; signin_* for all that begin so"`
	Result string `query:"result" doc:"ok or refused"`
	From   string `query:"from" doc:"RFC 3339"`
	To     string `query:"to" doc:"RFC 3339, not itself"`
	IP     string `query:"ip" doc:"an address or a network"`
	Limit  int    `query:"limit" doc:"up to 200"`
	Cursor string `query:"cursor"`
}

// GET /p/{p}/v1/audit
func (f *Face) audit(x *exchange) (any, error) {
	get := x.r.URL.Query().Get
	limit, err := x.count("limit", 50)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"from", "to"} {
		if _, err := time.Parse(time.RFC3339, get(name)); get(name) != "" && err != nil {
			return nil, fault.New(http.StatusBadRequest, "field_invalid", "This is no time.", "Send RFC 3339, e.g. 2026-01-31T12:00:00Z.").On(name)
		}
	}
	if ip := get("ip"); ip != "" {
		_, notOne := netip.ParseAddr(ip)
		if _, notMany := netip.ParsePrefix(ip); notOne != nil && notMany != nil {
			return nil, fault.New(http.StatusBadRequest, "field_invalid", "This is no address.", "Send one, or a network.").On("ip")
		}
	}
	if err := isID(get("user"), "user"); err != nil {
		return nil, err
	}
	return f.core.Audit(x.r.Context(), x.administrator(), x.project, core.AuditQuery{User: get("user"), Event: get("event"), Result: get("result"),
		From: get("from"), To: get("to"), IP: get("ip"), Limit: limit, Cursor: get("cursor")})
}

type templateList struct {
	Names     []string            `json:"names" doc:"the mails and text messages that there are"`
	Templates []core.MailTemplate `json:"templates"`
}

// GET /p/{p}/v1/mail-templates
func (f *Face) mailTemplates(x *exchange) (any, error) {
	own, err := f.core.MailTemplates(x.r.Context(), x.administrator(), x.project)
	return templateList{mail.Names(), own}, err
}

type templateBody struct {
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html"`
}

// PUT /p/{p}/v1/mail-templates/{name}/{locale}
func (f *Face) setMailTemplate(x *exchange) (any, error) {
	var body templateBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return ok, f.core.SetMailTemplate(x.r.Context(), x.administrator(), x.project, core.MailTemplate{
		Name: x.param("name"), Locale: x.param("locale"), Subject: body.Subject, Text: body.Text, HTML: body.HTML})
}

// DELETE /p/{p}/v1/mail-templates/{name}/{locale}
func (f *Face) removeMailTemplate(x *exchange) (any, error) {
	return ok, f.core.RemoveMailTemplate(x.r.Context(), x.administrator(), x.project, x.param("name"), x.param("locale"))
}
