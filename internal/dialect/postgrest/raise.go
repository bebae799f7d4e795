package postgrest

import (
	"encoding/json"
	"net/http"

	"github.com/jackc/pgx/v5/pgconn"
)

// raised reads an error of SQLSTATE PGRST, in which SQL says all that is
// sent: its message is a JSON object of code, message, details and hint, its
// detail one of status and headers.
func raised(e *pgconn.PgError) *refusal {
	var message struct{ Code, Message, Details, Hint *string }
	if err := json.Unmarshal([]byte(e.Message), &message); err != nil || message.Code == nil || message.Message == nil {
		return unraisable("MESSAGE", e.Message, "'code', 'message' and optional keys: 'details', 'hint'")
	}
	var detail struct {
		Status  *int
		Headers map[string]string
	}
	if err := json.Unmarshal([]byte(e.Detail), &detail); err != nil || detail.Status == nil || detail.Headers == nil {
		return unraisable("DETAIL", e.Detail, "'status', 'headers' and optional key: 'status_text'")
	}
	if *detail.Status < 200 || *detail.Status > 599 {
		return unraisable("DETAIL", e.Detail, "'status', 'headers' and optional key: 'status_text'")
	}
	r := refuse(*detail.Status, *message.Code, *message.Message)
	r.headers = map[string]string{}
	for name, value := range detail.Headers {
		if name = http.CanonicalHeaderKey(name); !framing[name] {
			r.headers[name] = value
		}
	}
	if message.Details != nil {
		r.details("%s", *message.Details)
	}
	if message.Hint != nil {
		r.hint("%s", *message.Hint)
	}
	return r
}

func unraisable(part, text, keys string) *refusal {
	return refuse(http.StatusInternalServerError, "PGRST121", `Could not parse JSON in the "RAISE SQLSTATE 'PGRST'" error`).
		details("Invalid JSON value for %s: '%s'", part, text).
		hint("%s must be a JSON object with obligatory keys: %s.", part, keys)
}
