package postgrest

import (
	"net/http"
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
}

var states = map[string]query.Operator{
	"null": query.IsNull, "not_null": query.IsNotNull,
	"true": query.IsTrue, "false": query.IsFalse, "unknown": query.IsUnknown,
}

var textSearch = map[string]bool{"fts": true, "plfts": true, "phfts": true, "wfts": true}

// parseFilter reads `column=not.op.value`.
func parseFilter(key, value string) (query.Condition, *refusal) {
	column, err := parseColumn(key)
	if err != nil {
		return nil, err
	}
	s := &scanner{what: "filter", text: value}
	c, err := s.comparison(column, false)
	if err == nil && !s.done() {
		err = s.expected("end of input")
	}
	return c, err
}

func parseColumn(key string) (string, *refusal) {
	s := &scanner{what: "tree path", text: key}
	name, err := s.name()
	switch {
	case err != nil:
		return "", err
	case s.sees("->"):
		return "", missing("JSON paths aren't supported yet")
	case s.sees("."):
		return "", refuse(http.StatusBadRequest, "PGRST108", "'"+name+"' is not an embedded resource in this request").
			hint("Verify that '%s' is included in the 'select' query parameter.", name)
	case !s.done():
		return "", s.expected(`"->>", "->", delimiter (.) or end of input`)
	}
	return name, nil
}

// comparison reads an operator and its operand; within a tree a value ends at
// a comma or parenthesis, elsewhere it takes all the rest.
func (s *scanner) comparison(column string, tree bool) (query.Condition, *refusal) {
	c := query.Comparison{Column: column, Negated: s.take("not.")}
	start := s.at
	word := s.until(".(,)")
	switch {
	case textSearch[word]:
		return nil, missing("Full-text search isn't supported yet")
	case s.sees("(any)"), s.sees("(all)"):
		return nil, missing("The modifiers any and all aren't supported yet")
	case !s.sees("."):
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
