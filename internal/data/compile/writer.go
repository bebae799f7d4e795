package compile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// writer builds one statement. Within it _t and _t1, _t2... are relations (or
// what a write returned), _j1... junctions, _s1... spread rows, _b the payload,
// _a arguments, _w the write and _r the rows that come back. The first error
// stays; what is written after it is thrown away.
type writer struct {
	Scope
	schema  *catalog.Schema
	args    []any
	aliases int
	maker   *catalog.Maker // of the body, nil for a form of ours
	found   map[*query.Embed]*catalog.Relationship
	err     error
}

// frame is a relation as it stands in the statement.
type frame struct {
	relation *catalog.Relation
	name     string // its alias
	row      string // the row as its relation's type, "" where there is none
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// bind adds a value and returns its placeholder.
func (w *writer) bind(value string) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

// alias makes a name that the statement doesn't have yet.
func (w *writer) alias(prefix string) string {
	w.aliases++
	return prefix + strconv.Itoa(w.aliases)
}

// comment writes the role with all but the bytes of plain names replaced. Two
// roles that look alike then share their plans, which is slow but not wrong.
func comment(role string) string {
	b := []byte(role)
	for i, c := range b {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') {
			b[i] = '_'
		}
	}
	return "/* " + string(b) + " */ "
}

// field is what a field names, as an expression.
func (w *writer) field(f *frame, field query.Field) string {
	c, ok := f.relation.Column(field.Column)
	expression := ""
	switch {
	case ok:
		expression = f.name + "." + c.SQL
	default:
		if expression = w.computed(f, field.Column); expression == "" {
			w.fail(&UnknownColumn{Relation: f.relation.Name, Column: field.Column})
			return ""
		}
	}
	if len(field.Path) == 0 {
		return expression
	}
	if !ok || c.Base != "json" && c.Base != "jsonb" {
		expression = "pg_catalog.to_jsonb(" + expression + ")"
	}
	return "(" + expression + w.path(field.Path) + ")"
}

func (w *writer) path(steps []query.Step) string {
	var b strings.Builder
	for _, step := range steps {
		arrow, typ := "->", "::text"
		if step.Text {
			arrow = "->>"
		}
		if step.Index {
			typ = "::integer"
		}
		b.WriteString(arrow + w.bind(step.Key) + typ)
	}
	return b.String()
}

// computed is a function of the row that acts as a column; of a write it is
// computed with what is returned.
func (w *writer) computed(f *frame, name string) string {
	function, ok := f.relation.Computed(name)
	switch {
	case !ok:
		return ""
	case f.row == "":
		return f.name + "." + catalog.Quote(name)
	}
	return function.SQL + "(" + f.row + ")"
}

func (w *writer) typ(f *frame, name string) string {
	sql, ok := f.relation.Type(name)
	if !ok {
		w.fail(&UnknownType{Type: name})
	}
	return sql
}

// maxName is how many bytes of a name Postgres keeps.
const maxName = 63

// label is a name that the client gave, as an identifier.
func (w *writer) label(name string) string {
	if name == "" || len(name) > maxName || !utf8.ValidString(name) || strings.Contains(name, "\x00") {
		w.fail(&BadAlias{Alias: name})
	}
	return catalog.Quote(name)
}

func (w *writer) window(r query.Range) string {
	clause := ""
	if r.Limited {
		clause = " limit " + w.bind(strconv.FormatInt(r.Limit, 10))
	}
	if r.Offset != 0 {
		clause += " offset " + w.bind(strconv.FormatInt(r.Offset, 10))
	}
	return clause
}

// each writes a list.
func each[T any](list []T, do func(T) string) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = do(x)
	}
	return strings.Join(parts, ", ")
}
