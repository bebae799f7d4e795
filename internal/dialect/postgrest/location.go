package postgrest

import (
	"encoding/json"
	"net/url"

	"github.com/rolecall/rolecall/internal/data"
)

// location names the one row that was inserted, by its key.
func location(a *data.Answer) string {
	path := "/" + url.PathEscape(a.Relation.Name)
	var rows []map[string]json.RawMessage
	if err := json.Unmarshal(a.Body, &rows); err != nil || len(rows) != 1 {
		return path
	}
	mark := "?"
	for _, column := range a.Relation.Key {
		path += mark + url.QueryEscape(column) + "=eq." + url.QueryEscape(plainText(rows[0][column]))
		mark = "&"
	}
	return path
}

// plainText is a JSON value as a filter takes it.
func plainText(value json.RawMessage) string {
	var text string
	if err := json.Unmarshal(value, &text); err == nil {
		return text
	}
	return string(value)
}
