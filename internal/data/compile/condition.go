package compile

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// operators are what stands behind a column; those from IsNull on take no value.
var operators = [...]string{
	query.Equal: "=", query.NotEqual: "<>",
	query.Greater: ">", query.GreaterOrEqual: ">=", query.Less: "<", query.LessOrEqual: "<=",
	query.Like: "like", query.ILike: "ilike", query.Match: "~", query.IMatch: "~*",
	query.Distinct: "is distinct from",
	query.Contains: "@>", query.ContainedIn: "<@", query.Overlaps: "&&",
	query.StrictlyLeft: "<<", query.StrictlyRight: ">>",
	query.NotRightOf: "&<", query.NotLeftOf: "&>", query.Adjacent: "-|-",
	query.IsNull: "is null", query.IsNotNull: "is not null",
	query.IsTrue: "is true", query.IsFalse: "is false", query.IsUnknown: "is unknown",
}

// condition is the where clause as text, so that a count can repeat it with
// the same parameters.
func (w *writer) condition(terms []query.Condition) string {
	if len(terms) == 0 {
		return ""
	}
	start := len(w.sql)
	w.add(" where ")
	w.terms(terms, " and ")
	clause := string(w.sql[start:])
	w.sql = w.sql[:start]
	return clause
}

func (w *writer) terms(terms []query.Condition, glue string) {
	for i, term := range terms {
		if i > 0 {
			w.add(glue)
		}
		switch t := term.(type) {
		case query.Comparison:
			w.comparison(t)
		case query.Group:
			w.group(t)
		}
	}
}

func (w *writer) group(g query.Group) {
	if g.Negated {
		w.add("not ")
	}
	w.add("(")
	if g.Any {
		w.terms(g.Terms, " or ")
	} else {
		w.terms(g.Terms, " and ")
	}
	w.add(")")
}

func (w *writer) comparison(c query.Comparison) {
	if c.Negated {
		w.add("not ")
	}
	w.column(c.Column)
	switch {
	case c.Operator == query.In:
		// One array, however many values: the statement's text stays the same.
		w.add(" = any(", w.bind(array(c.Values)), ")")
	case c.Operator >= query.IsNull:
		w.add(" ", operators[c.Operator])
	default:
		w.add(" ", operators[c.Operator], " ", w.bind(c.Value))
	}
}

var escapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// array is an array literal of the values.
func array(values []string) string {
	var b strings.Builder
	b.WriteByte('{')
	for i, v := range values {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteByte('"')
		_, _ = escapes.WriteString(&b, v)
		b.WriteByte('"')
	}
	b.WriteByte('}')
	return b.String()
}
