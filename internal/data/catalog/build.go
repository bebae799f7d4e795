package catalog

import (
	"slices"
	"strings"
)

// builder puts what was read together.
type builder struct {
	*answers
	catalog   *Catalog
	exposed   map[int64]*Relation
	numbers   map[int64]map[int]string // of exposed relations: a column's name by its number
	primary   map[int64][]int
	unique    map[int64][][]int
	origins   map[int64]map[int]origin // of views
	coverings map[int64][]covering
}

func build(a *answers) *Catalog {
	b := &builder{answers: a, exposed: map[int64]*Relation{}, numbers: map[int64]map[int]string{},
		primary: map[int64][]int{}, unique: map[int64][][]int{}, origins: map[int64]map[int]origin{}, coverings: map[int64][]covering{},
		catalog: &Catalog{Schemas: map[string]*Schema{}, GIS: a.rest.GIS, Settings: a.rest.Timeouts}}
	for name, comment := range a.rest.Schemas {
		b.catalog.Schemas[name] = New(name)
		b.catalog.Schemas[name].Comment = comment
	}
	for _, t := range a.types {
		b.catalog.Schemas[t.Schema].PutType(t.Name, t.Type)
	}
	for _, r := range a.relations {
		b.relation(r)
	}
	for _, k := range a.keys {
		b.unique[k.Relation] = append(b.unique[k.Relation], k.Columns)
		if k.Primary {
			b.primary[k.Relation] = k.Columns
		}
	}
	b.trace()
	b.cover()
	b.relate()
	b.join()
	for _, f := range a.functions {
		b.function(f)
	}
	for _, row := range a.aggregates {
		s := b.catalog.Schemas[row.Schema]
		m := &Maker{SQL: Quote(row.Schema) + "." + Quote(row.Name), Media: row.Media, Bytes: row.Bytes, Of: b.exposed[row.Relation]}
		if m.Of != nil || row.Relation == 0 {
			s.makers = append(s.makers, m)
		}
	}
	return b.catalog
}

func (b *builder) relation(row relationRow) {
	r := b.catalog.Schemas[row.Schema].Put(row.Name)
	r.Comment, r.View = row.Comment, row.View
	r.Takes = Verbs{Insert: row.Verbs&8 != 0, Update: row.Verbs&4 != 0, Delete: row.Verbs&16 != 0}
	b.exposed[row.OID] = r
	b.numbers[row.OID] = map[int]string{}
	for _, c := range row.Columns {
		r.fill(c)
		r.Strict = r.Strict || c.Strict
		b.numbers[row.OID][c.Number] = c.Name
	}
}

func (r *Relation) fill(row columnRow) {
	c := r.Put(row.Name, row.Type, 0)
	c.Base, c.NotNull, c.Default, c.Comment = row.Base, row.NotNull, row.Default, row.Comment
	c.Enum, c.Length = row.Enum, row.Length
	c.ToJSON, c.FromJSON, c.FromText = row.ToJSON, row.FromJSON, row.FromText
	r.shaped = r.shaped || c.ToJSON != ""
}

// function notes a function, and what of a relation it computes.
func (b *builder) function(row functionRow) {
	s := b.catalog.Schemas[row.Schema]
	f := &Function{Name: row.Name, Comment: row.Comment, Set: row.Set, Single: row.Single, Volatile: row.Volatile,
		Void: row.Returns == "void"}
	result := newRelation(s, row.Name)
	for i, t := range row.Types {
		mode, name := "i", ""
		if i < len(row.Modes) {
			mode = row.Modes[i]
		}
		if i < len(row.Names) {
			name = row.Names[i]
		}
		if strings.Contains("tbo", mode) {
			result.fill(columnRow{Name: name, Type: t.Type, Base: t.Base})
		}
		if strings.Contains("ibv", mode) {
			f.Parameters = append(f.Parameters, Parameter{Name: name, Type: t.Type, Variadic: mode == "v",
				Required: len(f.Parameters) < row.Inputs-row.Defaults})
		}
	}
	b.result(f, row, result)
	for _, option := range row.Config {
		name, value, _ := strings.Cut(option, "=")
		switch name {
		case "statement_timeout":
			f.Timeout = value
		case "default_transaction_isolation":
			f.Isolation = value
		}
	}
	s.PutFunction(f)
	if len(row.Types) > 0 {
		if parent, ok := b.exposed[row.Types[0].Relation]; ok && row.Inputs == 1 {
			parent.computed[f.Name] = f
		}
	}
}

// result notes what a function returns.
func (b *builder) result(f *Function, row functionRow, outs *Relation) {
	table, exposed := b.exposed[row.Relation]
	switch {
	case len(outs.Columns) > 0:
		f.Result = outs
	case exposed:
		f.Result, f.Table = table, true
	case row.Relation != 0:
		for _, c := range row.Columns {
			outs.fill(c)
		}
		f.Result = outs
	default:
		f.Scalar = row.Returns != "record"
		if row.Kind == "d" && strings.Contains(row.Returns, "/") {
			f.Media, f.Bytes = row.Returns, row.Base == "bytea"
		}
	}
}

// names are columns of an exposed relation by their numbers, nil if one isn't there.
func (b *builder) names(oid int64, columns []int) []string {
	var names []string
	for _, n := range columns {
		name, ok := b.numbers[oid][n]
		if !ok {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// isUnique reports whether a unique key is within these columns.
func (b *builder) isUnique(oid int64, columns []int) bool {
	return slices.ContainsFunc(b.unique[oid], func(key []int) bool {
		return len(key) == len(columns) && !slices.ContainsFunc(key, func(c int) bool { return !slices.Contains(columns, c) })
	})
}
