package postgrest

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// preferences is the Prefer header; what isn't set was not asked for.
type preferences struct {
	resolution  string // merge-duplicates, ignore-duplicates
	missing     string // default, null
	returned    string // minimal, headers-only, representation
	count       string // exact, planned, estimated
	tx          string // commit, rollback
	handling    string // strict, lenient
	timezone    string
	maxAffected *int64
}

// known are the preferences that PostgREST has, but for timezone and max-affected.
var known = set(`return=minimal return=headers-only return=representation count=exact count=planned count=estimated
 handling=strict handling=lenient resolution=merge-duplicates resolution=ignore-duplicates missing=default missing=null
 tx=commit tx=rollback`)

func parsePreferences(headers []string) (*preferences, *refusal) {
	p := &preferences{}
	var foreign []string
	for _, header := range headers {
		for _, text := range strings.Split(header, ",") {
			if text = strings.TrimSpace(text); text != "" && !p.set(text) {
				foreign = append(foreign, text)
			}
		}
	}
	if p.handling != "strict" {
		p.maxAffected = nil
	} else if len(foreign) > 0 {
		return nil, refuse(http.StatusBadRequest, "PGRST122", "Invalid preferences given with handling=strict").
			details("Invalid preferences: %s", strings.Join(foreign, ", "))
	}
	return p, nil
}

// set notes a preference, if it is one; of two for the same thing the first holds.
func (p *preferences) set(text string) bool {
	name, value, _ := strings.Cut(text, "=")
	fields := map[string]*string{"resolution": &p.resolution, "missing": &p.missing, "return": &p.returned,
		"count": &p.count, "tx": &p.tx, "handling": &p.handling, "timezone": &p.timezone}
	if name == "max-affected" {
		n, err := strconv.ParseInt(value, 10, 63)
		if err == nil && p.maxAffected == nil {
			p.maxAffected = &n
		}
		return err == nil
	}
	if !known[text] && (name != "timezone" || value == "") {
		return false
	}
	if field := fields[name]; *field == "" {
		*field = value
	}
	return true
}

// echo is the Preference-Applied header of an answer, "" for none.
func (p *preferences) echo(action query.Action, mayEnd bool) string {
	var applied []string
	add := func(name, value string, does bool) {
		if does && value != "" {
			applied = append(applied, name+"="+value)
		}
	}
	inserts := action == query.Insert || action == query.Put
	add("resolution", p.resolution, action == query.Insert)
	add("missing", p.missing, inserts || action == query.Update)
	add("return", p.returned, action.Writes())
	add("count", p.count, true)
	add("tx", p.tx, mayEnd)
	add("handling", p.handling, true)
	add("timezone", p.timezone, true)
	if p.maxAffected != nil && action != query.Read {
		add("max-affected", strconv.FormatInt(*p.maxAffected, 10), true)
	}
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

var counts = map[string]query.Count{"exact": query.Exact, "planned": query.Planned, "estimated": query.Estimated}
