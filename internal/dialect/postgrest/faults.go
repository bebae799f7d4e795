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
	if r := q.fromSchema(err); r != nil {
		return r
	}
	return q.fromEngine(err)
}

// fromEngine words what the compiler or the engine refused.
func (q *request) fromEngine(err error) *refusal {
	var column *compile.UnknownColumn
	var typ *compile.UnknownType
	var alias *compile.BadAlias
	var single *data.NotSingle
	var many *data.TooMany
	var embed *compile.NotEmbedded
	var order *compile.NotToOne
	var null *compile.OnlyNull
	var aggregates *compile.NoAggregates
	var set *compile.NotSet
	var key *compile.NotKey
	var form *compile.NoForm
	switch {
	case errors.As(err, &column) && column.Payload:
		return refuse(http.StatusBadRequest, "PGRST204",
			"Could not find the '"+column.Column+"' column of '"+column.Relation+"' in the schema cache")
	case errors.As(err, &column):
		return refuse(http.StatusBadRequest, "42703", column.Error())
	case errors.As(err, &alias):
		return refuse(http.StatusBadRequest, "PGRST100", alias.Error())
	case errors.As(err, &typ):
		return refuse(http.StatusBadRequest, "42704", typ.Error())
	case errors.As(err, &single):
		return notSingle(single.Rows)
	case errors.As(err, &many):
		return refuse(http.StatusBadRequest, "PGRST124", "Query result exceeds max-affected preference constraint").
			details("The query affects %d rows", many.Rows)
	case errors.As(err, &embed):
		return notEmbedded(embed.Name)
	case errors.As(err, &order):
		return refuse(http.StatusBadRequest, "PGRST118", "A related order on '"+order.Target+"' is not possible").
			details("'%s' and '%s' do not form a many-to-one or one-to-one relationship", order.Source, order.Target)
	case errors.As(err, &null):
		return refuse(http.StatusBadRequest, "PGRST120", "Bad operator on the '"+null.Name+"' embedded resource").
			details("Only is null or not is null filters are allowed on embedded resources")
	case errors.As(err, &aggregates):
		return refuse(http.StatusBadRequest, "PGRST123", "Use of aggregate functions is not allowed")
	case errors.As(err, &set):
		return refuse(http.StatusBadRequest, "PGRST128", "Function must return SETOF or TABLE when max-affected preference is used with handling=strict")
	case errors.As(err, &key):
		return refuse(http.StatusMethodNotAllowed, "PGRST105", "Filters must include all and only primary key columns with 'eq' operators")
	case errors.As(err, &form):
		return unavailableForm(q.http.Header.Values("Accept"))
	}
	return internal()
}

// fromFault words what the door or the state check refused. PostgREST's
// clients look for PGRST301 on a token that doesn't hold, for PGRST303 on one
// that did.
func fromFault(f *fault.Error) *refusal {
	if f.Status == http.StatusServiceUnavailable {
		return unavailable()
	}
	e := refuse(f.Status, f.Code, f.Message).hint("%s", f.Code)
	e.retryAfter = f.RetryAfter
	if f.Status == http.StatusUnauthorized {
		e.Code = "PGRST301"
		e.challenge = `Bearer error="invalid_token"`
		if f.Code == "token_expired" {
			e.Code, e.Message = "PGRST303", "JWT expired"
			e.challenge += `, error_description="JWT expired"`
		}
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
