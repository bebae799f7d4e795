package postgrest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
)

// refusal is PostgREST's error: four members, always.
type refusal struct {
	status     int
	retryAfter int
	challenge  string            // WWW-Authenticate
	headers    map[string]string // that SQL asked for

	Code    string  `json:"code"`
	Message string  `json:"message"`
	Details any     `json:"details"` // a text, a list of candidates, or nothing
	Hint    *string `json:"hint"`
}

// Error makes a refusal an error.
func (e *refusal) Error() string { return e.Code + ": " + e.Message }

func refuse(status int, code, message string) *refusal {
	return &refusal{status: status, Code: code, Message: message}
}

func (e *refusal) details(format string, args ...any) *refusal {
	e.Details = fmt.Sprintf(format, args...)
	return e
}

func (e *refusal) hint(format string, args ...any) *refusal {
	text := fmt.Sprintf(format, args...)
	e.Hint = &text
	return e
}

// marshal writes texts as they are: nobody takes them for HTML.
func marshal(value any) []byte {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // texts and numbers only: it can't fail
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// send writes the refusal; head requests get no body.
func (e *refusal) send(w http.ResponseWriter, r *http.Request) {
	body := marshal(e)
	h := w.Header()
	for name, value := range e.headers {
		h.Set(name, value)
	}
	h.Set("Content-Type", contentJSON)
	h.Set("Proxy-Status", "PostgREST; error="+e.Code)
	if e.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(e.retryAfter))
	}
	if e.status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", e.challenge)
	}
	w.WriteHeader(e.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}

// unparsed refuses a part of the query string at a byte (from 0) of its text.
func unparsed(what, text string, at int, details string) *refusal {
	message := fmt.Sprintf("%q (line 1, column %d)", "failed to parse "+what+" ("+text+")", at+1)
	return refuse(http.StatusBadRequest, "PGRST100", message).details("%s", details)
}

// missing refuses a part of the grammar that isn't there yet.
func missing(format string, args ...any) *refusal {
	return refuse(http.StatusBadRequest, "PGRST127", "Feature not implemented").details(format, args...)
}

func unreadable(message string) *refusal {
	return refuse(http.StatusBadRequest, "PGRST102", message)
}

func unsatisfiable(details string) *refusal {
	return refuse(http.StatusRequestedRangeNotSatisfiable, "PGRST103", "Requested range not satisfiable").details("%s", details)
}

func notSingle(rows int64) *refusal {
	return refuse(http.StatusNotAcceptable, "PGRST116", "Cannot coerce the result to a single JSON object").
		details("The result contains %d rows", rows)
}
