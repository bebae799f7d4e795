package postgrest

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
)

// fromSchema words what the schema doesn't have, or has more than once; nil
// for any other error.
func (q *request) fromSchema(err error) *refusal {
	var relation *compile.NoRelation
	var lack *compile.NoRelationship
	var doubt *compile.Ambiguous
	var function *compile.NoFunction
	var overloaded *compile.AmbiguousFunction
	switch {
	case errors.As(err, &relation):
		return noRelation(relation)
	case errors.As(err, &lack):
		return noRelationship(lack)
	case errors.As(err, &doubt):
		return ambiguous(doubt)
	case errors.As(err, &function):
		return noFunction(function)
	case errors.As(err, &overloaded):
		var candidates []string
		for _, f := range overloaded.Candidates {
			candidates = append(candidates, overloaded.Schema+"."+f.Name+"("+f.Signature()+")")
		}
		return refuse(http.StatusMultipleChoices, "PGRST203",
			"Could not choose the best candidate function between: "+strings.Join(candidates, ", ")).
			hint("Try renaming the parameters or the function itself in the database so function overloading can be resolved")
	}
	return nil
}

func noRelation(e *compile.NoRelation) *refusal {
	r := refuse(http.StatusNotFound, "PGRST205", "Could not find the table '"+e.Schema.Name+"."+e.Relation+"' in the schema cache")
	var names []string
	for _, relation := range e.Schema.Relations() {
		names = append(names, relation.Name)
	}
	if near := nearest(e.Relation, names); near != "" {
		r.hint("Perhaps you meant the table '%s.%s'", e.Schema.Name, near)
	}
	return r
}

func noRelationship(e *compile.NoRelationship) *refusal {
	schema := e.Source.Schema()
	r := refuse(http.StatusBadRequest, "PGRST200",
		"Could not find a relationship between '"+e.Source.Name+"' and '"+e.Target+"' in the schema cache")
	using := ""
	if e.Hint != "" {
		using = " using the hint '" + e.Hint + "'"
	}
	r.details("Searched for a foreign key relationship between '%s' and '%s'%s in the schema '%s', but no matches were found.",
		e.Source.Name, e.Target, using, schema)
	var names []string
	for _, x := range e.Source.Relationships {
		names = append(names, x.Target.Name)
	}
	if near := nearest(e.Target, names); near != "" && near != e.Target {
		r.hint("Perhaps you meant '%s' instead of '%s'.", near, e.Target)
	}
	return r
}

// candidate is one of several relationships, as details list them.
type candidate struct {
	Cardinality  catalog.Cardinality `json:"cardinality"`
	Embedding    string              `json:"embedding"`
	Relationship string              `json:"relationship"`
}

func ambiguous(e *compile.Ambiguous) *refusal {
	r := refuse(http.StatusMultipleChoices, "PGRST201",
		"Could not embed because more than one relationship was found for '"+e.Source.Name+"' and '"+e.Target+"'")
	var list []candidate
	var hints []string
	for _, x := range e.Candidates {
		list = append(list, candidate{x.Cardinality, x.Source.Name + " with " + x.Target.Name, x.Text()})
		hint := x.Name
		if x.Junction != nil {
			hint = x.Junction.Relation.Name
		}
		hints = append(hints, "'"+e.Target+"!"+hint+"'")
	}
	r.Details = list
	return r.hint("Try changing '%s' to one of the following: %s. Find the desired relationship in the 'details' key.",
		e.Target, strings.Join(hints, ", "))
}

func noFunction(e *compile.NoFunction) *refusal {
	name := e.Schema.Name + "." + e.Name
	arguments := slices.Sorted(slices.Values(e.Arguments))
	called, with := "("+strings.Join(arguments, ", ")+")", " with parameters "+strings.Join(arguments, ", ")
	if len(arguments) == 1 {
		with = " with parameter " + arguments[0]
	}
	if len(arguments) == 0 {
		called, with = " without parameters", " without parameters"
	}
	raw := map[string]string{"application/json": "json/jsonb", "text/plain": "text", "text/xml": "xml", "application/octet-stream": "bytea"}[e.Call]
	or := ""
	switch {
	case catalog.RawBody(e.Call):
		called, with = "", " with a single unnamed "+raw+" parameter"
	case raw != "":
		or = " or with a single unnamed " + raw + " parameter"
	}
	found := "no matches were found in the schema cache."
	r := refuse(http.StatusNotFound, "PGRST202", "Could not find the function "+name+called+" in the schema cache").
		details("Searched for the function %s%s%s, but %s", name, with, or, found)
	if others := e.Schema.Functions(e.Name); len(others) > 0 {
		return r.hint("Perhaps you meant to call the function %s(%s)", name, strings.Join(others[0].Names(), ", "))
	}
	var names []string
	for _, f := range e.Schema.AllFunctions() {
		names = append(names, f.Name)
	}
	if near := nearest(e.Name, names); near != "" {
		r.hint("Perhaps you meant to call the function %s.%s", e.Schema.Name, near)
	}
	return r
}

// nearest is the name that a misspelt one probably means, "" for none: a
// quarter of its letters may be wrong.
func nearest(name string, names []string) string {
	best, found := len(name)/4+1, ""
	slices.Sort(names)
	for _, n := range names {
		if d := distance(name, n); d < best {
			best, found = d, n
		}
	}
	return found
}

// distance is how many letters to insert, drop or change.
func distance(a, b string) int {
	if len(a) > 63 || len(b) > 63 {
		return 64
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			corner, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, corner+cost)
		}
	}
	return row[len(b)]
}
