package openapi_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/openapi"
)

type inner struct {
	Kind string `json:"kind"`
	Name string `json:"name"` // outer's is nearer
}

type outer struct {
	inner
	ID       string          `json:"id" required:"true" doc:"what it is called by"`
	Name     *string         `json:"name"`
	Count    int             `json:"count,omitempty"`
	Bit      *int            `json:"bit,omitempty"`
	At       *time.Time      `json:"at"`
	Raw      json.RawMessage `json:"raw"`
	List     []inner         `json:"list"`
	ByName   map[string]bool `json:"by_name"`
	Next     *inner          `json:"next"`
	hidden   string
	Nothing  string `json:"-"`
	Unmarked float64
}

func text(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	return string(text)
}

func TestSchemasOfStructs(t *testing.T) {
	t.Parallel()
	_ = outer{hidden: ""}
	s := openapi.NewSchemas()
	require.JSONEq(t, `{"$ref":"#/components/schemas/Outer"}`, text(t, s.Answer(reflect.TypeFor[outer]())))
	require.JSONEq(t, `{"type":"object","required":["Unmarked","at","by_name","id","kind","list","name","next","raw"],"properties":{
		"kind":{"type":"string"},"id":{"type":"string","description":"what it is called by"},"name":{"type":["string","null"]},"count":{"type":"integer"},"bit":{"type":"integer"},
		"at":{"type":["string","null"],"format":"date-time"},"raw":{},"list":{"type":"array","items":{"$ref":"#/components/schemas/Inner"}},
		"by_name":{"type":"object","additionalProperties":{"type":"boolean"}},"next":{"anyOf":[{"$ref":"#/components/schemas/Inner"},{"type":"null"}]},"Unmarked":{"type":"number"}}}`,
		text(t, s.Named["Outer"]))
	require.JSONEq(t, `{"type":"object","required":["kind","name"],"properties":{"kind":{"type":"string"},"name":{"type":"string"}}}`, text(t, s.Named["Inner"]))

	require.JSONEq(t, `{"$ref":"#/components/schemas/OuterRequest"}`, text(t, s.Request(reflect.TypeFor[outer]())))
	require.Equal(t, []string{"id"}, s.Named["OuterRequest"]["required"])
	require.Equal(t, false, s.Named["OuterRequest"]["additionalProperties"])
}

// What the schema says is required is what encoding/json writes.
func TestRequiredIsWhatIsWritten(t *testing.T) {
	t.Parallel()
	s := openapi.NewSchemas()
	s.Answer(reflect.TypeFor[outer]())
	var written map[string]any
	require.NoError(t, json.Unmarshal([]byte(text(t, outer{})), &written))
	require.ElementsMatch(t, s.Named["Outer"]["required"], keys(written))
}

func keys(m map[string]any) (names []string) {
	for name := range m {
		names = append(names, name)
	}
	return names
}

func TestTwoTypesOfOneName(t *testing.T) {
	t.Parallel()
	type inner struct{}
	s := openapi.NewSchemas()
	s.Answer(reflect.TypeFor[outer]())
	require.Panics(t, func() { s.Answer(reflect.TypeFor[inner]()) })
}

func TestMerge(t *testing.T) {
	t.Parallel()
	one := openapi.Body{Paths: map[string]openapi.PathItem{"/a": {"get": 1}}, Components: openapi.Components{Schemas: map[string]openapi.Schema{"A": {"type": "string"}}}}
	two := openapi.Body{Tags: []openapi.Tag{{Name: "tables"}}, Paths: map[string]openapi.PathItem{"/b": {}},
		Components: openapi.Components{Schemas: map[string]openapi.Schema{"A": {"type": "string"}, "B": {}}}}
	shared := one.Paths
	require.NoError(t, one.Merge(two))
	require.Len(t, one.Paths, 2)
	require.Len(t, one.Components.Schemas, 2)
	require.Len(t, one.Tags, 1)
	require.Len(t, shared, 1, "what was shared stays as it was")
	require.Error(t, one.Merge(openapi.Body{Paths: map[string]openapi.PathItem{"/a": {"post": 1}}}))
	require.Error(t, one.Merge(openapi.Body{Components: openapi.Components{Schemas: map[string]openapi.Schema{"A": {}}}}))
}
