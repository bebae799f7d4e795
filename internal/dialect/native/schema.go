package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

// whenDeclaring are the refusals of a schema, tried or only looked at.
const whenDeclaring = "schema_invalid schema_conflict auth_table_exists auth_table_unfit column_reserved"

// schemaRoutes are the tables that a project declares.
func (f *Face) schemaRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/schema", f.schema,
			doc{"The tables as they were declared last.", secretKey, nil, core.Schema{}, ""}},
		{"PUT", "/p/:p/v1/schema", f.setSchema,
			doc{"Makes the tables what is declared, all of them; without confirm_destructive, what may lose data is only shown.", secretKey, schemaBody{}, core.SchemaChange{},
				whenDeclaring}},
		{"POST", "/p/:p/v1/schema/validate", f.validateSchema,
			doc{"Says what a schema would change, and the SQL that would; changes nothing.", secretKey, schemaBody{}, core.SchemaChange{}, whenDeclaring}},
		{"GET", "/p/:p/v1/schema/history", f.schemaHistory,
			doc{"Versions of the schema, newest first.", secretKey, historyQuery{}, schemaVersions{}, ""}},
	}
}

// schemaBody is a schema as MoonDB writes it.
type schemaBody struct {
	Tables  json.RawMessage `json:"tables"`
	Options json.RawMessage `json:"options"`
	Confirm bool            `json:"confirm_destructive"`
}

func (b schemaBody) document() json.RawMessage {
	given := map[string]any{"confirm_destructive": b.Confirm}
	if b.Tables != nil {
		given["tables"] = b.Tables
	}
	if b.Options != nil {
		given["options"] = b.Options
	}
	text, _ := json.Marshal(given) // decoded from JSON a moment ago
	return text
}

// GET /p/{p}/v1/schema
func (f *Face) schema(x *exchange) (any, error) {
	return f.core.Schema(x.r.Context(), x.administrator(), x.project)
}

// PUT /p/{p}/v1/schema {"tables": {...}, "confirm_destructive": true}
func (f *Face) setSchema(x *exchange) (any, error) { return f.putSchema(x, false) }

// POST /p/{p}/v1/schema/validate
func (f *Face) validateSchema(x *exchange) (any, error) { return f.putSchema(x, true) }

func (f *Face) putSchema(x *exchange, dry bool) (any, error) {
	var body schemaBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.core.SetSchema(x.r.Context(), x.administrator(), x.project, body.document(), dry)
}

type historyQuery struct {
	Before int `query:"before"` // versions older than this one
}

type schemaVersions struct {
	Versions []core.SchemaVersion `json:"versions"`
}

// GET /p/{p}/v1/schema/history?before=7
func (f *Face) schemaHistory(x *exchange) (any, error) {
	before, err := x.count("before", 0)
	if err != nil {
		return nil, err
	}
	all, err := f.core.SchemaHistory(x.r.Context(), x.administrator(), x.project, before)
	return schemaVersions{all}, err
}
