package compile

import (
	"slices"

	"github.com/rolecall/rolecall/internal/data/query"
)

func (w *writer) insert(r *query.Request) {
	p := r.Payload
	w.add("insert into ", w.relation.SQL, " as _t")
	if len(p.Columns) == 0 { // rows of defaults only
		w.add(" select from pg_catalog.json_array_elements(", w.bind(p.JSON), "::json)")
	} else {
		w.add(" (")
		w.each(p.Columns, func(c string) { w.add(w.key(c)) })
		w.add(") select ")
		w.each(p.Columns, func(c string) { w.add("_b.", w.key(c)) })
		w.source("pg_catalog.json_populate_recordset", "pg_catalog.json_to_recordset", p)
	}
	w.returning(r)
}

func (w *writer) update(r *query.Request) {
	p := r.Payload
	w.add("update ", w.relation.SQL, " as _t set ")
	w.each(p.Columns, func(c string) { w.add(w.key(c), " = _b.", w.key(c)) })
	w.source("pg_catalog.json_populate_record", "pg_catalog.json_to_record", p)
	w.add(w.condition(r.Where))
	w.returning(r)
}

func (w *writer) delete(r *query.Request) {
	w.add("delete from ", w.relation.SQL, " as _t", w.condition(r.Where))
	w.returning(r)
}

// nothing stands for an update without changes: no row, with the right columns.
func (w *writer) nothing(r *query.Request) {
	w.add("select ")
	w.returned(r)
	w.add(" from ", w.relation.SQL, " as _t where false")
}

// source reads the payload as rows of the relation's type. Where a column's
// domain refuses null, a missing key would be refused with it: then only the
// columns that are there are named, with their types.
func (w *writer) source(populate, to string, p *query.Payload) {
	if !w.relation.Strict {
		w.add(" from ", populate, "(null::", w.relation.SQL, ", ", w.bind(p.JSON), "::json) as _b")
		return
	}
	w.add(" from ", to, "(", w.bind(p.JSON), "::json) as _b(")
	w.each(p.Columns, func(c string) {
		if column, ok := w.relation.Column(c); ok {
			w.add(column.SQL, " ", column.Type)
		}
	})
	w.add(")")
}

func (w *writer) returning(r *query.Request) {
	w.add(" returning ")
	w.returned(r)
}

// returned writes the columns that the read behind the write needs, and no
// more: a role may lack the right to read the others.
func (w *writer) returned(r *query.Request) {
	switch {
	case r.Return == query.Nothing:
		w.add("1")
	case r.Return == query.Key:
		w.names(w.relation.Key)
	case everything(r.Select):
		w.add("_t.*")
	default:
		w.names(used(r))
	}
}

func everything(items []query.Item) bool {
	return len(items) == 0 || slices.ContainsFunc(items, func(i query.Item) bool { return i.Column == query.All })
}

// used lists the columns that the answer takes, each once.
func used(r *query.Request) []string {
	var names []string
	for _, item := range r.Select {
		names = append(names, item.Column)
	}
	for _, term := range r.Order {
		names = append(names, term.Column)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// key is a column that the payload names.
func (w *writer) key(name string) string {
	c, ok := w.relation.Column(name)
	if !ok {
		w.fail(&UnknownColumn{Relation: w.relation.Name, Column: name, Payload: true})
		return ""
	}
	return c.SQL
}

func (w *writer) each(columns []string, do func(string)) {
	for i, c := range columns {
		w.comma(i)
		do(c)
	}
}
