package native

import (
	"encoding/json"
	"net/http"

	"github.com/rolecall/rolecall/internal/web"
)

// responder is an answer that isn't an envelope.
type responder interface {
	respond(w http.ResponseWriter, r *http.Request)
}

type page struct {
	web.Page
	status int
}

func (p page) respond(w http.ResponseWriter, _ *http.Request) { p.Render(w, p.status) }

// redirect goes on to a URL that was checked when the link was made.
type redirect string

func (to redirect) respond(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, string(to), http.StatusFound)
}

// seeOther goes on by GET, whatever came.
type seeOther string

func (to seeOther) respond(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Redirect(w, r, string(to), http.StatusSeeOther)
}

// keySet is a JWKS: public, and worth a minute of caching.
type keySet json.RawMessage

func (k keySet) respond(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=60")
	_, _ = w.Write(k) // the client has gone: nobody to tell
}
