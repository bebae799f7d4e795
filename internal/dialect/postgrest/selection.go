package postgrest

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// parseSelect reads `alias:column::type,relation(...),...`; nothing means
// every column.
func parseSelect(text string) ([]query.Item, *refusal) {
	s := &scanner{what: "select parameter", text: text}
	if s.skipSpace(); s.done() {
		return nil, nil
	}
	items, err := s.items(depth)
	if err != nil {
		return nil, err
	}
	if !s.done() {
		return nil, s.expected(`"," or end of input`)
	}
	if len(items) == 1 && items[0].Field.Column == query.All && items[0].Embed == nil {
		return nil, nil // the shape of no select at all
	}
	return items, nil
}

// items reads the members of a selection, up to what isn't one of it.
func (s *scanner) items(left int) ([]query.Item, *refusal) {
	if left == 0 {
		return nil, unparsed(s.what, s.text, s.at, "the selection is nested too deep")
	}
	var items []query.Item
	for {
		item, err := s.item(left)
		if err != nil {
			return nil, err
		}
		items = append(items, item)
		if s.skipSpace(); !s.take(",") {
			return items, nil
		}
	}
}

func (s *scanner) item(left int) (query.Item, *refusal) {
	s.skipSpace()
	if s.take("*") {
		return query.Item{Field: query.Field{Column: query.All}}, nil
	}
	spread := s.take("...")
	alias, name, err := s.aliased()
	if err != nil {
		return query.Item{}, err
	}
	if name == "count" && s.take("()") {
		return s.after(query.Item{Alias: alias, Aggregate: query.CountRows})
	}
	if spread || s.sees("(") || s.sees("!") {
		return s.embed(&query.Embed{Alias: alias, Target: name, Spread: spread}, left)
	}
	item := query.Item{Alias: alias, Field: query.Field{Column: name}}
	if item.Field.Path, err = s.path(); err != nil {
		return item, err
	}
	if item.Cast, err = s.cast(); err != nil {
		return item, err
	}
	for _, aggregate := range []query.Aggregate{query.Avg, query.CountOf, query.Max, query.Min, query.Sum} {
		if s.take("." + string(aggregate) + "()") {
			item.Aggregate = aggregate
			return s.after(item)
		}
	}
	return item, nil
}

// after reads the cast of an aggregate's result.
func (s *scanner) after(item query.Item) (_ query.Item, err *refusal) {
	item.After, err = s.cast()
	return item, err
}

// embed reads what follows an embed's name: `!hint!inner(...)`.
func (s *scanner) embed(e *query.Embed, left int) (query.Item, *refusal) {
	for s.take("!") {
		word, err := s.name()
		switch {
		case err != nil:
			return query.Item{}, err
		case word == "inner":
			e.Inner = true
		case word != "left":
			e.Hint = word
		}
	}
	if !s.take("(") {
		return query.Item{}, s.expected(`"(" or "!"`)
	}
	s.skipSpace()
	if e.Hidden = s.take(")"); e.Hidden {
		return query.Item{Embed: e}, nil
	}
	items, err := s.items(left - 1)
	if err != nil {
		return query.Item{}, err
	}
	if !s.take(")") {
		return query.Item{}, s.expected(`"," or ")"`)
	}
	if len(items) > 1 || items[0].Embed != nil || items[0].Field.Column != query.All {
		e.Select = items
	}
	return query.Item{Embed: e}, nil
}

func (s *scanner) aliased() (alias, name string, err *refusal) {
	name, err = s.name()
	if err != nil || !s.sees(":") || s.sees("::") {
		return "", name, err
	}
	s.at++
	alias = name
	name, err = s.name()
	return alias, name, err
}

// cast reads `::type`, if it is there.
func (s *scanner) cast() (string, *refusal) {
	if !s.take("::") {
		return "", nil
	}
	start := s.at
	for _, r := range s.rest() {
		if !plain(r) {
			break
		}
		s.at += len(string(r))
	}
	s.take("[]")
	name := strings.TrimSpace(s.text[start:s.at])
	if name == "" {
		return "", s.expected("letter or digit")
	}
	return name, nil
}
