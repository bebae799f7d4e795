package postgrest

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// statuses maps SQLSTATEs and their classes; the longest prefix counts. What
// isn't here is the request's fault: 400.
var statuses = map[string]int{
	"08": 503, "09": 500, "0L": 403, "0P": 403,
	"21000": 500, "23503": 409, "23505": 409, "25006": 405, "25": 500, "28": 403, "2D": 500,
	"38": 500, "39": 500, "3B": 500, "40": 500,
	"42501": 403, "42883": 404, "42P01": 404, "42P17": 500,
	"53": 503, "53400": 500, "54": 500, "55": 500, "57": 500, "57P": 503, "58": 500,
	"F0": 500, "HV": 500, "P0": 500, "P0001": 400, "XX": 500,
}

// fromPostgres words an error of the query. The text of a server's error stays
// in the log; that of a client's is the client's.
func (q *request) fromPostgres(e *pgconn.PgError) *refusal {
	status := q.status(e)
	switch {
	case e.Code == "PGRST":
		return raised(e)
	case status == http.StatusServiceUnavailable:
		return unavailable()
	case e.Code == "57014":
		return refuse(status, e.Code, "canceling statement due to statement timeout")
	case status >= 500 && !strings.HasPrefix(e.Code, "PT"):
		return refuse(status, e.Code, "The database could not carry the request out")
	}
	r := refuse(status, e.Code, e.Message)
	if e.Detail != "" {
		r.details("%s", e.Detail)
	}
	if e.Hint != "" {
		r.hint("%s", e.Hint)
	}
	if status == http.StatusUnauthorized {
		r.challenge = "Bearer"
	}
	q.withhold(r, e)
	return r
}

func (q *request) status(e *pgconn.PgError) int {
	if asked, ok := strings.CutPrefix(e.Code, "PT"); ok {
		if n, err := strconv.Atoi(asked); err == nil && n >= 400 && n <= 599 {
			return n
		}
		return http.StatusInternalServerError
	}
	if e.Code == "42501" && (q.caller.Anonymous() || q.caller.Role == q.project.AnonRole) {
		return http.StatusUnauthorized
	}
	for n := len(e.Code); n >= 2; n-- {
		if status, ok := statuses[e.Code[:n]]; ok {
			return status
		}
	}
	return http.StatusBadRequest
}

// withhold takes out what names things outside the exposed schema: a policy or
// a foreign key may reach tables that clients needn't know of.
func (q *request) withhold(r *refusal, e *pgconn.PgError) {
	switch e.Code {
	case "42501":
		if !strings.Contains(e.Message, "row-level security") && !q.exposes(e.Message) {
			r.Message, r.Details, r.Hint = "permission denied", nil, nil
		}
	case "23503":
		if !q.exposes(e.Detail) {
			r.Details = nil
		}
	}
}

// exposes reports whether the object that a message ends with is one of the
// exposed schema.
func (q *request) exposes(message string) bool {
	if q.schema == nil {
		return false
	}
	words := strings.Fields(message)
	if len(words) == 0 {
		return false
	}
	name := strings.Trim(words[len(words)-1], `".`)
	_, ok := q.schema.Relation(name)
	return ok || len(q.schema.Functions(name)) > 0
}
