package compile_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/data/query"
)

// schema is one as the catalog would know it.
func schema(t testing.TB) *catalog.Schema {
	t.Helper()
	s := catalog.New("public")
	s.PutType("mood", "public.mood")
	r := s.Put("todos")
	r.Put("id", "bigint", 1)
	r.Put("title", "text", 0)
	r.Put("done", "boolean", 0)
	r.Put(`odd"name`, "text", 0)
	return s
}

func field(column string) query.Field { return query.Field{Column: column} }

const tail = `, nullif(pg_catalog.current_setting('response.headers', true), ''),` +
	` nullif(pg_catalog.current_setting('response.status', true), ''), null from (`

const array = `coalesce(pg_catalog.json_agg(_r.*)::text, '[]')`

func TestCompile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		request query.Request
		sql     string
		args    []any
	}{
		"everything": {
			query.Request{},
			`select ` + array + `, pg_catalog.count(*)::text, null` + tail +
				`select _t.* from "public"."todos" as _t) as _r`, nil,
		},
		"a page with its total": {
			query.Request{
				Query: query.Query{
					Select: []query.Item{{Field: field("id")}, {Field: field("title"), Alias: "name"}, {Field: field("done"), Cast: "text"}},
					Where: []query.Condition{
						query.Comparison{Field: field("done"), Operator: query.IsTrue, Negated: true},
						query.Group{Any: true, Negated: true, Terms: []query.Condition{
							query.Comparison{Field: field("id"), Operator: query.In, Values: []string{"1", `a"\`}},
							query.Comparison{Field: field(`odd"name`), Operator: query.ILike, Value: "x%"},
						}},
					},
					Order: []query.Order{{Field: field("title"), Descending: true, Nulls: query.NullsLast}, {Field: field("id")}},
					Range: query.Range{Offset: 20, Limit: 10, Limited: true},
				}, Count: query.Planned,
			},
			`select ` + array + `, pg_catalog.count(*)::text, null` + tail +
				`select _t."id", _t."title" as "name", cast(_t."done" as text) as "done" from "public"."todos" as _t` +
				` where not _t."done" is true and not (_t."id" = any($1) or _t."odd""name" ilike $2)` +
				` order by _t."title" desc nulls last, _t."id" limit $3 offset $4) as _r`,
			[]any{`{"1","a\"\\"}`, "x%", "10", "20"},
		},
		"a total without a page": {
			query.Request{Count: query.Exact, Return: query.Nothing},
			`select '', pg_catalog.count(*)::text, pg_catalog.count(*)::text` + tail +
				`select 1 from "public"."todos" as _t) as _r`, nil,
		},
		"insert": {
			query.Request{
				Action: query.Insert, Return: query.Nothing,
				Payload: &query.Payload{Columns: []string{"title", "done"}, JSON: "[{}]"},
			},
			`with _w as (insert into "public"."todos" as _t ("title", "done") select _b."title", _b."done"` +
				` from pg_catalog.json_populate_recordset(null::"public"."todos", $1::json) as _b returning 1)` +
				` select '', pg_catalog.count(*)::text, null` + tail + `select 1 from _w as _t) as _r`,
			[]any{"[{}]"},
		},
		"insert of defaults, for the key": {
			query.Request{Action: query.Insert, Return: query.Key, Payload: &query.Payload{JSON: "[{}]"}},
			`with _w as (insert into "public"."todos" as _t select from pg_catalog.json_array_elements($1::json)` +
				` returning _t."id") select ` + array + `, pg_catalog.count(*)::text, null` + tail +
				`select _t."id" from _w as _t) as _r`,
			[]any{"[{}]"},
		},
		"update in order": {
			query.Request{
				Action: query.Update, Payload: &query.Payload{Columns: []string{"done"}, JSON: "{}"},
				Query: query.Query{
					Select: []query.Item{{Field: field("title")}},
					Where:  []query.Condition{query.Comparison{Field: field("id"), Operator: query.Greater, Value: "1"}},
					Order:  []query.Order{{Field: field("id")}},
				},
			},
			`with _w as (update "public"."todos" as _t set "done" = _b."done"` +
				` from pg_catalog.json_populate_record(null::"public"."todos", $1::json) as _b where _t."id" > $2` +
				` returning _t."id", _t."title") select ` + array + `, pg_catalog.count(*)::text, null` + tail +
				`select _t."title" from _w as _t order by _t."id") as _r`,
			[]any{"{}", "1"},
		},
		"update of nothing": {
			query.Request{Action: query.Update, Payload: &query.Payload{JSON: "{}"}},
			`with _w as (select _t.* from "public"."todos" as _t where false) select ` + array +
				`, pg_catalog.count(*)::text, null` + tail + `select _t.* from _w as _t) as _r`, nil,
		},
		"delete of exactly one": {
			query.Request{Action: query.Delete, Return: query.Nothing, Single: true},
			`with _w as (delete from "public"."todos" as _t returning 1) select '', case when pg_catalog.count(*) = 1` +
				` then pg_catalog.count(*)::text else ('rows refused: ' || pg_catalog.count(*))::integer::text end, null` + tail +
				`select 1 from _w as _t) as _r`, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.request.Relation = "todos"
			s, err := compile.Compile(schema(t), compile.Scope{Role: "anon"}, &c.request)
			require.NoError(t, err)
			require.Equal(t, "/* anon */ "+c.sql, s.SQL)
			require.Equal(t, c.args, s.Args)
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	selects := func(i query.Item) query.Request { return query.Request{Query: query.Query{Select: []query.Item{i}}} }
	where := []query.Condition{query.Group{Terms: []query.Condition{query.Comparison{Field: field("x")}}}}
	unknown := &compile.UnknownColumn{Relation: "todos", Column: "x"}
	for name, c := range map[string]struct {
		request query.Request
		err     error
	}{
		"a column to read":     {selects(query.Item{Field: field("x")}), unknown},
		"a column to filter":   {query.Request{Query: query.Query{Where: where}}, unknown},
		"a column to order by": {query.Request{Query: query.Query{Order: []query.Order{{Field: field("x")}}}}, unknown},
		"an embed to order by": {query.Request{Query: query.Query{Order: []query.Order{{Relation: "x"}}}}, &compile.NotEmbedded{Name: "x"}},
		"a key to write": {
			query.Request{Action: query.Update, Payload: &query.Payload{Columns: []string{"x"}}},
			&compile.UnknownColumn{Relation: "todos", Column: "x", Payload: true},
		},
		"a type":           {selects(query.Item{Field: field("id"), Cast: "regclass"}), &compile.UnknownType{Type: "regclass"}},
		"an endless alias": {selects(query.Item{Field: field("id"), Alias: string(make([]byte, 64))}), &compile.BadAlias{Alias: string(make([]byte, 64))}},
		"an aggregate":     {selects(query.Item{Field: field("id"), Aggregate: query.Sum}), &compile.NoAggregates{}},
		"a form":           {query.Request{Form: query.GeoJSON}, &compile.NoForm{}},
		"half a key":       {query.Request{Action: query.Put, Payload: &query.Payload{Columns: []string{"id"}}}, &compile.NotKey{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.request.Relation = "todos"
			_, err := compile.Compile(schema(t), compile.Scope{Role: "anon"}, &c.request)
			require.Equal(t, c.err, err)
		})
	}
}

func TestTypesOfCasts(t *testing.T) {
	t.Parallel()
	r, _ := schema(t).Relation("todos")
	for name, want := range map[string]string{
		"text": "text", "INT4": "int4", "double precision": "double precision", "int[]": "int[]",
		"mood": "public.mood", "mood[]": "public.mood[]",
		"regproc": "", "oid": "", "Mood": "", "text[][]": "", "text)": "", "pg_class": "", "record": "",
	} {
		got, ok := r.Type(name)
		require.Equal(t, want != "", ok, name)
		require.Equal(t, want, got, name)
	}
}

func TestRoleCommentStaysAComment(t *testing.T) {
	t.Parallel()
	s, err := compile.Compile(schema(t), compile.Scope{Role: "x */ drop /* Y"}, &query.Request{Relation: "todos"})
	require.NoError(t, err)
	require.Contains(t, s.SQL, "/* x____drop_____ */ select")
}
