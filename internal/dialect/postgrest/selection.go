package postgrest

import (
	"net/http"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// parseSelect reads `alias:column::type,...`; nothing means every column.
func parseSelect(text string) ([]query.Item, *refusal) {
	s := &scanner{what: "select parameter", text: text}
	s.skipSpace()
	if s.done() {
		return nil, nil
	}
	var items []query.Item
	for {
		item, err := s.item()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		s.skipSpace()
		if s.done() {
			break
		}
		if !s.take(",") {
			return nil, s.expected(`"," or end of input`)
		}
	}
	if len(items) == 1 && items[0].Column == query.All {
		return nil, nil // the shape of no select at all
	}
	return items, nil
}

func (s *scanner) item() (query.Item, *refusal) {
	s.skipSpace()
	if s.take("*") {
		return query.Item{Column: query.All}, nil
	}
	if s.sees("...") {
		return query.Item{}, missing("Spreading an embedded resource isn't supported yet")
	}
	item, err := s.aliased()
	if err != nil {
		return query.Item{}, err
	}
	if err := s.beyond(item.Column); err != nil {
		return query.Item{}, err
	}
	if s.take("::") {
		if item.Cast = s.typeName(); item.Cast == "" {
			return query.Item{}, s.expected("letter or digit")
		}
	}
	if s.sees(".") {
		return query.Item{}, aggregate()
	}
	return item, nil
}

func (s *scanner) aliased() (query.Item, *refusal) {
	name, err := s.name()
	if err != nil || !s.sees(":") || s.sees("::") {
		return query.Item{Column: name}, err
	}
	s.at++
	column, err := s.name()
	return query.Item{Column: column, Alias: name}, err
}

// beyond refuses what may follow a name in the whole grammar.
func (s *scanner) beyond(name string) *refusal {
	switch {
	case s.sees("->"):
		return missing("JSON paths aren't supported yet")
	case s.sees("."), name == "count" && s.sees("()"):
		return aggregate()
	case s.sees("("), s.sees("!"):
		return missing("Embedding the resource '%s' isn't supported yet", name)
	}
	return nil
}

func (s *scanner) typeName() string {
	start := s.at
	for _, r := range s.rest() {
		if !plain(r) {
			break
		}
		s.at += len(string(r))
	}
	s.take("[]")
	return strings.TrimSpace(s.text[start:s.at])
}

func aggregate() *refusal {
	return refuse(http.StatusBadRequest, "PGRST123", "Use of aggregate functions is not allowed")
}
