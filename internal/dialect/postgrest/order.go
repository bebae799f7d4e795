package postgrest

import "github.com/rolecall/rolecall/internal/data/query"

// parseOrder reads `column.desc.nullslast,...`.
func parseOrder(text string) ([]query.Order, *refusal) {
	s := &scanner{what: "order", text: text}
	var terms []query.Order
	for {
		term, err := s.orderTerm()
		if err != nil {
			return nil, err
		}
		terms = append(terms, term)
		s.skipSpace()
		if s.done() {
			return terms, nil
		}
		if !s.take(",") {
			return nil, s.expected(`delimiter (.), "," or end of input`)
		}
	}
}

func (s *scanner) orderTerm() (query.Order, *refusal) {
	field, err := s.field()
	if err != nil {
		return query.Order{}, err
	}
	term := query.Order{Field: field}
	if len(field.Path) == 0 && s.take("(") {
		term.Relation = field.Column
		if term.Field, err = s.field(); err != nil {
			return term, err
		}
		if !s.take(")") {
			return term, s.expected(`")"`)
		}
	}
	known := s.direction(&term)
	known = s.nulls(&term) || known
	if !known && s.sees(".") {
		s.at++
		return term, s.expected(`"asc", "desc", "nullsfirst" or "nullslast"`)
	}
	return term, nil
}

func (s *scanner) direction(term *query.Order) bool {
	if s.take(".desc") {
		term.Descending = true
		return true
	}
	return s.take(".asc")
}

func (s *scanner) nulls(term *query.Order) bool {
	switch {
	case s.take(".nullsfirst"):
		term.Nulls = query.NullsFirst
	case s.take(".nullslast"):
		term.Nulls = query.NullsLast
	default:
		return false
	}
	return true
}
