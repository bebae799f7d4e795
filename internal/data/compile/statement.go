package compile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// Scope is what a request may name: the exposed schema, and what the project
// allows beyond plain reading and writing.
type Scope struct {
	Role       string
	Aggregates bool
	GIS        string // where PostGIS lives, quoted, "" for nowhere
}

// Statement is a request as SQL. Its text depends on the request's shape and
// the role only, so that it can be prepared.
type Statement struct {
	SQL          string
	Args         []any  // strings
	Estimate     string // a statement whose plan tells the total, "" for none
	EstimateArgs []any
	Relation     *catalog.Relation // whose rows they are, nil for none
	Function     *catalog.Function // of a call
	Lone         bool              // the array holds the one row that is the answer
	Bare         bool              // the body is a value, no array
	Media        string            // the media type that SQL made the body of, "" for a form of ours
	Bytes        bool              // and that body is the text of a bytea
	Plan         bool              // the answer is a plan, lines of text
	Rollback     bool
	ReadOnly     bool
}

// The columns of the one row that a statement answers with, all of them text.
const (
	Body     = iota // JSON: an array of rows, or '' where only the number was asked for
	Page            // how many rows the body holds, or were written
	Total           // how many rows match, null where that wasn't asked for
	Headers         // what SQL set as response.headers, null for nothing
	Status          // what SQL set as response.status, null for nothing
	Inserted        // how many rows of an upsert are new, null for any other request
	Columns
)

const settings = `, nullif(pg_catalog.current_setting('response.headers', true), ''),` +
	` nullif(pg_catalog.current_setting('response.status', true), '')`

// Refused marks the error with which a write undoes itself: the text of a cast
// that can't succeed, followed by the number of rows.
const Refused = "rows refused: "

// Compile writes the statement for a request. The role stands in front as a
// comment, because each role needs a plan of its own: with one text for all,
// policies have it planned anew whenever the role changes.
func Compile(schema *catalog.Schema, scope Scope, r *query.Request) (Statement, error) {
	if r.Count == query.Estimated && r.Most == 0 || r.Count != query.Uncounted && r.Action == query.Invoke {
		exact := *r // no number to stop at, or nothing that the planner knows
		exact.Count = query.Exact
		r = &exact
	}
	w := &writer{Scope: scope, schema: schema}
	s := Statement{Rollback: r.Rollback, ReadOnly: r.ReadOnly || !r.Action.Writes()}
	if r.Action == query.Invoke {
		w.invoke(r, &s)
	} else {
		w.relate(r, &s)
	}
	s.Args = w.args
	if r.Explain != nil {
		s.SQL, s.Plan = explain(r.Explain)+s.SQL, true
	}
	s.SQL = comment(scope.Role) + s.SQL
	return s, w.err
}

// relate reads or writes a relation.
func (w *writer) relate(r *query.Request, s *Statement) {
	relation, ok := w.schema.Relation(r.Relation)
	if !ok {
		w.fail(&NoRelation{Schema: w.schema, Relation: r.Relation})
		return
	}
	s.Relation = relation
	if r.Form == query.Media && r.Return == query.Rows {
		w.maker = w.schema.Maker(relation, r.Accepts)
	}
	if w.maker != nil {
		s.Media, s.Bytes = w.maker.Media, w.maker.Bytes
	}
	if r.Return == query.Key && len(relation.Key) == 0 {
		keyless := *r
		keyless.Return = query.Nothing
		r = &keyless
	}
	if r.Action.Writes() {
		s.SQL = w.write(r, relation)
		return
	}
	f := &frame{relation: relation, name: "_t", row: "_t"}
	s.SQL = w.read(r, f, " from "+relation.SQL+" as _t", s)
}

// read answers with the rows of a from clause.
func (w *writer) read(r *query.Request, f *frame, from string, s *Statement) string {
	total := w.total(r, f, from, s)
	list, rows := w.selected(r, f, from)
	rows += w.window(r.Range)
	return w.answer(r, f, list) + ", " + total + settings + ", null from (" + rows + ") as _r"
}

