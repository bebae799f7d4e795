package web

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
)

// FlowCookie binds a sign-in that leaves for another site to the browser that
// began it: one cookie for each, so that two tabs do not meet. Where the server
// is reached by TLS no other host can set or read it.
type FlowCookie struct {
	State string // what comes back in the URL
	TLS   bool
}

func (c FlowCookie) name() string {
	sum := sha256.Sum256([]byte(c.State))
	name := "rolecall-flow-" + hex.EncodeToString(sum[:6])
	if c.TLS {
		return "__Host-" + name
	}
	return name
}

// Set gives the browser its half, for ten minutes.
func (c FlowCookie) Set(w http.ResponseWriter, value string) { c.write(w, value, 600) }

// End takes it back.
func (c FlowCookie) End(w http.ResponseWriter) { c.write(w, "", -1) }

func (c FlowCookie) write(w http.ResponseWriter, value string, age int) {
	http.SetCookie(w, &http.Cookie{Name: c.name(), Value: value, Path: "/", MaxAge: age, Secure: c.TLS, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// Read is the browser's half, "" without one.
func (c FlowCookie) Read(r *http.Request) string {
	cookie, err := r.Cookie(c.name())
	if err != nil {
		return ""
	}
	return cookie.Value
}
