package postgrest

import (
	"net/http"
	"strings"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/pg"
)

// options says which methods a path takes.
func (q *request) options(w http.ResponseWriter, function string, called bool) error {
	schema, err := q.face.engine.Schema(q.http.Context(), q.target)
	if err != nil {
		return pg.Fault(err)
	}
	allow := []string{"OPTIONS", "GET", "HEAD"}
	if called {
		functions := schema.Functions(function)
		if len(functions) == 0 {
			return &compile.NoFunction{Schema: schema, Name: function}
		}
		if allow = append(allow, "POST"); functions[0].Volatile {
			allow = []string{"OPTIONS", "POST"}
		}
	} else if q.rest != "" {
		relation, ok := schema.Relation(q.rest)
		if !ok {
			return &compile.NoRelation{Schema: schema, Relation: q.rest}
		}
		allow = append(allow, verbs(relation)...)
	}
	w.Header().Set("Allow", strings.Join(allow, ","))
	w.WriteHeader(http.StatusOK)
	return nil
}

// verbs are the methods that change a relation, if it takes them at all.
func verbs(r *catalog.Relation) (allow []string) {
	if r.Takes.Insert {
		allow = append(allow, "POST")
	}
	if r.Takes.Insert && r.Takes.Update && len(r.Key) > 0 {
		allow = append(allow, "PUT")
	}
	if r.Takes.Update {
		allow = append(allow, "PATCH")
	}
	if r.Takes.Delete {
		allow = append(allow, "DELETE")
	}
	return allow
}
