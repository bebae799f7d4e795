package compile

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// writer builds one statement. Within it _t is the relation (or what a write
// returned), _b the payload, _w the write and _r the rows that come back.
// The first error stays; what is written after it is thrown away.
type writer struct {
	relation *catalog.Relation
	sql      []byte
	args     []any
	err      error
}

func (w *writer) add(parts ...string) {
	for _, p := range parts {
		w.sql = append(w.sql, p...)
	}
}

func (w *writer) comma(i int) {
	if i > 0 {
		w.add(", ")
	}
}

// comment writes the role with all but the bytes of plain names replaced. Two
// roles that look alike then share their plans, which is slow but not wrong.
func (w *writer) comment(role string) {
	w.add("/* ")
	for i := range len(role) {
		c := role[i]
		if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
			w.sql = append(w.sql, c)
		} else {
			w.sql = append(w.sql, '_')
		}
	}
	w.add(" */ ")
}

// bind adds a value and returns its placeholder.
func (w *writer) bind(value string) string {
	w.args = append(w.args, value)
	return "$" + strconv.Itoa(len(w.args))
}

// column writes a column of _t.
func (w *writer) column(name string) { w.add("_t.", w.identifier(name)) }

// identifier is a column of the relation, as it stands in SQL.
func (w *writer) identifier(name string) string {
	c, ok := w.relation.Column(name)
	if !ok {
		w.fail(&UnknownColumn{Relation: w.relation.Name, Column: name})
		return ""
	}
	return c.SQL
}

// names writes columns of _t.
func (w *writer) names(columns []string) {
	for i, name := range columns {
		w.comma(i)
		w.column(name)
	}
}

func (w *writer) typ(name string) string {
	sql, ok := w.relation.Type(name)
	if !ok {
		w.fail(&UnknownType{Type: name})
	}
	return sql
}

// maxName is how many bytes of a name Postgres keeps.
const maxName = 63

func (w *writer) alias(name string) string {
	if len(name) > maxName || !utf8.ValidString(name) || strings.Contains(name, "\x00") {
		w.fail(&BadAlias{Alias: name})
	}
	return catalog.Quote(name)
}

func (w *writer) window(r query.Range) {
	if r.Limited {
		w.add(" limit ", w.bind(strconv.FormatInt(r.Limit, 10)))
	}
	if r.Offset != 0 {
		w.add(" offset ", w.bind(strconv.FormatInt(r.Offset, 10)))
	}
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}
