package mailbox

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/rolecall/rolecall/internal/mail"
)

// maxMessage is the longest message a node may post.
const maxMessage = 1 << 20

// Handler serves a Store: GET reads, POST with the secret delivers. Whoever
// calls it by another name than this machine's own is refused, so that no web
// page can read the mail by letting its name point here.
func Handler(store *Store, secret string) http.Handler {
	h := handler{store: store, secret: sha256.Sum256([]byte(secret))}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range headers {
			w.Header().Set(name, value)
		}
		switch {
		case !isLoopback(r.Host):
			refuse(w, http.StatusForbidden, "mailbox_local_only", "The mailbox answers only to 127.0.0.1 and localhost.")
		case r.Method == http.MethodGet, r.Method == http.MethodHead:
			h.read(w, r)
		case r.Method == http.MethodPost:
			h.deliver(w, r)
		default:
			w.Header().Set("Allow", "GET, HEAD, POST")
			refuse(w, http.StatusMethodNotAllowed, "method_not_allowed", "The mailbox takes GET and POST.")
		}
	})
}

var headers = map[string]string{
	"Cache-Control":                "no-store",
	"Content-Security-Policy":      "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
	"Vary":                         "Accept",
}

type handler struct {
	store  *Store
	secret [sha256.Size]byte
}

func (h handler) read(w http.ResponseWriter, r *http.Request) {
	address := r.URL.Query().Get("to")
	entries := h.store.To(address)
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		answer(w, http.StatusOK, entries)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = page.Execute(w, struct {
		Address string
		Entries []Entry
	}{address, entries})
}

func (h handler) deliver(w http.ResponseWriter, r *http.Request) {
	bearer, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	given := sha256.Sum256([]byte(bearer))
	if bearer == "" || subtle.ConstantTimeCompare(given[:], h.secret[:]) != 1 {
		refuse(w, http.StatusUnauthorized, "mailbox_secret_wrong", "Only a node of this server may deliver here.")
		return
	}
	m, err := decode(http.MaxBytesReader(w, r.Body, maxMessage))
	if err != nil {
		refuse(w, http.StatusBadRequest, "mailbox_message_invalid", err.Error())
		return
	}
	if err := h.store.Add(m); err != nil {
		refuse(w, http.StatusInternalServerError, "mailbox_write_failed", "The mailbox could not write its file.")
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

func decode(body io.Reader) (mail.Message, error) {
	var m mail.Message
	decoder := json.NewDecoder(body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return m, fmt.Errorf("read message: %w", err)
	}
	if m.To == "" || (m.Kind != mail.KindMail && m.Kind != mail.KindSMS) {
		return m, errors.New("read message: it needs to, and kind mail or sms")
	}
	return m, nil
}

// isLoopback reads a Host header, with or without a port.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	switch strings.ToLower(host) {
	case "localhost", "127.0.0.1", "::1", "[::1]":
		return true
	}
	return false
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	answer(w, status, map[string]string{"code": code, "message": message})
}
