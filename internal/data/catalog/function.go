package catalog

import (
	"cmp"
	"slices"
	"strings"
)

// Function is one that may be called by its name in the exposed schema.
type Function struct {
	Name       string
	SQL        string // quoted and qualified
	Comment    string
	Parameters []Parameter
	Set        bool // it returns any number of rows
	Single     bool // a set of one row at most, by its ROWS
	Void       bool
	Scalar     bool      // what it returns has no columns
	Result     *Relation // the columns of what it returns, nil for none
	Table      bool      // Result is a relation of the schema
	Media      string    // the media type that its result's domain is named after
	Bytes      bool      // Media is made of bytes
	Volatile   bool
	Isolation  string // what it wants as default_transaction_isolation
	Timeout    string // its own statement_timeout
}

// Parameter is one that a caller gives.
type Parameter struct {
	Name     string
	Type     string // as a cast takes it
	Required bool
	Variadic bool
}

// Functions are those of one name.
func (s *Schema) Functions(name string) []*Function { return s.functions[name] }

// AllFunctions are those that the schema has, by name.
func (s *Schema) AllFunctions() []*Function {
	var all []*Function
	for _, named := range s.functions {
		all = append(all, named...)
	}
	slices.SortFunc(all, func(a, b *Function) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Signature(), b.Signature()))
	})
	return all
}

// PutFunction notes a function.
func (s *Schema) PutFunction(f *Function) {
	f.SQL = Quote(s.Name) + "." + Quote(f.Name)
	s.functions[f.Name] = append(s.functions[f.Name], f)
}

// Signature is the parameters as messages write them.
func (f *Function) Signature() string {
	var parts []string
	for _, p := range f.Parameters {
		parts = append(parts, p.Name+" => "+p.Type)
	}
	return strings.Join(parts, ", ")
}

// Names are the names of the parameters.
func (f *Function) Names() []string {
	var names []string
	for _, p := range f.Parameters {
		names = append(names, p.Name)
	}
	return names
}

// Parameter finds a parameter.
func (f *Function) Parameter(name string) (Parameter, bool) {
	i := slices.IndexFunc(f.Parameters, func(p Parameter) bool { return p.Name == name })
	if i < 0 {
		return Parameter{}, false
	}
	return f.Parameters[i], true
}

// Takes reports whether a call with just these arguments is one of f.
func (f *Function) Takes(names []string) bool {
	for _, name := range names {
		if _, ok := f.Parameter(name); !ok || name == "" {
			return false
		}
	}
	for _, p := range f.Parameters {
		if p.Required && !slices.Contains(names, p.Name) {
			return false
		}
	}
	return true
}

// bodies are what a single unnamed parameter takes, by the body's media type.
var bodies = map[string][]string{
	"application/json": {"json", "jsonb"}, "text/plain": {"text"}, "text/xml": {"xml"}, "application/octet-stream": {"bytea"},
}

// TakesBody reports whether f has the one unnamed parameter that takes a body
// of this type as it is.
func (f *Function) TakesBody(media string) bool {
	return len(f.Parameters) == 1 && f.Parameters[0].Name == "" && slices.Contains(bodies[media], f.Parameters[0].Type)
}

// RawBody reports whether only a function with an unnamed parameter can take
// a body of this type.
func RawBody(media string) bool { return media != "application/json" && bodies[media] != nil }
