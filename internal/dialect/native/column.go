package native

import (
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/openapi"
)

// columns are what a sign-up says besides what is known here: it is for the row
// of the project's auth table, and SQL refuses what that does not declare.
type columns struct{ given map[string]json.RawMessage }

func (c *columns) keep(given map[string]json.RawMessage) { c.given = given }

// Shape is the body with the columns that a project declares.
func (columns) Shape() (any, bool) { return nil, true }

// none refuses columns where a body makes no account.
func (c columns) none() error {
	for _, name := range slices.Sorted(maps.Keys(c.given)) {
		return fault.New(http.StatusBadRequest, "field_unknown", "There is no such field.", "Check its name.").On(name)
	}
	return nil
}

// unknown splits a body into what v has a field for, and the rest. What is no
// object is left to whoever reads v.
func unknown(body []byte, v any) (known []byte, rest map[string]json.RawMessage) {
	var all map[string]json.RawMessage
	if json.Unmarshal(body, &all) != nil {
		return body, nil
	}
	fields := openapi.Fields(reflect.TypeOf(v).Elem(), "json")
	for name, value := range all {
		if !slices.ContainsFunc(fields, func(f openapi.Field) bool { return strings.EqualFold(f.Name, name) }) {
			if rest == nil {
				rest = map[string]json.RawMessage{}
			}
			rest[name] = value
			delete(all, name)
		}
	}
	if rest == nil {
		return body, nil
	}
	known, _ = json.Marshal(all) // decoded a moment ago
	return known, rest
}

// overlaid is an object with columns in it; a column of a field's name is what it says.
func overlaid(object []byte, columns map[string]json.RawMessage) ([]byte, error) {
	if len(columns) == 0 {
		return object, nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(object, &all); err != nil {
		return nil, err
	}
	maps.Copy(all, columns)
	return json.Marshal(all)
}
