package catalog

import "strings"

// Schema is one exposed schema as it was when it was read.
type Schema struct {
	Name      string
	relations map[string]*Relation
	types     map[string]string // name -> quoted and qualified
}

// Relation is a table, view, materialized view or foreign table.
type Relation struct {
	Name    string
	SQL     string   // quoted and qualified
	Key     []string // the primary key's columns in order
	Strict  bool     // a column's domain refuses null
	columns map[string]*Column
	schema  *Schema
}

// Column is one column of a relation.
type Column struct {
	Name string
	SQL  string // quoted
	Type string // as a cast takes it, qualified where it isn't built in
}

// New is a schema that holds nothing yet.
func New(name string) *Schema {
	return &Schema{Name: name, relations: map[string]*Relation{}, types: map[string]string{}}
}

// Put finds or makes a relation.
func (s *Schema) Put(name string) *Relation {
	r, ok := s.relations[name]
	if !ok {
		r = &Relation{Name: name, SQL: Quote(s.Name) + "." + Quote(name), columns: map[string]*Column{}, schema: s}
		s.relations[name] = r
	}
	return r
}

// PutType notes an enum or a domain, with its name as a cast takes it.
func (s *Schema) PutType(name, sql string) { s.types[name] = sql }

// Put notes a column; position is its place in the primary key, 0 for none.
func (r *Relation) Put(name, typ string, position int) {
	r.columns[name] = &Column{Name: name, SQL: Quote(name), Type: typ}
	if position == 0 {
		return
	}
	for len(r.Key) < position {
		r.Key = append(r.Key, "")
	}
	r.Key[position-1] = name
}

// Relation finds a relation by its name.
func (s *Schema) Relation(name string) (*Relation, bool) {
	r, ok := s.relations[name]
	return r, ok
}

// Column finds a column by its name.
func (r *Relation) Column(name string) (*Column, bool) {
	c, ok := r.columns[name]
	return c, ok
}

// Type finds a type that a cast may name.
func (r *Relation) Type(name string) (string, bool) { return r.schema.castable(name) }

// Quote makes an identifier of any text.
func Quote(name string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(name, "\x00", ""), `"`, `""`) + `"`
}
