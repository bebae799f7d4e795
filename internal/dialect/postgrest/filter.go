package postgrest

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

var operators = map[string]query.Operator{
	"eq": query.Equal, "neq": query.NotEqual,
	"gt": query.Greater, "gte": query.GreaterOrEqual, "lt": query.Less, "lte": query.LessOrEqual,
	"like": query.Like, "ilike": query.ILike, "match": query.Match, "imatch": query.IMatch,
	"isdistinct": query.Distinct,
	"cs":         query.Contains, "cd": query.ContainedIn, "ov": query.Overlaps,
	"sl": query.StrictlyLeft, "sr": query.StrictlyRight,
	"nxr": query.NotRightOf, "nxl": query.NotLeftOf, "adj": query.Adjacent,
	"fts": query.Search, "plfts": query.PlainSearch, "phfts": query.PhraseSearch, "wfts": query.WebSearch,
}

// quantifiable are the operators that may be followed by (any) or (all).
var quantifiable = set("eq like ilike gt gte lt lte match imatch")

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

var states = map[string]query.Operator{
	"null": query.IsNull, "not_null": query.IsNotNull,
	"true": query.IsTrue, "false": query.IsFalse, "unknown": query.IsUnknown,
}

// parseFilter reads `relation.column->path=not.op.value`: where the filter
// belongs, and what it is.
func parseFilter(key, value string) (path []string, c query.Condition, err *refusal) {
	s := &scanner{what: "tree path", text: key}
	var field query.Field
	for {
		if field, err = s.field(); err != nil {
			return nil, nil, err
		}
		if s.done() {
			break
		}
		if len(field.Path) > 0 || !s.take(".") {
			return nil, nil, s.expected(`"->>", "->", delimiter (.) or end of input`)
		}
		path = append(path, field.Column)
	}
	s = &scanner{what: "filter", text: value}
	c, err = s.comparison(field, false)
	if err == nil && !s.done() {
		err = s.expected("end of input")
	}
	return path, c, err
}

// isFilter tells a filter of what a function returns from an argument.
func isFilter(value string) bool {
	value = strings.TrimPrefix(value, "not.")
	end := strings.IndexAny(value, ".(")
	if end < 0 {
		return false
	}
	_, ok := operators[value[:end]]
	return ok || value[end] == '.' && (value[:end] == "in" || value[:end] == "is")
}

// comparison reads an operator and its operand; within a tree a value ends at
// a comma or parenthesis, elsewhere it takes all the rest.
func (s *scanner) comparison(field query.Field, tree bool) (query.Condition, *refusal) {
	c := query.Comparison{Field: field, Negated: s.take("not.")}
	start := s.at
	word := s.until(".(,)")
	if err := s.modifier(word, &c); err != nil {
		return nil, err
	}
	if !s.sees(".") {
		s.at = start
		return nil, s.expected(`"not" or operator (eq, gt, ...)`)
	}
	s.at++
	switch word {
	case "in":
		return s.list(c)
	case "is":
		return s.state(c)
	}
	operator, ok := operators[word]
	if !ok {
		return nil, unparsed(s.what, s.text, start, "unknown single value operator "+word)
	}
	c.Operator, c.Value = operator, s.operand(tree)
	if operator == query.Like || operator == query.ILike {
		c.Value = strings.ReplaceAll(c.Value, "*", "%")
	}
	return c, nil
}

// modifier reads what stands in parentheses behind an operator: a quantifier,
// or the language of a text search.
func (s *scanner) modifier(word string, c *query.Comparison) *refusal {
	switch operator, known := operators[word]; {
	case !s.sees("("), !known:
	case quantifiable[word] && s.take("(any)"):
		c.Quantifier = query.AnyOf
	case quantifiable[word] && s.take("(all)"):
		c.Quantifier = query.AllOf
	case operator >= query.Search:
		s.at++
		c.Language = s.until(")")
		if c.Language == "" || !s.take(")") {
			return s.expected("a text search configuration")
		}
	}
	return nil
}

func (s *scanner) operand(tree bool) string {
	if !tree {
		value := s.rest()
		s.at = len(s.text)
		return value
	}
	if s.sees("{") { // an array literal holds commas of its own
		if end := strings.IndexAny(s.text[s.at+1:], "{}"); end >= 0 && s.text[s.at+1+end] == '}' {
			value := s.text[s.at : s.at+end+2]
			s.at += len(value)
			return value
		}
	}
	return s.element()
}

func (s *scanner) list(c query.Comparison) (query.Condition, *refusal) {
	s.skipSpace()
	if !s.take("(") {
		return nil, s.expected(`"("`)
	}
	c.Operator, c.Values = query.In, []string{}
	for {
		c.Values = append(c.Values, s.element())
		if s.take(",") {
			continue
		}
		if !s.take(")") {
			return nil, s.expected(`"," or ")"`)
		}
		break
	}
	s.skipSpace()
	if len(c.Values) == 1 && c.Values[0] == "" {
		c.Values = nil
	}
	return c, nil
}

func (s *scanner) state(c query.Comparison) (query.Condition, *refusal) {
	start := s.at
	operator, ok := states[strings.ToLower(s.until(",)"))]
	if !ok {
		s.at = start
		return nil, s.expected("isVal: (null, not_null, true, false, unknown)")
	}
	c.Operator = operator
	return c, nil
}
