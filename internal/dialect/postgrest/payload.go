package postgrest

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// maxBody bounds a request's body.
const maxBody = 1 << 20

// readPayload reads a body of JSON: one object, or an array of objects with
// the same keys. An insert takes an array on, an update one object.
func readPayload(w http.ResponseWriter, r *http.Request, action query.Action) (*query.Payload, *refusal) {
	if err := carriesJSON(r.Header.Get("Content-Type")); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return nil, refuse(http.StatusRequestEntityTooLarge, "PGRST102", "The request's body is larger than 1 MB")
	case err != nil:
		return nil, unreadable("The request's body could not be read to its end")
	}
	return parsePayload(body, action)
}

func parsePayload(body []byte, action query.Action) (*query.Payload, *refusal) {
	if !json.Valid(body) {
		return nil, unreadable("Empty or invalid json")
	}
	p := &query.Payload{JSON: strings.TrimSpace(string(body))}
	o := &outline{text: p.JSON}
	if !o.read() {
		return nil, unreadable("The request's body must be a JSON object or an array of objects")
	}
	switch {
	case o.deep:
		return nil, unreadable("The request's body is nested too deep")
	case o.ragged:
		return nil, unreadable("All object keys must match")
	case action == query.Update && o.objects > 1:
		return nil, unreadable("An update takes one object")
	case action == query.Update && o.array:
		p.JSON = o.first
	case action == query.Insert && !o.array:
		p.JSON = "[" + p.JSON + "]"
	}
	p.Columns = o.keys
	return p, nil
}
