package postgrest

import (
	"bytes"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/query"
)

// respond writes the answer of what has been committed.
func (q *request) respond(w http.ResponseWriter, a *data.Answer) error {
	h := w.Header()
	if a.Plan {
		return q.send(w, http.StatusOK, q.accept.content, a.Body)
	}
	status, span := q.outcome(a)
	h.Set("Content-Range", span)
	if status == http.StatusRequestedRangeNotSatisfiable {
		return unsatisfiable("An offset of " + strconv.FormatInt(q.model.Range.Offset, 10) +
			" was requested, but there are only " + strconv.FormatInt(a.Total, 10) + " rows.")
	}
	if q.model.Action == query.Put && a.Page != 1 {
		return mismatch()
	}
	if applied := q.prefer.echo(q.model.Action, q.mayEnd()); applied != "" {
		h.Set("Preference-Applied", applied)
	}
	if q.model.Return == query.Key && a.Page == 1 && len(a.Relation.Key) > 0 {
		h.Set("Location", location(a))
	}
	if q.model.Action == query.Read {
		h.Set("Content-Location", q.canonical())
	}
	content, body := q.represent(a)
	status, err := override(h, status, a)
	if err != nil {
		return err
	}
	return q.send(w, status, content, body)
}

// send writes a body, nil for none; head requests get none.
func (q *request) send(w http.ResponseWriter, status int, content string, body []byte) error {
	h := w.Header()
	if content != "" && h.Get("Content-Type") == "" {
		h.Set("Content-Type", content)
	}
	if len(q.project.Schemas) > 1 {
		h.Set("Content-Profile", q.target.Schema)
	}
	h.Set("Vary", "Accept, Prefer, Range")
	if body != nil && q.http.Method != http.MethodHead {
		h.Set("Content-Length", strconv.Itoa(len(body)))
	}
	w.WriteHeader(status)
	if body != nil && q.http.Method != http.MethodHead {
		_, _ = w.Write(body) // a client that went away is no error of ours
	}
	return nil
}

// canonical is the request's address with its parameters in order.
func (q *request) canonical() string {
	raw := q.http.URL.RawQuery
	if strings.Contains(raw, "&") {
		if values, err := url.ParseQuery(raw); err == nil {
			raw = values.Encode()
		}
	}
	path := "/" + q.rest
	if raw == "" {
		return path
	}
	return path + "?" + raw
}

// represent is the body that goes out, nil for none, with its type. One
// object is its array's only member.
func (q *request) represent(a *data.Answer) (content string, body []byte) {
	if q.model.Return != query.Rows && q.model.Action.Writes() || a.Function != nil && a.Function.Void {
		return "", nil
	}
	if a.Media != "" {
		return ofMedia(a)
	}
	body = a.Body
	if (a.Lone || q.model.Single) && !a.Bare && q.model.Form == query.JSON {
		body = bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("[")), []byte("]"))
		if len(body) == 0 {
			body = []byte("null")
		}
	}
	return q.accept.content, body
}

// ofMedia is a body that SQL made of a media type of its own. One that makes
// any says in response.headers which it was.
func ofMedia(a *data.Answer) (content string, body []byte) {
	content, body = a.Media, a.Body
	if content == "*/*" {
		content = "application/octet-stream"
	}
	if a.Bytes {
		body, _ = hex.DecodeString(strings.TrimPrefix(string(body), `\x`))
	}
	return content, body
}

// outcome is the status and the Content-Range.
func (q *request) outcome(a *data.Answer) (int, string) {
	written := data.Uncounted
	if q.model.Count != query.Uncounted {
		written = a.Page
	}
	switch q.model.Action {
	case query.Insert:
		if a.Inserted == 0 && q.model.Conflict != nil && !q.model.Conflict.Ignore {
			return http.StatusOK, contentRange(1, 0, written)
		}
		return http.StatusCreated, contentRange(1, 0, written)
	case query.Put:
		if a.Inserted > 0 {
			return http.StatusCreated, contentRange(1, 0, written)
		}
		return q.changed(), contentRange(1, 0, written)
	case query.Update:
		return q.changed(), contentRange(0, a.Page-1, written)
	case query.Delete:
		return q.changed(), contentRange(1, 0, written)
	case query.Read, query.Invoke:
	}
	return q.found(a)
}

// found is the outcome of a read.
func (q *request) found(a *data.Answer) (int, string) {
	lower := q.model.Range.Offset
	span := contentRange(lower, lower+a.Page-1, a.Total)
	switch {
	case a.Function != nil && a.Function.Void:
		return http.StatusNoContent, span
	case a.Total != data.Uncounted && lower > a.Total:
		return http.StatusRequestedRangeNotSatisfiable, span
	case a.Total != data.Uncounted && a.Page < a.Total:
		return http.StatusPartialContent, span
	}
	return http.StatusOK, span
}

func (q *request) changed() int {
	if q.model.Return == query.Rows {
		return http.StatusOK
	}
	return http.StatusNoContent
}
