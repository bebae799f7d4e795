package compile

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// operators are what stands behind a field; those from IsNull on take no value.
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

// searches make a query of a text.
var searches = map[query.Operator]string{
	query.Search: "pg_catalog.to_tsquery", query.PlainSearch: "pg_catalog.plainto_tsquery",
	query.PhraseSearch: "pg_catalog.phraseto_tsquery", query.WebSearch: "pg_catalog.websearch_to_tsquery",
}

// where is the clause of a query's conditions and of its inner embeds, with
// what joins the rows to others before.
func (w *writer) where(f *frame, q *query.Query, joins []string) string {
	terms := joins
	for _, c := range q.Where {
		terms = append(terms, w.condition(f, q, c))
	}
	terms = append(terms, w.inner(f, q)...)
	if len(terms) == 0 {
		return ""
	}
	return " where " + strings.Join(terms, " and ")
}

// inner are the conditions that inner embeds put on their parents.
func (w *writer) inner(f *frame, q *query.Query) (terms []string) {
	for _, item := range q.Select {
		if item.Embed != nil && item.Embed.Inner {
			terms = append(terms, w.exists(f, item.Embed))
		}
	}
	return terms
}

func (w *writer) condition(f *frame, q *query.Query, c query.Condition) string {
	if group, ok := c.(query.Group); ok {
		return w.group(f, q, group)
	}
	comparison, _ := c.(query.Comparison)
	if e := q.Embedded(comparison.Field.Column); e != nil && len(comparison.Field.Path) == 0 {
		return w.counterparts(f, e, comparison)
	}
	return w.comparison(f, comparison)
}

func (w *writer) group(f *frame, q *query.Query, g query.Group) string {
	glue, not := " and ", ""
	if g.Any {
		glue = " or "
	}
	if g.Negated {
		not = "not "
	}
	terms := make([]string, len(g.Terms))
	for i, term := range g.Terms {
		terms[i] = w.condition(f, q, term)
	}
	return not + "(" + strings.Join(terms, glue) + ")"
}

// counterparts asks whether an embed has counterparts.
func (w *writer) counterparts(f *frame, e *query.Embed, c query.Comparison) string {
	if c.Operator != query.IsNull && c.Operator != query.IsNotNull {
		w.fail(&OnlyNull{Name: c.Field.Column})
	}
	if (c.Operator == query.IsNull) != c.Negated {
		return "not " + w.exists(f, e)
	}
	return w.exists(f, e)
}

func (w *writer) comparison(f *frame, c query.Comparison) string {
	not := ""
	if c.Negated {
		not = "not "
	}
	field := w.field(f, c.Field)
	switch {
	case c.Operator >= query.IsNull:
		return not + field + " " + operators[c.Operator]
	case c.Operator >= query.Search:
		return not + w.search(f, field, c)
	case c.Operator == query.In:
		// One array, however many values: the statement's text stays the same.
		return not + field + " = any(" + w.values(f, c.Field, w.bind(array(c.Values))) + ")"
	case c.Quantifier == query.AnyOf:
		return not + field + " " + operators[c.Operator] + " any(" + w.values(f, c.Field, w.bind(c.Value)) + ")"
	case c.Quantifier == query.AllOf:
		return not + field + " " + operators[c.Operator] + " all(" + w.values(f, c.Field, w.bind(c.Value)) + ")"
	}
	value := w.bind(c.Value)
	if from := fromText(f, c.Field); from != "" {
		value = from + "(" + value + "::text)"
	}
	return not + field + " " + operators[c.Operator] + " " + value
}

// values is an array to compare with, each member read as its domain reads texts.
func (w *writer) values(f *frame, field query.Field, placeholder string) string {
	from := fromText(f, field)
	if from == "" {
		return placeholder
	}
	return "array(select " + from + "(_v) from pg_catalog.unnest(" + placeholder + "::text[]) as _v)"
}

func fromText(f *frame, field query.Field) string {
	if c, ok := f.relation.Column(field.Column); ok && len(field.Path) == 0 {
		return c.FromText
	}
	return ""
}

// search matches a document; what isn't one becomes one first.
func (w *writer) search(f *frame, field string, c query.Comparison) string {
	language := ""
	if c.Language != "" {
		language = w.bind(c.Language) + "::text::regconfig, "
	}
	if column, ok := f.relation.Column(c.Field.Column); !ok || column.Base != "tsvector" || len(c.Field.Path) > 0 {
		field = "pg_catalog.to_tsvector(" + language + field + ")"
	}
	return field + " @@ " + searches[c.Operator] + "(" + language + w.bind(c.Value) + "::text)"
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
