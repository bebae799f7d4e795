package web

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
)

// Page is a small page for people: a title, some text, and perhaps a form that
// posts a hidden token, or a link to go on.
type Page struct {
	Title, Text string
	Action      string // where the form posts to, "" for no form
	Token       string
	Password    bool // the form asks for a new password
	Button      string
	Next        string // a link to go on
	Nonce       string
}

var pageTemplate = template.Must(template.New("page").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{{.Title}}</title>
<style nonce="{{.Nonce}}">body{font:16px/1.5 system-ui,sans-serif;max-width:26rem;margin:15vh auto;padding:0 1rem;color:#222}
button,input{font:inherit;padding:.5rem 1rem;border-radius:.4rem;border:1px solid #888}button{background:#1b5e4b;color:#fff;border:0;cursor:pointer}
input{display:block;width:100%;box-sizing:border-box;margin:.5rem 0 1rem}</style></head>
<body><h1>{{.Title}}</h1><p>{{.Text}}</p>
{{if .Action}}<form method="post" action="{{.Action}}"><input type="hidden" name="token" value="{{.Token}}">
{{if .Password}}<label>New password<input type="password" name="new_password" autocomplete="new-password" required></label>{{end}}
<button>{{.Button}}</button></form>{{end}}
{{if .Next}}<p><a href="{{.Next}}" rel="noreferrer">Continue</a></p>{{end}}
</body></html>
`))

// Render answers with the page. It runs no script, is framed by nobody, and
// tells no other site where it was.
func (p Page) Render(w http.ResponseWriter, status int) {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw) // never fails (crypto/rand)
	p.Nonce = base64.RawURLEncoding.EncodeToString(raw)
	var body bytes.Buffer
	if err := pageTemplate.Execute(&body, p); err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'nonce-"+p.Nonce+"'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the client has gone: nobody to tell
}

// WantsJSON says that a program asks: it accepts JSON and no page.
func WantsJSON(r *http.Request) bool {
	accept := strings.ToLower(r.Header.Get("Accept"))
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}
