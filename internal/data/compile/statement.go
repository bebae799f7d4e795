package compile

import (
	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// Statement is a request as SQL. Its text depends on the request's shape and
// the role only, so that it can be prepared.
type Statement struct {
	SQL  string
	Args []any // strings
}

// The columns of the one row that a statement answers with, all of them text.
const (
	Body    = iota // JSON: an array of rows, or '' where only the number was asked for
	Page           // how many rows the body holds, or were written
	Total          // how many rows match, null where that wasn't asked for
	Headers        // what SQL set as response.headers, null for nothing
	Status         // what SQL set as response.status, null for nothing
	Columns
)

const settings = `, nullif(pg_catalog.current_setting('response.headers', true), ''),` +
	` nullif(pg_catalog.current_setting('response.status', true), '')`

// Refused marks the error with which a Single write undoes itself: the text of
// a cast that can't succeed, followed by the number of rows.
const Refused = "rows refused: "

// one is the number of rows, or that error. It needs no function of ours,
// because callers must not depend on rights outside their schema.
const one = `case when pg_catalog.count(*) = 1 then '1'` +
	` else ('` + Refused + `' || pg_catalog.count(*))::integer::text end`

// Compile writes the statement for a relation. The role stands in front as a
// comment, because each role needs a plan of its own: with one text for all,
// policies have it planned anew whenever the role changes.
func Compile(relation *catalog.Relation, role string, r *query.Request) (Statement, error) {
	if r.Return == query.Key && len(relation.Key) == 0 {
		keyless := *r
		keyless.Return = query.Nothing
		r = &keyless
	}
	w := &writer{relation: relation, sql: make([]byte, 0, 512)}
	w.comment(role)
	if r.Action.Writes() {
		w.write(r)
	} else {
		w.read(r)
	}
	if w.err != nil {
		return Statement{}, w.err
	}
	return Statement{SQL: string(w.sql), Args: w.args}, nil
}

func (w *writer) read(r *query.Request) {
	where := w.condition(r.Where)
	w.answer(r)
	if r.Total && !r.Range.All() {
		w.add(", (select pg_catalog.count(*)::text from ", w.relation.SQL, " as _t", where, ")")
	} else if r.Total {
		w.add(", pg_catalog.count(*)::text")
	} else {
		w.add(", null")
	}
	w.add(settings, " from (select ")
	w.items(r)
	w.add(" from ", w.relation.SQL, " as _t", where)
	w.order(r.Order)
	w.window(r.Range)
	w.add(") as _r")
}

// write changes the rows in front and then reads what they have become, in
// the very form of a read.
func (w *writer) write(r *query.Request) {
	w.add("with _w as (")
	switch {
	case r.Action == query.Delete:
		w.delete(r)
	case r.Action == query.Insert:
		w.insert(r)
	case len(r.Payload.Columns) == 0:
		w.nothing(r)
	default:
		w.update(r)
	}
	w.add(") ")
	w.answer(r)
	w.add(", null", settings, " from (select ")
	w.items(r)
	w.add(" from _w as _t")
	if r.Return == query.Rows {
		w.order(r.Order)
	}
	w.add(") as _r")
}

// answer writes the first two columns. _r.* is the whole row even where a
// column is called _r.
func (w *writer) answer(r *query.Request) {
	body := "''"
	if r.Return != query.Nothing {
		body = "coalesce(pg_catalog.json_agg(_r.*)::text, '[]')"
	}
	count := "pg_catalog.count(*)::text"
	if r.Single && r.Action.Writes() {
		count = one
	}
	w.add("select ", body, ", ", count)
}

// items writes what is read of each row.
func (w *writer) items(r *query.Request) {
	switch {
	case r.Return == query.Nothing:
		w.add("1")
	case r.Return == query.Key:
		w.names(w.relation.Key)
	case len(r.Select) == 0:
		w.add("_t.*")
	default:
		for i, item := range r.Select {
			w.comma(i)
			w.item(item)
		}
	}
}

func (w *writer) item(item query.Item) {
	if item.Column == query.All {
		w.add("_t.*")
		return
	}
	if item.Cast == "" {
		w.column(item.Column)
	} else {
		w.add("cast(")
		w.column(item.Column)
		w.add(" as ", w.typ(item.Cast), ")")
	}
	switch {
	case item.Alias != "":
		w.add(" as ", w.alias(item.Alias))
	case item.Cast != "":
		w.add(" as ", w.identifier(item.Column))
	}
}

func (w *writer) order(terms []query.Order) {
	for i, term := range terms {
		if i == 0 {
			w.add(" order by ")
		}
		w.comma(i)
		w.column(term.Column)
		if term.Descending {
			w.add(" desc")
		}
		switch term.Nulls {
		case query.NullsFirst:
			w.add(" nulls first")
		case query.NullsLast:
			w.add(" nulls last")
		case query.NullsDefault:
		}
	}
}
