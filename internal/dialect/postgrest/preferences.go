package postgrest

import (
	"net/http"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// preferences is the Prefer header; what isn't set was not asked for.
type preferences struct {
	returned string // minimal, headers-only, representation
	count    string // exact
	handling string // strict, lenient
}

// known are the preferences that PostgREST has; the value says whether it is heeded here.
var known = map[string]bool{
	"return=minimal": true, "return=headers-only": true, "return=representation": true,
	"count=exact": true, "count=planned": false, "count=estimated": false,
	"handling=strict": true, "handling=lenient": true,
	"resolution=merge-duplicates": false, "resolution=ignore-duplicates": false,
	"missing=default": false, "missing=null": true,
	"tx=commit": true, "tx=rollback": false,
}

func parsePreferences(headers []string) (*preferences, *refusal) {
	p := &preferences{}
	var foreign []string
	for _, header := range headers {
		for _, text := range strings.Split(header, ",") {
			text = strings.TrimSpace(text)
			name, value, _ := strings.Cut(text, "=")
			heeded, ok := known[text]
			switch {
			case text == "":
			case name == "timezone", name == "max-affected", ok && !heeded:
				return nil, missing("The preference '%s' isn't supported yet", text)
			case !ok:
				foreign = append(foreign, text)
			default:
				p.set(name, value)
			}
		}
	}
	if p.handling == "strict" && len(foreign) > 0 {
		return nil, refuse(http.StatusBadRequest, "PGRST122", "Invalid preferences given with handling=strict").
			details("Invalid preferences: %s", strings.Join(foreign, ", "))
	}
	return p, nil
}

// set notes a preference; of two for the same thing the first holds.
func (p *preferences) set(name, value string) {
	var field *string
	switch name {
	case "return":
		field = &p.returned
	case "count":
		field = &p.count
	case "handling":
		field = &p.handling
	default:
		return // missing=null and tx=commit ask for what happens anyway
	}
	if *field == "" {
		*field = value
	}
}

// echo is the Preference-Applied header of an answer, "" for none.
func (p *preferences) echo(writes bool) string {
	var applied []string
	add := func(name, value string) {
		if value != "" {
			applied = append(applied, name+"="+value)
		}
	}
	if writes {
		add("return", p.returned)
	}
	add("count", p.count)
	add("handling", p.handling)
	return strings.Join(applied, ", ")
}

// rows is how much of what was written comes back.
func (p *preferences) rows(action query.Action) query.Return {
	switch {
	case p.returned == "representation":
		return query.Rows
	case p.returned == "headers-only" && action == query.Insert:
		return query.Key
	}
	return query.Nothing
}
