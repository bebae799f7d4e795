package postgrest

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// depth is how far trees, selections and paths may be nested.
const depth = 32

// parseTree reads the value of and, or, not.and and not.or: `(a.eq.1,or(...))`.
func parseTree(key, value string) (query.Condition, *refusal) {
	s := &scanner{what: "logic tree", text: value}
	group := query.Group{Any: strings.HasSuffix(key, "or"), Negated: strings.HasPrefix(key, "not.")}
	terms, err := s.terms(depth)
	if err != nil {
		return nil, err
	}
	if s.skipSpace(); !s.done() {
		return nil, s.expected("end of input")
	}
	group.Terms = terms
	return group, nil
}

func (s *scanner) terms(left int) ([]query.Condition, *refusal) {
	if left == 0 {
		return nil, unparsed(s.what, s.text, s.at, "the tree is nested too deep")
	}
	s.skipSpace()
	if !s.take("(") {
		return nil, s.expected(`"("`)
	}
	var terms []query.Condition
	for {
		term, err := s.term(left)
		if err != nil {
			return nil, err
		}
		terms = append(terms, term)
		s.skipSpace()
		if s.take(",") {
			continue
		}
		if !s.take(")") {
			return nil, s.expected(`"," or ")"`)
		}
		return terms, nil
	}
}

func (s *scanner) term(left int) (query.Condition, *refusal) {
	s.skipSpace()
	if group, ok := s.group(); ok {
		terms, err := s.terms(left - 1)
		group.Terms = terms
		return group, err
	}
	field, err := s.field()
	if err != nil {
		return nil, s.expected("field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)")
	}
	if !s.take(".") {
		return nil, s.expected("delimiter (.)")
	}
	return s.comparison(field, true)
}

// group reads the beginning of a nested group up to its parenthesis.
func (s *scanner) group() (query.Group, bool) {
	start := s.at
	g := query.Group{Negated: s.take("not.")}
	g.Any = s.take("or")
	if (g.Any || s.take("and")) && s.sees("(") {
		return g, true
	}
	s.at = start
	return query.Group{}, false
}
