package postgrest

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// parameters is the query string, parsed.
type parameters struct {
	items  []query.Item
	where  []query.Condition
	order  []query.Order
	window query.Range     // by limit and offset
	seen   map[string]bool // of those that may stand once
}

// parseParameters reads the query string in its own order, so that equal
// requests make equal statements.
func parseParameters(raw string) (*parameters, *refusal) {
	p := &parameters{}
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
	return p, nil
}

func (p *parameters) read(key, value string) (err *refusal) {
	switch key {
	case "select":
		p.items, err = parseSelect(value)
		return p.once(key, err)
	case "order":
		p.order, err = parseOrder(value)
		return p.once(key, err)
	case "limit":
		p.window.Limited = true
		p.window.Limit, err = parseNumber(key, value)
		if err == nil && p.window.Limit < 0 {
			err = unsatisfiable("Limit should be greater than or equal to zero.")
		}
		return p.once(key, err)
	case "offset":
		p.window.Offset, err = parseNumber(key, value)
		return p.once(key, err)
	case "columns", "on_conflict":
		return missing("The parameter '%s' isn't supported yet", key)
	}
	var c query.Condition
	switch key {
	case "and", "or", "not.and", "not.or":
		c, err = parseTree(key, value)
	default:
		c, err = parseFilter(key, value)
	}
	p.where = append(p.where, c)
	return err
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
