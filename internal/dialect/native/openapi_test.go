package native

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/openapi"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func described(t *testing.T) (d openapi.Document, generic any) {
	t.Helper()
	d = Describe("https://example.com")
	d.Info.Title = "shop"
	text, err := json.Marshal(d)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &generic))
	return d, generic
}

// The schema is the specification's own (spec.openapis.org/oas/3.1/schema), as
// published under the Apache License 2.0.
func TestDocumentIsOpenAPI(t *testing.T) {
	t.Parallel()
	file, err := os.Open("testdata/openapi-3.1.json")
	require.NoError(t, err)
	defer file.Close()
	meta, err := jsonschema.UnmarshalJSON(file)
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("openapi.json", meta))
	schema, err := c.Compile("openapi.json")
	require.NoError(t, err)
	d, generic := described(t)
	require.NoError(t, schema.Validate(generic))
	require.Error(t, schema.Validate(map[string]any{"openapi": "3.1.0"}), "it can say no")

	draft, err := jsonschema.NewCompiler().Compile("https://json-schema.org/draft/2020-12/schema")
	require.NoError(t, err)
	for name, s := range d.Components.Schemas {
		text, err := json.Marshal(s)
		require.NoError(t, err)
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		require.NoError(t, err)
		assert.NoError(t, draft.Validate(v), name)
	}
}

func TestEveryRouteSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	d, _ := described(t)
	operations, ids, routes := 0, map[string]bool{}, (&Face{}).routes()
	for _, r := range routes {
		if r.alias(routes) {
			continue
		}
		about := r.method + " " + r.path + ": "
		assert.True(t, strings.HasSuffix(r.doc.says, "."), about+"its doc begins with a sentence of what it does")
		assert.True(t, r.doc.gives != nil, about+"its doc names the struct that it answers with, done{} for nothing else (gives)")
		assert.NotNil(t, callers[r.doc.by&^repeatable], about+"its doc names who may call (by)")
		assert.Equal(t, strings.ToLower(r.doc.refuses), r.doc.refuses, about+"refuses are codes as SQL and core name them")
		path := parameter.ReplaceAllString(strings.TrimPrefix(r.path, below), "{$1}")
		o, found := d.Paths[path][strings.ToLower(r.method)].(openapi.Operation)
		if assert.True(t, found, about+"it is not in the document") {
			assert.False(t, ids[o.ID], about+"another operation is called "+o.ID)
			ids[o.ID] = true
		}
	}
	for _, item := range d.Paths {
		for name := range item {
			if name != "servers" {
				operations++
			}
		}
	}
	assert.Equal(t, len(ids), operations, "no operation without a route")
}

// Every reference leads somewhere, and what nothing refers to is not there.
func TestReferencesOfDocument(t *testing.T) {
	t.Parallel()
	d, generic := described(t)
	used := map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, is := v["$ref"].(string); is {
				used[strings.TrimPrefix(ref, "#/components/schemas/")] = true
			}
			for _, one := range v {
				walk(one)
			}
		case []any:
			for _, one := range v {
				walk(one)
			}
		}
	}
	walk(generic)
	for name := range used {
		assert.Contains(t, d.Components.Schemas, name)
	}
	for name := range d.Components.Schemas {
		if !strings.HasSuffix(name, "Request") { // a guarded route holds a copy of its own
			assert.True(t, used[name], name)
		}
	}
}

func TestBodyIsWhatItsDocSays(t *testing.T) {
	t.Parallel()
	d := doc{takes: either{refreshBody{}, form{linkForm{}}}}
	require.NoError(t, d.allows(&refreshBody{}))
	require.ErrorContains(t, d.allows(&signInBody{}), "set takes in the route's doc")
	require.Error(t, doc{}.allows(&refreshBody{}))
}

// Refusals that a doc names are those of SQL or of Go, by their names there.
func TestNamedRefusalsExist(t *testing.T) {
	t.Parallel()
	rows, err := pgtest.Tx(t).Query(t.Context(), `select code from auth.refusals()`)
	require.NoError(t, err)
	known, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	said := regexp.MustCompile(`"([a-z]+(?:_[a-z]+)*)"`)
	for _, pattern := range []string{"internal/*/*.go", "internal/dialect/*/*.go"} {
		files, err := filepath.Glob(filepath.Join(pgtest.Root(), pattern))
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			for line := range strings.SplitSeq(string(text), "\n") {
				if strings.Contains(line, "fault.") || strings.Contains(line, "New(") || strings.Contains(line, "badRequest(") || strings.Contains(line, "refuse(") {
					for _, found := range said.FindAllStringSubmatch(line, -1) {
						known = append(known, found[1])
					}
				}
			}
		}
	}
	for _, r := range (&Face{}).routes() {
		for code := range strings.FieldsSeq(everywhere + withKey + withBody + r.doc.refuses) {
			assert.Contains(t, known, code, "%s %s: nobody refuses with this", r.method, r.path)
		}
	}
}

// What a struct tags as required is what decoding demands and the document says.
func TestRequiredFieldsAreDemanded(t *testing.T) {
	t.Parallel()
	d, _ := described(t)
	demanding := 0
	for _, r := range (&Face{}).routes() {
		for _, one := range several(r.doc.takes) {
			of := reflect.TypeOf(one)
			if of.Kind() != reflect.Struct || len(requiredOf(of)) == 0 {
				continue
			}
			demanding++
			body := reflect.New(of)
			for _, f := range requiredOf(of) {
				err := complete(body.Interface())
				require.Equal(t, "field_missing", fault.Code(err), "%s %s", r.method, r.path)
				require.Equal(t, f.Name, fault.As(err).Field)
				require.Contains(t, d.Components.Schemas[strings.ToUpper(of.Name()[:1])+strings.TrimSuffix(of.Name()[1:], "Body")+"Request"]["required"], f.Name)
				fill(body.Elem().FieldByIndex(f.Index))
			}
			require.NoError(t, complete(body.Interface()))
		}
	}
	require.Greater(t, demanding, 20)
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	}
}
