package postgrest

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/query"
)

// respond writes the answer of what has been committed.
func (q *request) respond(w http.ResponseWriter, a *data.Answer) error {
	status, span := q.outcome(a)
	h := w.Header()
	h.Set("Content-Range", span)
	if status == http.StatusRequestedRangeNotSatisfiable {
		return unsatisfiable("An offset of " + strconv.FormatInt(q.model.Range.Offset, 10) +
			" was requested, but there are only " + strconv.FormatInt(a.Total, 10) + " rows.")
	}
	if applied := q.prefer.echo(q.model.Action.Writes()); applied != "" {
		h.Set("Preference-Applied", applied)
	}
	if q.model.Return == query.Key && a.Page == 1 && len(a.Relation.Key) > 0 {
		h.Set("Location", location(a))
	}
	body := q.body(h, a.Body)
	status, err := override(h, status, a)
	if err != nil {
		return err
	}
	w.WriteHeader(status)
	if body != nil {
		_, _ = w.Write(body) // a client that went away is no error of ours
	}
	return nil
}

// body is what goes out, nil for nothing, with its headers. One object is its
// array's only member.
func (q *request) body(h http.Header, body []byte) []byte {
	if q.model.Return != query.Rows && q.model.Action.Writes() {
		return nil
	}
	h.Set("Content-Type", contentJSON)
	if q.model.Single {
		h.Set("Content-Type", contentObject)
		body = bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("[")), []byte("]"))
	}
	if q.model.Return != query.Rows {
		return nil
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return body
}

// outcome is the status and the Content-Range.
func (q *request) outcome(a *data.Answer) (int, string) {
	written := data.Uncounted
	if q.model.Total {
		written = a.Page
	}
	switch q.model.Action {
	case query.Insert:
		return http.StatusCreated, contentRange(1, 0, written)
	case query.Update:
		return q.changed(), contentRange(0, a.Page-1, written)
	case query.Delete:
		return q.changed(), contentRange(1, 0, written)
	case query.Read:
	}
	lower := q.model.Range.Offset
	span := contentRange(lower, lower+a.Page-1, a.Total)
	switch {
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
