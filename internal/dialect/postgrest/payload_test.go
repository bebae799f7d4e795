package postgrest

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/query"
)

func TestPayloadOfAnInsert(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]query.Payload{
		`{"a":1}`:                 {Columns: []string{"a"}, JSON: `[{"a":1}]`},
		" {\n} ":                  {JSON: "[{\n}]"},
		`[]`:                      {JSON: `[]`},
		` [{},{}]`:                {JSON: `[{},{}]`},
		`{"a\u0062":1,"ab":2}`:    {Columns: []string{"ab"}, JSON: `[{"a\u0062":1,"ab":2}]`},
		`[{"a":1},{"a":1,"a":2}]`: {Columns: []string{"a"}, JSON: `[{"a":1},{"a":1,"a":2}]`},
		`[{"a":-1e3,"b":[{}]} ,{"b":"}\\\"","a":true}]`: {
			Columns: []string{"a", "b"}, JSON: `[{"a":-1e3,"b":[{}]} ,{"b":"}\\\"","a":true}]`,
		},
		`[{"a":{"x":["]",{"y":null}]},"b":1}]`: {
			Columns: []string{"a", "b"}, JSON: `[{"a":{"x":["]",{"y":null}]},"b":1}]`,
		},
	} {
		got, err := parsePayload([]byte(body), query.Insert, false)
		require.Nil(t, err, body)
		require.Equal(t, &want, got, body)
	}
}

func TestPayloadOfAnUpdate(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]query.Payload{
		`{"a":1}`:      {Columns: []string{"a"}, JSON: `{"a":1}`},
		` [ {"a":1} ]`: {Columns: []string{"a"}, JSON: `{"a":1}`},
		`{}`:           {JSON: `{}`},
		`[]`:           {},
	} {
		got, err := parsePayload([]byte(body), query.Update, false)
		require.Nil(t, err, body)
		require.Equal(t, &want, got, body)
	}
	_, err := parsePayload([]byte(`[{"a":1},{"a":2}]`), query.Update, false)
	require.Equal(t, "An update takes one object", err.Message)
}

func TestPayloadRefused(t *testing.T) {
	t.Parallel()
	const ragged = "All object keys must match"
	const neither = "The request's body must be a JSON object or an array of objects"
	for body, want := range map[string]string{
		``:                              "Empty or invalid json",
		`{"a":1`:                        "Empty or invalid json",
		`[{"a":1},{"b":1}]`:             ragged,
		`[{"a":1},{}]`:                  ragged,
		`[{},{"a":1}]`:                  ragged,
		`[{"a":1,"b":1},{"a":1,"a":2}]`: ragged,
		`[1]`:                           neither,
		`[{},[]]`:                       neither,
		`"a"`:                           neither,
		`{"a":` + strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1) + `}`: "The request's body is nested too deep",
	} {
		_, err := parsePayload([]byte(body), query.Insert, false)
		require.NotNil(t, err, body)
		require.Equal(t, "PGRST102", err.Code)
		require.Equal(t, want, err.Message, body)
	}
}
