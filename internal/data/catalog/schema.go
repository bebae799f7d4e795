package catalog

import "strings"

// Catalog is what a project exposes, as it was when it was read.
type Catalog struct {
	Schemas  map[string]*Schema
	GIS      string            // where PostGIS lives, quoted, "" for nowhere
	Settings map[string]string // role -> its statement_timeout
}

// Schema is one exposed schema.
type Schema struct {
	Name      string
	Comment   string
	relations map[string]*Relation
	functions map[string][]*Function
	types     map[string]string // name -> quoted and qualified
	makers    []*Maker
}

// Relation is a table, view, materialized view or foreign table, or what a
// function returns rows of.
type Relation struct {
	Name    string
	SQL     string   // quoted and qualified
	Key     []string // the primary key's columns in order
	Strict  bool     // a column's domain refuses null
	Comment string
	View    bool
	Takes   Verbs
	Columns []*Column // in their order

	Relationships []*Relationship // to others of its schema
	computed      map[string]*Function
	columns       map[string]*Column
	schema        *Schema
	shaped        bool // a column's domain is written in a form of its own
}

// Verbs is what a relation may be asked to do, whoever asks.
type Verbs struct{ Insert, Update, Delete bool }

// Column is one column of a relation.
type Column struct {
	Name     string
	SQL      string // quoted
	Type     string // as a cast takes it, qualified where it isn't built in
	Base     string // the type beneath domains, as pg_type names it
	NotNull  bool
	Default  string // an expression, "" for none
	Comment  string
	Enum     []string
	Length   int    // of a character type, 0 for any
	ToJSON   string // the function that writes its domain, "" for none
	FromJSON string // the one that reads it from a payload
	FromText string // the one that reads it from a filter
}

// New is a schema that holds nothing yet.
func New(name string) *Schema {
	return &Schema{Name: name, relations: map[string]*Relation{}, functions: map[string][]*Function{}, types: map[string]string{}}
}

// Put finds or makes a relation.
func (s *Schema) Put(name string) *Relation {
	r, ok := s.relations[name]
	if !ok {
		r = newRelation(s, name)
		r.Takes = Verbs{true, true, true}
		s.relations[name] = r
	}
	return r
}

func newRelation(s *Schema, name string) *Relation {
	return &Relation{Name: name, SQL: Quote(s.Name) + "." + Quote(name),
		columns: map[string]*Column{}, computed: map[string]*Function{}, schema: s}
}

// PutType notes an enum or a domain, with its name as a cast takes it.
func (s *Schema) PutType(name, sql string) { s.types[name] = sql }

// Put notes a column; position is its place in the primary key, 0 for none.
func (r *Relation) Put(name, typ string, position int) *Column {
	c := &Column{Name: name, SQL: Quote(name), Type: typ, Base: typ}
	r.columns[name] = c
	r.Columns = append(r.Columns, c)
	if position == 0 {
		return c
	}
	for len(r.Key) < position {
		r.Key = append(r.Key, "")
	}
	r.Key[position-1] = name
	return c
}

// Relation finds a relation by its name.
func (s *Schema) Relation(name string) (*Relation, bool) {
	r, ok := s.relations[name]
	return r, ok
}

// Relations are all of them, in no order.
func (s *Schema) Relations() []*Relation {
	all := make([]*Relation, 0, len(s.relations))
	for _, r := range s.relations {
		all = append(all, r)
	}
	return all
}

// Column finds a column by its name.
func (r *Relation) Column(name string) (*Column, bool) {
	c, ok := r.columns[name]
	return c, ok
}

// Computed finds a function that acts as a column.
func (r *Relation) Computed(name string) (*Function, bool) {
	f, ok := r.computed[name]
	return f, ok && !f.Set
}

// Shaped reports whether a column is written in a form of its own, so that a
// row can't be taken as it is.
func (r *Relation) Shaped() bool { return r.shaped }

// Schema is the name of the relation's schema.
func (r *Relation) Schema() string { return r.schema.Name }

// Type finds a type that a cast may name.
func (r *Relation) Type(name string) (string, bool) { return r.schema.castable(name) }

// Quote makes an identifier of any text.
func Quote(name string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), `"`, `""`) + `"`
}
