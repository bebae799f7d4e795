package compile

import (
	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// relationship finds the one that an embed means.
func (w *writer) relationship(f *frame, e *query.Embed) *catalog.Relationship {
	if x, ok := w.found[e]; ok {
		return x
	}
	var x *catalog.Relationship
	switch candidates := f.relation.Find(e.Target, e.Hint); len(candidates) {
	case 0:
		w.fail(&NoRelationship{Source: f.relation, Target: e.Target, Hint: e.Hint})
	case 1:
		x = candidates[0]
	default:
		w.fail(&Ambiguous{Source: f.relation, Target: e.Target, Candidates: candidates})
	}
	if w.found == nil {
		w.found = map[*query.Embed]*catalog.Relationship{}
	}
	w.found[e] = x
	return x
}

// related is the source of an embed's rows: the text of its from clause, and
// what joins them to the row that they are embedded in.
func (w *writer) related(f *frame, x *catalog.Relationship) (child *frame, from string, joins []string) {
	child = &frame{relation: x.Target, name: w.alias("_t")}
	child.row = child.name
	switch {
	case x.Function != nil:
		row := f.row
		if row == "" {
			row = f.name + "._row"
		}
		return child, " from " + x.Function.SQL + "(" + row + ") as " + child.name, nil
	case x.Junction != nil:
		junction := &frame{relation: x.Junction.Relation, name: w.alias("_j")}
		joins = append(equal(f, junction, x.Junction.FromSource), equal(junction, child, x.Junction.TowardTarget)...)
		return child, " from " + x.Target.SQL + " as " + child.name + ", " + junction.relation.SQL + " as " + junction.name, joins
	}
	return child, " from " + x.Target.SQL + " as " + child.name, equal(f, child, x.Columns)
}

func equal(a, b *frame, pairs []catalog.Pair) (joins []string) {
	for _, p := range pairs {
		joins = append(joins, a.name+"."+catalog.Quote(p.Source)+" = "+b.name+"."+catalog.Quote(p.Target))
	}
	return joins
}

// exists asks whether an embed has counterparts that its own filters leave.
func (w *writer) exists(f *frame, e *query.Embed) string {
	x := w.relationship(f, e)
	if x == nil {
		return ""
	}
	child, from, joins := w.related(f, x)
	return "exists (select" + from + w.where(child, &e.Query, joins) + ")"
}

// embed is an embed's member: an object or null, or an array.
func (w *writer) embed(f *frame, e *query.Embed) string {
	x := w.relationship(f, e)
	if x == nil {
		return ""
	}
	child, from, joins := w.related(f, x)
	list, rows := w.rows(child, &e.Query, from, joins)
	name := w.alias("_e")
	row := whole(name, list)
	if x.One() {
		return "(select pg_catalog.row_to_json(" + row + ") from (" + rows + " limit 1) as " + name + ")"
	}
	return "(select coalesce(pg_catalog.json_agg(" + row + "), '[]') from (" + rows + w.window(e.Range) + ") as " + name + ")"
}

// spread lifts the members of an embed into the row: of one counterpart as
// they are, of many as arrays. It returns them with the join that makes them.
func (w *writer) spread(f *frame, e *query.Embed) (list []output, join string) {
	x := w.relationship(f, e)
	if x == nil {
		return nil, ""
	}
	child, from, joins := w.related(f, x)
	name := w.alias("_s")
	if !x.One() {
		return w.spreadMany(child, e, from, joins, name)
	}
	inner, laterals := w.outputs(child, &e.Query)
	columns := ""
	for i, o := range w.expand(child, inner) {
		column := w.alias("_c")
		if i > 0 {
			columns += ", "
		}
		columns += o.expression + " as " + column
		o.expression, o.plain = name+"."+column, false
		list = append(list, o)
	}
	where := w.where(child, &e.Query, joins)
	return list, " left join lateral (select " + columns + from + laterals + where + " limit 1) as " + name + " on true"
}

// spreadMany makes an array of each member. Within, members have names of
// ours, as two of them may have the same.
func (w *writer) spreadMany(child *frame, e *query.Embed, from string, joins []string, name string) (list []output, join string) {
	inner, laterals := w.outputs(child, &e.Query)
	inner = w.expand(child, inner)
	rows := w.alias("_e")
	columns := ""
	for i, o := range inner {
		inner[i].name, inner[i].plain = w.alias("_c"), false
		if i > 0 {
			columns += ", "
		}
		columns += "coalesce(pg_catalog.json_agg(" + rows + "." + w.label(inner[i].name) + "), '[]') as " + w.label(inner[i].name)
		list = append(list, output{expression: name + "." + w.label(inner[i].name), name: o.name, json: true})
	}
	_, sql := w.assemble(child, &e.Query, inner, from+laterals, joins)
	return list, " left join lateral (select " + columns + " from (" + sql + w.window(e.Range) + ") as " + rows + ") as " + name + " on true"
}
