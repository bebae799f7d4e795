package postgrest

import (
	"context"
	"errors"
	"net/http"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
)

// asRefusal finds PostgREST's words for an error of any layer below.
func (q *request) asRefusal(err error) *refusal {
	var own *refusal
	var denied *fault.Error
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &own):
		return own
	case errors.As(err, &denied):
		return fromFault(denied)
	case errors.As(err, &refused):
		return q.fromPostgres(refused)
	case errors.Is(err, context.Canceled):
		return unavailable()
	case errors.As(pg.Fault(err), &denied):
		return fromFault(denied)
	}
	return fromEngine(err)
}

func fromEngine(err error) *refusal {
	var relation *data.NoRelation
	var column *compile.UnknownColumn
	var typ *compile.UnknownType
	var alias *compile.BadAlias
	var single *data.NotSingle
	switch {
	case errors.As(err, &relation):
		return refuse(http.StatusNotFound, "PGRST205",
			"Could not find the table '"+relation.Schema+"."+relation.Relation+"' in the schema cache")
	case errors.As(err, &column) && column.Payload:
		return refuse(http.StatusBadRequest, "PGRST204",
			"Could not find the '"+column.Column+"' column of '"+column.Relation+"' in the schema cache")
	case errors.As(err, &column), errors.As(err, &alias):
		return refuse(http.StatusBadRequest, codeOf(column), err.Error())
	case errors.As(err, &typ):
		return refuse(http.StatusBadRequest, "42704", typ.Error())
	case errors.As(err, &single):
		return notSingle(single.Rows)
	}
	return internal()
}

func codeOf(column *compile.UnknownColumn) string {
	if column != nil {
		return "42703"
	}
	return "PGRST100"
}

// fromFault words what the door or the state check refused. PostgREST's
// clients look for PGRST301 on a token that doesn't hold.
func fromFault(f *fault.Error) *refusal {
	if f.Status == http.StatusServiceUnavailable {
		return unavailable()
	}
	e := refuse(f.Status, f.Code, f.Message).hint("%s", f.Code)
	e.retryAfter = f.RetryAfter
	if f.Status == http.StatusUnauthorized {
		e.Code = "PGRST301"
		e.challenge = `Bearer error="invalid_token"`
	}
	return e
}

func unavailable() *refusal {
	e := refuse(http.StatusServiceUnavailable, "PGRST001", "Database client error. Retrying the connection.")
	e.retryAfter = 1
	return e
}

func internal() *refusal {
	return refuse(http.StatusInternalServerError, "PGRSTX00", "Something went wrong on our side")
}
