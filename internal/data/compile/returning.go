package compile

import (
	"slices"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// returned writes the columns that the read behind a write needs, and no
// more: a role may lack the right to read the others.
func (w *writer) returned(r *query.Request, f *frame) string {
	switch r.Return {
	case query.Nothing:
		return "1"
	case query.Key:
		return each(f.relation.Key, func(c string) string { return "_t." + catalog.Quote(c) })
	case query.Rows:
	}
	u := &uses{relation: f.relation}
	u.query(w, f, &r.Query)
	var parts []string
	if u.all {
		parts = append(parts, "_t.*")
	}
	slices.Sort(u.columns)
	for _, name := range slices.Compact(u.columns) {
		if c, ok := f.relation.Column(name); ok && !u.all {
			parts = append(parts, "_t."+c.SQL)
		} else if computed, ok := f.relation.Computed(name); ok {
			parts = append(parts, computed.SQL+"(_t) as "+catalog.Quote(name))
		}
	}
	if u.row {
		parts = append(parts, "_t as _row")
	}
	if len(parts) == 0 {
		return "1"
	}
	return each(parts, func(p string) string { return p })
}

// uses is what an answer takes of a row.
type uses struct {
	relation *catalog.Relation
	columns  []string
	all, row bool
}

func (u *uses) query(w *writer, f *frame, q *query.Query) {
	u.all = u.all || len(q.Select) == 0
	for _, item := range q.Select {
		switch {
		case item.Embed != nil:
			u.embed(w.relationship(f, item.Embed))
		case item.Field.Column == query.All:
			u.all = true
		default:
			u.columns = append(u.columns, item.Field.Column)
		}
	}
	for _, term := range q.Order {
		if term.Relation == "" {
			u.columns = append(u.columns, term.Field.Column)
		}
	}
}

func (u *uses) embed(x *catalog.Relationship) {
	switch {
	case x == nil:
	case x.Function != nil:
		u.row = true
	case x.Junction != nil:
		u.pairs(x.Junction.FromSource)
	default:
		u.pairs(x.Columns)
	}
}

func (u *uses) pairs(pairs []catalog.Pair) {
	for _, p := range pairs {
		u.columns = append(u.columns, p.Source)
	}
}
