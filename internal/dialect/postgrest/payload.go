package postgrest

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// maxBody bounds a request's body.
const maxBody = 1 << 20

// readBody reads a request's body with its media type.
func readBody(w http.ResponseWriter, r *http.Request) (media string, body []byte, refused *refusal) {
	media, refused = contentType(r.Header.Get("Content-Type"))
	if refused != nil {
		return "", nil, refused
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return "", nil, refuse(http.StatusRequestEntityTooLarge, "PGRST102", "The request's body is larger than 1 MB")
	case err != nil:
		return "", nil, unreadable("The request's body could not be read to its end")
	}
	return media, body, nil
}

// readPayload reads rows: JSON, CSV or a form. An insert takes an array on, an
// update one object. Where the columns are named, keys needn't match.
func readPayload(w http.ResponseWriter, r *http.Request, action query.Action, named bool) (*query.Payload, *refusal) {
	media, body, refused := readBody(w, r)
	if refused != nil {
		return nil, refused
	}
	switch media {
	case "application/json":
	case "text/csv":
		body, refused = fromCSV(body)
	case "application/x-www-form-urlencoded":
		body, refused = fromForm(body)
	default:
		refused = unreadable("Content-Type not acceptable: " + r.Header.Get("Content-Type"))
	}
	if refused != nil {
		return nil, refused
	}
	return parsePayload(body, action, named)
}

func parsePayload(body []byte, action query.Action, named bool) (*query.Payload, *refusal) {
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
	case o.ragged && !named:
		return nil, unreadable("All object keys must match")
	case action == query.Update && o.objects > 1:
		return nil, unreadable("An update takes one object")
	case action == query.Put && o.objects != 1:
		return nil, mismatch()
	case action == query.Update && o.array:
		p.JSON = o.first
	case action != query.Update && action != query.Invoke && !o.array:
		p.JSON = "[" + p.JSON + "]"
	}
	p.Columns = o.keys
	return p, nil
}

// readCall reads the arguments of a call: an object, or what a single unnamed
// parameter takes as it is.
func readCall(w http.ResponseWriter, r *http.Request, m *query.Request) *refusal {
	media, body, refused := readBody(w, r)
	if refused != nil {
		return refused
	}
	m.Call.Media, m.Call.Body = media, string(body)
	switch media {
	case "application/json":
	case "application/x-www-form-urlencoded":
		body, refused = fromForm(body)
	case "text/plain", "text/xml", "application/octet-stream":
		return nil
	default:
		refused = unreadable("Content-Type not acceptable: " + r.Header.Get("Content-Type"))
	}
	if refused != nil {
		return refused
	}
	text := strings.TrimSpace(string(body))
	if text == "" {
		text = "{}"
	}
	if !json.Valid([]byte(text)) {
		return unreadable("Empty or invalid json")
	}
	if text[0] != '{' {
		m.Payload = &query.Payload{JSON: text}
		return nil
	}
	m.Payload, refused = parsePayload([]byte(text), query.Invoke, true)
	return refused
}

// fromCSV makes an array of objects: the first line has their keys, and the
// word NULL is null.
func fromCSV(body []byte) ([]byte, *refusal) {
	reader := csv.NewReader(strings.NewReader(string(body)))
	reader.FieldsPerRecord = 0
	lines, err := reader.ReadAll()
	var malformed *csv.ParseError
	switch {
	case errors.As(err, &malformed) && errors.Is(malformed.Err, csv.ErrFieldCount):
		return nil, unreadable("All lines must have same number of fields")
	case err != nil:
		return nil, unreadable("The request's body is no CSV: " + err.Error())
	case len(lines) == 0:
		return []byte("[]"), nil
	}
	out := []byte{'['}
	for i, line := range lines[1:] {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '{')
		for j, value := range line {
			if j > 0 {
				out = append(out, ',')
			}
			out = append(quote(out, lines[0][j]), ':')
			if value == "NULL" {
				out = append(out, "null"...)
			} else {
				out = quote(out, value)
			}
		}
		out = append(out, '}')
	}
	return append(out, ']'), nil
}

// fromForm makes an object of texts; of a key that stands twice the last counts.
func fromForm(body []byte) ([]byte, *refusal) {
	values, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, unreadable("The request's body is no form")
	}
	object := map[string]string{}
	for key, list := range values {
		object[key] = list[len(list)-1]
	}
	out, err := json.Marshal(object)
	if err != nil {
		return nil, unreadable("The request's body is no form")
	}
	return out, nil
}

func mismatch() *refusal {
	return refuse(http.StatusBadRequest, "PGRST115", "Payload values do not match URL in primary key column(s)")
}
