package postgrest

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/catalog"
)

func references(names ...string) []any {
	list := []any{}
	for _, n := range names {
		list = append(list, object{"$ref": "#/parameters/" + n})
	}
	return list
}

// common are the parameters that every relation takes.
func common() object {
	header := func(name, text string, values ...string) object {
		p := object{"name": name, "description": text, "required": false, "in": "header", "type": "string"}
		if values != nil {
			p["enum"] = values
		}
		return p
	}
	parameter := func(name, text string) object {
		return object{"name": name, "description": text, "required": false, "in": "query", "type": "string"}
	}
	return object{
		"preferParams": header("Prefer", "Preference", "params=single-object"),
		"preferReturn": header("Prefer", "Preference", "return=representation", "return=minimal", "return=none"),
		"preferCount":  header("Prefer", "Preference", "count=none"),
		"preferPost": header("Prefer", "Preference", "return=representation", "return=minimal", "return=none",
			"resolution=ignore-duplicates", "resolution=merge-duplicates"),
		"select":      parameter("select", "Filtering Columns"),
		"on_conflict": parameter("on_conflict", "On Conflict"),
		"order":       parameter("order", "Ordering"),
		"offset":      parameter("offset", "Limiting and Pagination"),
		"limit":       parameter("limit", "Limiting and Pagination"),
		"range":       header("Range", "Limiting and Pagination"),
		"rangeUnit":   object{"name": "Range-Unit", "description": "Limiting and Pagination", "required": false, "in": "header", "type": "string", "default": "items"},
	}
}

// relationPath is what may be done with a relation; may holds the letters of
// the rights to select, insert, update and delete.
func relationPath(r *catalog.Relation, may string) object {
	filters := []string{}
	for _, c := range r.Columns {
		filters = append(filters, "rowFilter."+r.Name+"."+c.Name)
	}
	operation := func(parameters []any, responses object) object {
		o := object{"tags": []string{r.Name}, "parameters": parameters, "responses": responses}
		if summary, description, found := strings.Cut(r.Comment, "\n"); summary != "" {
			o["summary"] = summary
			if found {
				o["description"] = strings.TrimSpace(description)
			}
		}
		return o
	}
	rows := object{"type": "array", "items": object{"$ref": "#/definitions/" + r.Name}}
	path := object{}
	if strings.Contains(may, "s") {
		path["get"] = operation(references(append(filters, "select", "order", "range", "rangeUnit", "offset", "limit", "preferCount")...),
			object{"200": object{"description": "OK", "schema": rows}, "206": object{"description": "Partial Content"}})
	}
	if strings.Contains(may, "i") && r.Takes.Insert {
		path["post"] = operation(references("body."+r.Name, "select", "preferPost"), object{"201": object{"description": "Created"}})
	}
	if strings.Contains(may, "u") && r.Takes.Update {
		path["patch"] = operation(references(append(filters, "body."+r.Name, "preferReturn")...), object{"204": object{"description": "No Content"}})
	}
	if strings.Contains(may, "d") && r.Takes.Delete {
		path["delete"] = operation(references(append(filters, "preferReturn")...), object{"204": object{"description": "No Content"}})
	}
	return path
}

// functionPath is how a function is called.
func functionPath(f *catalog.Function) object {
	properties, required, query := object{}, []string{}, []any{}
	for _, p := range f.Parameters {
		properties[p.Name] = typed(p.Type)
		if p.Required {
			required = append(required, p.Name)
		}
		argument := typed(p.Type)
		argument["name"], argument["in"], argument["required"] = p.Name, "query", p.Required
		query = append(query, argument)
	}
	arguments := object{"type": "object", "properties": properties}
	if len(required) > 0 {
		arguments["required"] = required
	}
	if f.Comment != "" {
		arguments["description"] = f.Comment
	}
	operation := func(parameters []any) object {
		o := object{"tags": []string{"(rpc) " + f.Name}, "produces": mediaTypes, "parameters": parameters, "responses": object{"200": object{"description": "OK"}}}
		if f.Comment != "" {
			o["summary"], _, _ = strings.Cut(f.Comment, "\n")
		}
		return o
	}
	body := object{"name": "args", "in": "body", "required": true, "schema": arguments}
	path := object{"post": operation(append([]any{body}, references("preferParams")...))}
	if !f.Volatile {
		path["get"] = operation(query)
	}
	return path
}
