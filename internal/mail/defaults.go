package mail

import (
	"embed"
	"fmt"
	htmltemplate "html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	texttemplate "text/template"
)

// The names of the mails that Rolecall sends.
const (
	VerifyEmail     = "verify_email"
	AccountExists   = "account_exists"
	PasswordReset   = "password_reset"
	PasswordChanged = "password_changed"
)

// TextMessage goes before a template's name where it is for a text message,
// which has a text alone.
const TextMessage = "sms_"

//go:embed templates
var files embed.FS

// defaults is locale -> name -> template, from the embedded files: a text
// file whose first line is the subject, an HTML file that goes into the layout.
var defaults = mustLoad(files)

func mustLoad(files fs.FS) map[string]map[string]*compiled {
	layout := htmltemplate.Must(htmltemplate.ParseFS(files, "templates/layout.html"))
	texts, err := fs.Glob(files, "templates/*/*.txt")
	if err != nil {
		panic(err)
	}
	all := map[string]map[string]*compiled{}
	for _, file := range texts {
		locale, name := path.Base(path.Dir(file)), strings.TrimSuffix(path.Base(file), ".txt")
		if all[locale] == nil {
			all[locale] = map[string]*compiled{}
		}
		all[locale][name] = mustCompile(files, layout, file)
	}
	return all
}

func mustCompile(files fs.FS, layout *htmltemplate.Template, file string) *compiled {
	source, err := fs.ReadFile(files, file)
	if err != nil {
		panic(err)
	}
	head, body, found := strings.Cut(string(source), "\n\n")
	subject, isSubject := strings.CutPrefix(head, "Subject: ")
	if !found || !isSubject {
		panic(fmt.Sprintf("mail template %s: no subject line", file))
	}
	c := &compiled{
		subject: texttemplate.Must(texttemplate.New("subject").Parse(subject)),
		text:    texttemplate.Must(texttemplate.New("text").Parse(body)),
	}
	if !strings.HasPrefix(path.Base(file), TextMessage) {
		html := htmltemplate.Must(layout.Clone())
		c.html = htmltemplate.Must(html.ParseFS(files, strings.TrimSuffix(file, ".txt")+".html"))
	}
	return c
}

// Names are the mails and text messages that there are.
func Names() []string { return slices.Sorted(maps.Keys(defaults["en"])) }
