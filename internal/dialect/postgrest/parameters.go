package postgrest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// parameters is the query string, parsed: the selection, and what belongs to
// the request's own relation or to one embedded in it.
type parameters struct {
	query.Query
	columns    []string // nil for none given
	onConflict []string
	arguments  []query.Argument
	later      []placed
	seen       map[string]bool // of those that may stand once
	calls      bool            // what is no filter is an argument
}

// placed is a part of the query string that waits for its embed.
type placed struct {
	path []string
	put  func(*query.Query)
}

// parseParameters reads the query string in its own order, so that equal
// requests make equal statements.
func parseParameters(raw string, calls bool) (*parameters, *refusal) {
	p := &parameters{calls: calls}
	for raw != "" {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if pair == "" {
			continue
		}
		k, v, _ := strings.Cut(pair, "=")
		key, keyErr := url.QueryUnescape(k)
		value, valueErr := url.QueryUnescape(v)
		if keyErr != nil || valueErr != nil {
			return nil, unparsed("query string", pair, 0, "a percent sign isn't followed by two hexadecimal digits")
		}
		if err := p.read(key, value); err != nil {
			return nil, err
		}
	}
	for _, part := range p.later {
		if err := part.settle(&p.Query); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// settle finds the embed that a part belongs to.
func (part placed) settle(q *query.Query) *refusal {
	for _, name := range part.path {
		e := q.Embedded(name)
		if e == nil {
			return notEmbedded(name)
		}
		q = &e.Query
	}
	part.put(q)
	return nil
}

func notEmbedded(name string) *refusal {
	return refuse(http.StatusBadRequest, "PGRST108", "'"+name+"' is not an embedded resource in this request").
		hint("Verify that '%s' is included in the 'select' query parameter.", name)
}

func (p *parameters) put(path []string, do func(*query.Query)) {
	if len(path) == 0 {
		do(&p.Query)
		return
	}
	p.later = append(p.later, placed{path, do})
}

func (p *parameters) read(key, value string) (err *refusal) {
	switch key {
	case "select":
		p.Select, err = parseSelect(value)
		return p.once(key, err)
	case "columns":
		p.columns, err = parseNames(key, value)
		return p.once(key, err)
	case "on_conflict":
		p.onConflict, err = parseNames(key, value)
		return p.once(key, err)
	}
	path, word := splitPath(key)
	switch word {
	case "order":
		return p.order(key, path, value)
	case "limit", "offset":
		return p.window(key, word, path, value)
	case "and", "or", "not.and", "not.or":
		c, err := parseTree(word, value)
		p.put(path, func(q *query.Query) { q.Where = append(q.Where, c) })
		return err
	}
	if p.calls && !isFilter(value) {
		p.arguments = append(p.arguments, query.Argument{Name: key, Value: value})
		return nil
	}
	path, c, err := parseFilter(key, value)
	p.put(path, func(q *query.Query) { q.Where = append(q.Where, c) })
	return err
}

// splitPath takes `relation.word` apart where the last word is one of ours.
func splitPath(key string) (path []string, word string) {
	if !strings.Contains(key, ".") || strings.Contains(key, `"`) {
		return nil, key
	}
	path = strings.Split(key, ".")
	word, path = path[len(path)-1], path[:len(path)-1]
	if (word == "and" || word == "or") && path[len(path)-1] == "not" {
		return path[:len(path)-1], "not." + word
	}
	return path, word
}

func (p *parameters) order(key string, path []string, value string) *refusal {
	terms, err := parseOrder(value)
	p.put(path, func(q *query.Query) { q.Order = terms })
	return p.once(key, err)
}

func (p *parameters) window(key, word string, path []string, value string) *refusal {
	n, err := parseNumber(key, value)
	if err == nil && word == "limit" && n < 0 {
		err = unsatisfiable("Limit should be greater than or equal to zero.")
	}
	p.put(path, func(q *query.Query) {
		if word == "limit" {
			q.Range.Limit, q.Range.Limited = n, true
		} else {
			q.Range.Offset = n
		}
	})
	return p.once(key, err)
}

// once refuses a parameter that stands twice: one of the two would go unheard.
func (p *parameters) once(key string, err *refusal) *refusal {
	if err != nil {
		return err
	}
	if p.seen == nil {
		p.seen = map[string]bool{}
	}
	if p.seen[key] {
		return unparsed(key, "", 0, "the parameter stands more than once")
	}
	p.seen[key] = true
	return nil
}

func (p *parameters) windowed() bool { return p.seen["limit"] || p.seen["offset"] }

func parseNumber(key, value string) (int64, *refusal) {
	n, err := strconv.ParseInt(value, 10, 63) // so that two of them can be added
	if err != nil {
		return 0, unparsed(key, value, 0, "expecting a number")
	}
	return n, nil
}

// parseNames reads a list of columns, each once.
func parseNames(what, text string) ([]string, *refusal) {
	s := &scanner{what: what, text: text}
	names := []string{}
	for {
		name, err := s.name()
		if err != nil {
			return nil, err
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		s.skipSpace()
		if s.done() {
			return names, nil
		}
		if !s.take(",") {
			return nil, s.expected(`"," or end of input`)
		}
	}
}
