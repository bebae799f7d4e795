package compile

import (
	"slices"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// counting counts the rows that an upsert tries to insert, and takes those
// away that it updates instead.
const (
	inserted = `coalesce(nullif(pg_catalog.current_setting('rolecall.inserted', true), ''), '0')`
	tried    = `pg_catalog.set_config('rolecall.inserted', (` + inserted + `::integer + 1)::text, true) <> ''`
	updated  = `pg_catalog.set_config('rolecall.inserted', (` + inserted + `::integer - 1)::text, true) <> ''`
)

// write changes the rows in front and then reads what they have become, in
// the very form of a read.
func (w *writer) write(r *query.Request, relation *catalog.Relation) string {
	f := &frame{relation: relation, name: "_t", row: "_t"}
	upsert := r.Action == query.Put || r.Action == query.Insert && r.Conflict != nil && !r.Conflict.Ignore
	var change string
	switch {
	case r.Action == query.Delete:
		change = "delete from " + relation.SQL + " as _t" + w.where(f, plain(&r.Query), nil)
	case r.Action == query.Insert, r.Action == query.Put:
		change = w.insert(r, f)
	case len(w.keys(r)) == 0:
		return w.reread(r, relation, "select "+w.returned(r, f)+" from "+relation.SQL+" as _t where false", "null")
	default:
		change = w.update(r, f)
	}
	count := "null"
	if upsert {
		count = inserted
	}
	return w.reread(r, relation, change+" returning "+w.returned(r, f), count)
}

// plain is a query's conditions alone.
func plain(q *query.Query) *query.Query {
	only := *q
	only.Select = slices.Clone(q.Select)
	for i, item := range only.Select {
		if item.Embed != nil && item.Embed.Inner {
			outer := *item.Embed
			outer.Inner = false
			only.Select[i].Embed = &outer
		}
	}
	return &only
}

// reread reads what a write returned.
func (w *writer) reread(r *query.Request, relation *catalog.Relation, change, inserted string) string {
	written := &frame{relation: relation, name: "_t"}
	q := r.Query
	q.Where = nil
	var list []output
	var rows string
	switch r.Return {
	case query.Nothing:
		rows = "select 1 from _w as _t"
	case query.Key:
		rows = "select " + each(relation.Key, func(c string) string { return "_t." + catalog.Quote(c) }) + " from _w as _t"
		list = []output{{}}
	case query.Rows:
		list, rows = w.rows(written, &q, " from _w as _t", nil)
		rows += w.window(r.Range)
	}
	return "with _w as (" + change + ") " + w.answer(r, written, list) + ", null" + settings + ", " + inserted + " from (" + rows + ") as _r"
}

// keys are the columns that a payload is about.
func (w *writer) keys(r *query.Request) []string {
	if r.Columns != nil {
		return r.Columns
	}
	return r.Payload.Columns
}

func (w *writer) insert(r *query.Request, f *frame) string {
	columns := w.keys(r)
	upsert := r.Conflict != nil && !r.Conflict.Ignore || r.Action == query.Put
	sql := "insert into " + f.relation.SQL + " as _t"
	if len(columns) == 0 { // rows of defaults only
		sql += " select from pg_catalog.json_array_elements(" + w.bind(r.Payload.JSON) + "::json)"
		return sql + w.conflict(r, f)
	}
	sql += " (" + each(columns, func(c string) string { return w.key(f, c).SQL }) + ") select " +
		each(columns, func(c string) string { return w.value(f, c) }) +
		w.source(f, "pg_catalog.json_populate_recordset", "pg_catalog.json_to_recordset", r)
	where := ""
	if r.Action == query.Put {
		where = w.matches(r, f)
	}
	if upsert && where == "" {
		where = " where " + tried
	} else if upsert {
		where += " and " + tried
	}
	return sql + where + w.conflict(r, f)
}

// matches holds a Put's row against the key that its filters name.
func (w *writer) matches(r *query.Request, f *frame) string {
	clause := " where "
	seen := map[string]bool{}
	for i, c := range r.Where {
		comparison, ok := c.(query.Comparison)
		plain := ok && comparison.Operator == query.Equal && !comparison.Negated && comparison.Quantifier == query.Plain && len(comparison.Field.Path) == 0
		if !plain || !slices.Contains(f.relation.Key, comparison.Field.Column) || seen[comparison.Field.Column] {
			w.fail(&NotKey{})
			return ""
		}
		seen[comparison.Field.Column] = true
		if !slices.Contains(w.keys(r), comparison.Field.Column) {
			return " where false"
		}
		if i > 0 {
			clause += " and "
		}
		clause += "_b." + catalog.Quote(comparison.Field.Column) + " = " + w.bind(comparison.Value)
	}
	if len(seen) == 0 || len(seen) != len(f.relation.Key) {
		w.fail(&NotKey{})
	}
	return clause
}

// conflict says what happens to rows that are there already.
func (w *writer) conflict(r *query.Request, f *frame) string {
	if r.Conflict == nil && r.Action != query.Put {
		return ""
	}
	key := f.relation.Key
	if r.Conflict != nil && len(r.Conflict.Columns) > 0 {
		key = r.Conflict.Columns
	}
	if len(key) == 0 {
		return ""
	}
	target := " on conflict (" + each(key, func(c string) string { return w.key(f, c).SQL }) + ") do "
	columns := w.keys(r)
	if r.Conflict != nil && r.Conflict.Ignore || len(columns) == 0 {
		return target + "nothing"
	}
	return target + "update set " + each(columns, func(c string) string {
		return w.key(f, c).SQL + " = excluded." + w.key(f, c).SQL
	}) + " where " + updated
}

func (w *writer) update(r *query.Request, f *frame) string {
	return "update " + f.relation.SQL + " as _t set " +
		each(w.keys(r), func(c string) string { return w.key(f, c).SQL + " = " + w.value(f, c) }) +
		w.source(f, "pg_catalog.json_populate_record", "pg_catalog.json_to_record", r) +
		w.where(f, plain(&r.Query), nil)
}

// key is a column that the payload names.
func (w *writer) key(f *frame, name string) *catalog.Column {
	c, ok := f.relation.Column(name)
	if !ok {
		w.fail(&UnknownColumn{Relation: f.relation.Name, Column: name, Payload: true})
		return &catalog.Column{}
	}
	return c
}

// value is what the payload says of a column.
func (w *writer) value(f *frame, name string) string {
	c := w.key(f, name)
	if c.FromJSON != "" {
		return c.FromJSON + "(_b." + c.SQL + ")"
	}
	return "_b." + c.SQL
}

// source reads the payload as rows of the relation's type. Where a column's
// domain refuses null, a missing key would be refused with it, and where it
// is read by a function of its own it must come as it is: then only the columns
// that are there are named, with their types.
func (w *writer) source(f *frame, populate, to string, r *query.Request) string {
	columns := w.keys(r)
	payload := w.bind(r.Payload.JSON) + "::json"
	if r.Payload.Default {
		payload = w.defaults(f, columns, payload, r.Action == query.Update)
	}
	shaped := slices.ContainsFunc(columns, func(c string) bool { return w.key(f, c).FromJSON != "" })
	if !f.relation.Strict && !shaped {
		return " from " + populate + "(null::" + f.relation.SQL + ", " + payload + ") as _b"
	}
	return " from " + to + "(" + payload + ") as _b(" + each(columns, func(name string) string {
		c := w.key(f, name)
		if c.FromJSON != "" {
			return c.SQL + " json"
		}
		return c.SQL + " " + c.Type
	}) + ")"
}

// defaults puts the columns' defaults beneath each object of the payload.
func (w *writer) defaults(f *frame, columns []string, payload string, one bool) string {
	var pairs []*catalog.Column
	for _, name := range columns {
		if c := w.key(f, name); c.Default != "" {
			pairs = append(pairs, c)
		}
	}
	object := "pg_catalog.jsonb_build_object(" + each(pairs, func(c *catalog.Column) string {
		return w.bind(c.Name) + "::text, " + c.Default
	}) + ")"
	if one {
		return "(" + object + " || (" + payload + ")::jsonb)::json"
	}
	return "(select coalesce(pg_catalog.json_agg(" + object + " || _d), '[]') from pg_catalog.jsonb_array_elements((" + payload + ")::jsonb) as _d)"
}