// selected is the rows, or as many ones where only their number counts.
func (w *writer) selected(r *query.Request, f *frame, from string) ([]output, string) {
	if r.Return == query.Nothing {
		return nil, "select 1" + from + w.where(f, &r.Query, nil)
	}
	return w.rows(f, &r.Query, from, nil)
}

// total is the number of rows without their window. An estimate comes of a
// statement of its own, explained.
func (w *writer) total(r *query.Request, f *frame, from string, s *Statement) string {
	if r.Count == query.Uncounted {
		return "null"
	}
	if r.Count == query.Exact && r.Range.All() && !r.Aggregated() {
		return "pg_catalog.count(*)::text"
	}
	rows := from + w.where(f, &r.Query, nil)
	if r.Count != query.Exact {
		s.Estimate = comment(w.Role) + "explain (format json) select 1" + rows
		s.EstimateArgs = append([]any(nil), w.args...)
	}
	switch r.Count {
	case query.Planned:
		w.args = w.args[:0]
		return "null"
	case query.Estimated:
		return "(select pg_catalog.count(*)::text from (select 1" + rows + " limit " + w.bind(strconv.FormatInt(r.Most+1, 10)) + ") as _n)"
	case query.Exact, query.Uncounted:
	}
	return "(select pg_catalog.count(*)::text" + rows + ")"
}

// answer writes the first two columns.
func (w *writer) answer(r *query.Request, f *frame, list []output) string {
	return "select " + w.body(r, f, list) + ", " + w.count(r)
}

func (w *writer) body(r *query.Request, f *frame, list []output) string {
	row := whole("_r", list)
	switch {
	case r.Return == query.Nothing:
		return "''"
	case r.Form == query.CSV:
		head := strings.Join(names(f, list), ",")
		return "(case when pg_catalog.count(*) = 0 then '' else " + w.bind(head) + "::text end) || pg_catalog.chr(10) ||" +
			" coalesce(pg_catalog.string_agg(pg_catalog.substr(_r::text, 2, pg_catalog.length(_r::text) - 2), pg_catalog.chr(10)), '')"
	case w.maker != nil && w.maker.Of != nil:
		return w.maker.SQL + "(row(_r.*)::" + w.maker.Of.SQL + ")::text"
	case w.maker != nil:
		return w.maker.SQL + "(_r)::text"
	case r.Form == query.Media, r.Form == query.GeoJSON && w.GIS == "":
		w.fail(&NoForm{})
		return ""
	case r.Form == query.GeoJSON:
		return "pg_catalog.json_build_object('type', 'FeatureCollection', 'features', coalesce(pg_catalog.json_agg(" + w.GIS + ".st_asgeojson(_r)::json), '[]'))::text"
	case r.Stripped:
		return "coalesce(pg_catalog.json_strip_nulls(pg_catalog.json_agg(" + row + "))::text, '[]')"
	}
	return "coalesce(pg_catalog.json_agg(" + row + ")::text, '[]')"
}

// count is the number of rows, or an error where it is too high or isn't one.
// It needs no function of ours, because callers must not depend on rights
// outside their schema.
func (w *writer) count(r *query.Request) string {
	const refuse = " then pg_catalog.count(*)::text else ('" + Refused + "' || pg_catalog.count(*))::integer::text end"
	switch {
	case r.Single && r.Action != query.Read && r.Form == query.JSON:
		return "case when pg_catalog.count(*) = 1" + refuse
	case r.Affects != nil:
		return "case when pg_catalog.count(*) <= " + w.bind(strconv.FormatInt(*r.Affects, 10)) + "::bigint" + refuse
	}
	return "pg_catalog.count(*)::text"
}

// explain is what stands in front of a statement whose plan is asked for.
func explain(e *query.Explain) string {
	options := "format json"
	if e.Text {
		options = "format text"
	}
	for _, o := range [...]string{"analyze", "verbose", "settings", "buffers", "wal"} {
		if slices.Contains(e.Options, o) {
			options += ", " + o
		}
	}
	return "explain (" + options + ") "
}
