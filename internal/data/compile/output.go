package compile

import (
	"slices"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// output is one member of the rows that come back.
type output struct {
	expression string // of a column, or of what an aggregate is over
	name       string
	plain      bool // the column's own name is the member's
	all        bool // every column, unnamed
	json       bool // made of other rows: it can't be grouped by as it is
	aggregate  query.Aggregate
	after      string // the type that an aggregate's result is cast to
}

// rows is a query on the rows of a from clause, but for its window.
func (w *writer) rows(f *frame, q *query.Query, from string, joins []string) (list []output, sql string) {
	list, laterals := w.outputs(f, q)
	return w.assemble(f, q, list, from+laterals, joins)
}

// assemble writes the query that gives these members.
func (w *writer) assemble(f *frame, q *query.Query, list []output, from string, joins []string) (_ []output, sql string) {
	grouped := slices.ContainsFunc(list, func(o output) bool { return o.aggregate != "" })
	if grouped {
		list = w.expand(f, list)
	}
	columns := each(list, func(o output) string { return w.member(o, grouped) })
	if columns != "" {
		columns = " " + columns
	}
	sql = "select" + columns + from + w.where(f, q, joins)
	if grouped {
		sql += groups(list)
	}
	return list, sql + w.order(f, q)
}

// whole is the row of a subquery, even where a column is called like it.
func whole(name string, list []output) string {
	if len(list) == 0 {
		return name
	}
	return name + ".*"
}

// outputs are the members that a selection asks for, and the joins that they need.
func (w *writer) outputs(f *frame, q *query.Query) (list []output, laterals string) {
	if len(q.Select) == 0 {
		return w.all(f), ""
	}
	for _, item := range q.Select {
		e := item.Embed
		switch {
		case e != nil && e.Hidden:
			w.relationship(f, e) // it must be one, all the same
		case e != nil && e.Spread:
			lifted, join := w.spread(f, e)
			list, laterals = append(list, lifted...), laterals+join
		case e != nil:
			list = append(list, output{expression: w.embed(f, e), name: e.Name(), json: true})
		case item.Field.Column == query.All && item.Aggregate == "":
			list = append(list, w.all(f)...)
		default:
			list = append(list, w.item(f, item))
		}
	}
	return list, laterals
}

func (w *writer) all(f *frame) []output {
	list := []output{{expression: f.name + ".*", all: true}}
	if f.relation.Shaped() {
		return w.expand(f, list)
	}
	return list
}

// expand names every column of what stands for all of them.
func (w *writer) expand(f *frame, list []output) (named []output) {
	for _, o := range list {
		if !o.all {
			named = append(named, o)
			continue
		}
		for _, c := range f.relation.Columns {
			named = append(named, w.item(f, query.Item{Field: query.Field{Column: c.Name}}))
		}
	}
	return named
}

// item is a field or an aggregate over one. A column that isn't there but
// called count counts rows, as Postgres reads t.count.
func (w *writer) item(f *frame, item query.Item) output {
	o := output{name: item.Alias, aggregate: item.Aggregate}
	counts := item.Aggregate == query.CountRows
	if !counts && item.Aggregate == "" && item.Field.Column == "count" && len(item.Field.Path) == 0 {
		_, there := f.relation.Column("count")
		_, computed := f.relation.Computed("count")
		if !there && !computed {
			counts, o.aggregate = true, query.CountRows
		}
	} else if item.Aggregate != "" && !w.Aggregates {
		w.fail(&NoAggregates{})
	}
	if o.name == "" {
		o.name, o.plain = ownName(item), o.aggregate == "" && item.Cast == "" && len(item.Field.Path) == 0
	}
	if item.After != "" {
		o.after = w.typ(f, item.After)
	}
	if counts {
		o.expression = "1"
		return o
	}
	o.expression = w.field(f, item.Field)
	c, ok := f.relation.Column(item.Field.Column)
	o.plain = o.plain && ok
	switch {
	case item.Cast != "":
		o.expression = "cast(" + o.expression + " as " + w.typ(f, item.Cast) + ")"
	case ok && c.ToJSON != "" && len(item.Field.Path) == 0 && item.Aggregate == "":
		o.expression, o.plain, o.json = c.ToJSON+"("+o.expression+")", false, true
	}
	return o
}

// ownName is what an item without an alias is called.
func ownName(item query.Item) string {
	if item.Aggregate != "" {
		return strings.TrimSuffix(string(item.Aggregate), "()")
	}
	for i := len(item.Field.Path) - 1; i >= 0; i-- {
		if !item.Field.Path[i].Index {
			return item.Field.Path[i].Key
		}
	}
	return item.Field.Column
}

// member writes an output.
func (w *writer) member(o output, grouped bool) string {
	switch {
	case o.all:
		return o.expression
	case o.aggregate == query.CountRows && o.expression != "1":
		return o.cast("pg_catalog.count("+o.expression+")") + " as " + w.label(o.name)
	case o.aggregate == query.CountRows:
		return o.cast("pg_catalog.count(*)") + " as " + w.label(o.name)
	case o.aggregate != "":
		return o.cast("pg_catalog."+string(o.aggregate)+"("+o.expression+")") + " as " + w.label(o.name)
	case o.json && grouped:
		return "pg_catalog.to_jsonb(" + o.expression + ") as " + w.label(o.name)
	case o.plain:
		return o.expression
	}
	return o.expression + " as " + w.label(o.name)
}

func (o output) cast(expression string) string {
	if o.after == "" {
		return expression
	}
	return "cast(" + expression + " as " + o.after + ")"
}

// groups is the clause that aggregates need: by all that isn't one.
func groups(list []output) string {
	var by []string
	for i, o := range list {
		if o.aggregate == "" {
			by = append(by, strconv.Itoa(i+1))
		}
	}
	if by == nil {
		return ""
	}
	return " group by " + strings.Join(by, ", ")
}

func (w *writer) order(f *frame, q *query.Query) string {
	if len(q.Order) == 0 {
		return ""
	}
	return " order by " + each(q.Order, func(term query.Order) string {
		expression := w.sortKey(f, q, term)
		if term.Descending {
			expression += " desc"
		}
		switch term.Nulls {
		case query.NullsFirst:
			expression += " nulls first"
		case query.NullsLast:
			expression += " nulls last"
		case query.NullsDefault:
		}
		return expression
	})
}

// sortKey is the field that an order takes, of the row or of its one counterpart.
func (w *writer) sortKey(f *frame, q *query.Query, term query.Order) string {
	if term.Relation == "" {
		return w.field(f, term.Field)
	}
	e := q.Embedded(term.Relation)
	if e == nil {
		w.fail(&NotEmbedded{Name: term.Relation})
		return ""
	}
	x := w.relationship(f, e)
	if x == nil {
		return ""
	}
	if !x.One() {
		w.fail(&NotToOne{Source: f.relation.Name, Target: term.Relation})
		return ""
	}
	child, from, joins := w.related(f, x)
	key := w.field(child, term.Field)
	return "(select " + key + from + w.where(child, &e.Query, joins) + " limit 1)"
}

// names are what the members are called, for a head line.
func names(f *frame, list []output) (all []string) {
	for _, o := range list {
		if !o.all {
			all = append(all, o.name)
			continue
		}
		for _, c := range f.relation.Columns {
			all = append(all, c.Name)
		}
	}
	return all
}
