package postgrest

import (
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

const contentJSON = "application/json; charset=utf-8"

// accepted is what the answer is to be.
type accepted struct {
	content  string // its Content-Type
	form     query.Form
	single   bool
	stripped bool
	explain  *query.Explain
	wanted   []string // the media types that a function of its own may answer with
	openAPI  bool
}

// accepts picks the wanted form that can be had, of equals the first. Types that only a
// function may know are left to it.
func accepts(headers []string, plans bool) (*accepted, *refusal) {
	if len(headers) == 0 {
		return &accepted{content: contentJSON, wanted: []string{"*/*"}}, nil
	}
	if len(headers) == 1 && (headers[0] == "application/json" || headers[0] == "*/*") { // what clients send
		return &accepted{content: contentJSON, wanted: headers}, nil
	}
	var chosen *accepted
	best := 0.0
	var wanted []string
	for _, header := range headers {
		for _, text := range outside(header, ',') {
			name, options := parseMedia(text)
			quality := 1.0
			if q, ok := options["q"]; ok {
				quality, _ = strconv.ParseFloat(q, 64)
			}
			if quality > 0 {
				wanted = append(wanted, name)
			}
			if form := formOf(name, options, plans); form != nil && quality > best {
				best, chosen = quality, form
			}
		}
	}
	if chosen == nil {
		chosen = &accepted{form: query.Media}
	}
	chosen.wanted = wanted
	return chosen, nil
}

// outside takes a text apart at what isn't within quotes.
func outside(text string, separator rune) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return r == separator && !quoted
	})
}

// parseMedia reads a media type with its options. Clients send options
// without a value, which package mime refuses.
func parseMedia(text string) (name string, options map[string]string) {
	options = map[string]string{}
	for i, part := range outside(text, ';') {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if key = strings.ToLower(strings.TrimSpace(key)); i == 0 {
			name = key
		} else {
			options[key] = strings.Trim(strings.TrimSpace(value), `"`)
		}
	}
	return name, options
}

// formOf is the form that a media type means, nil for none of ours.
func formOf(name string, options map[string]string, plans bool) *accepted {
	stripped := options["nulls"] == "stripped"
	suffix := "; charset=utf-8"
	if stripped {
		suffix = ";nulls=stripped; charset=utf-8"
	}
	switch name {
	case "*/*", "application/*", "application/json":
		return &accepted{content: contentJSON}
	case "application/vnd.pgrst.array+json", "application/vnd.pgrst.array":
		if !stripped {
			return &accepted{content: contentJSON}
		}
		return &accepted{content: "application/vnd.pgrst.array+json" + suffix, stripped: true}
	case "application/vnd.pgrst.object+json", "application/vnd.pgrst.object":
		return &accepted{content: "application/vnd.pgrst.object+json" + suffix, single: true, stripped: stripped}
	case "text/csv":
		return &accepted{content: "text/csv; charset=utf-8", form: query.CSV}
	case "application/geo+json":
		return &accepted{content: "application/geo+json; charset=utf-8", form: query.GeoJSON}
	case "application/openapi+json":
		return &accepted{content: "application/openapi+json; charset=utf-8", openAPI: true}
	case "application/vnd.pgrst.plan+json", "application/vnd.pgrst.plan+text", "application/vnd.pgrst.plan":
		if plans {
			return planOf(name, options)
		}
	}
	return nil
}

var planOptions = []string{"analyze", "verbose", "settings", "buffers", "wal"}

func planOf(name string, options map[string]string) *accepted {
	a := &accepted{content: contentJSON}
	subject := options["for"]
	if subject == "" {
		subject = "application/json"
	}
	inner, parameters := parseMedia(subject)
	if form := formOf(inner, parameters, false); form != nil {
		a = form
	}
	a.explain = &query.Explain{Text: name != "application/vnd.pgrst.plan+json"}
	if name == "application/vnd.pgrst.plan" {
		name += "+text"
	}
	a.content = name + `; for="` + subject + `"`
	var wanted []string
	for _, o := range strings.Split(options["options"], "|") {
		if slices.Contains(planOptions, o) {
			wanted = append(wanted, o)
		}
	}
	if a.explain.Options = wanted; wanted != nil {
		a.content += "; options=" + strings.Join(wanted, "|")
	}
	a.content += "; charset=utf-8"
	return a
}

func unavailableForm(headers []string) *refusal {
	return refuse(http.StatusNotAcceptable, "PGRST107", "None of these media types are available: "+strings.Join(headers, ", "))
}

// contentType is the type of a request's body; none is taken for JSON.
func contentType(header string) (string, *refusal) {
	if header == "" || header == "application/json" {
		return "application/json", nil
	}
	name, _, err := mime.ParseMediaType(header)
	switch {
	case err != nil:
		return "", unreadable("Content-Type not acceptable: " + header)
	case name == "application/vnd.pgrst.object+json", name == "application/vnd.pgrst.array+json":
		return "application/json", nil
	}
	return name, nil
}
