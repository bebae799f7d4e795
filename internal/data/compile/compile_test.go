package compile_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/data/query"
)

// todos is a relation as the catalog would know it.
func todos(t testing.TB) *catalog.Relation {
	t.Helper()
	s := catalog.New("public")
	s.PutType("mood", "public.mood")
	r := s.Put("todos")
	r.Put("id", "bigint", 1)
	r.Put("title", "text", 0)
	r.Put("done", "boolean", 0)
	r.Put(`odd"name`, "text", 0)
	return r
}

const tail = `, nullif(pg_catalog.current_setting('response.headers', true), ''),` +
	` nullif(pg_catalog.current_setting('response.status', true), '') from (`

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
				Select: []query.Item{{Column: "id"}, {Column: "title", Alias: "name"}, {Column: "done", Cast: "text"}},
				Where: []query.Condition{
					query.Comparison{Column: "done", Operator: query.IsTrue, Negated: true},
					query.Group{Any: true, Negated: true, Terms: []query.Condition{
						query.Comparison{Column: "id", Operator: query.In, Values: []string{"1", `a"\`}},
						query.Comparison{Column: `odd"name`, Operator: query.ILike, Value: "x%"},
					}},
				},
				Order: []query.Order{{Column: "title", Descending: true, Nulls: query.NullsLast}, {Column: "id"}},
				Range: query.Range{Offset: 20, Limit: 10, Limited: true}, Total: true,
			},
			`select ` + array + `, pg_catalog.count(*)::text, (select pg_catalog.count(*)::text from "public"."todos" as _t` +
				` where not _t."done" is true and not (_t."id" = any($1) or _t."odd""name" ilike $2))` + tail +
				`select _t."id", _t."title" as "name", cast(_t."done" as text) as "done" from "public"."todos" as _t` +
				` where not _t."done" is true and not (_t."id" = any($1) or _t."odd""name" ilike $2)` +
				` order by _t."title" desc nulls last, _t."id" limit $3 offset $4) as _r`,
			[]any{`{"1","a\"\\"}`, "x%", "10", "20"},
		},
		"a total without a page": {
			query.Request{Total: true, Return: query.Nothing},
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
				Select: []query.Item{{Column: "title"}},
				Where:  []query.Condition{query.Comparison{Column: "id", Operator: query.Greater, Value: "1"}},
				Order:  []query.Order{{Column: "id"}},
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
				` then '1' else ('rows refused: ' || pg_catalog.count(*))::integer::text end, null` + tail +
				`select 1 from _w as _t) as _r`, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := compile.Compile(todos(t), "anon", &c.request)
			require.NoError(t, err)
			require.Equal(t, "/* anon */ "+c.sql, s.SQL)
			require.Equal(t, c.args, s.Args)
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	t.Parallel()
	where := func(column string) []query.Condition {
		return []query.Condition{query.Group{Terms: []query.Condition{query.Comparison{Column: column}}}}
	}
	for name, c := range map[string]struct {
		request query.Request
		err     error
	}{
		"a column to read":     {query.Request{Select: []query.Item{{Column: "x"}}}, &compile.UnknownColumn{Relation: "todos", Column: "x"}},
		"a column to filter":   {query.Request{Where: where("x")}, &compile.UnknownColumn{Relation: "todos", Column: "x"}},
		"a column to order by": {query.Request{Order: []query.Order{{Column: "x"}}}, &compile.UnknownColumn{Relation: "todos", Column: "x"}},
		"a key to write": {
			query.Request{Action: query.Update, Payload: &query.Payload{Columns: []string{"x"}}},
			&compile.UnknownColumn{Relation: "todos", Column: "x", Payload: true},
		},
		"a type": {
			query.Request{Select: []query.Item{{Column: "id", Cast: "regclass"}}}, &compile.UnknownType{Type: "regclass"},
		},
		"an endless alias": {
			query.Request{Select: []query.Item{{Column: "id", Alias: string(make([]byte, 64))}}},
			&compile.BadAlias{Alias: string(make([]byte, 64))},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := compile.Compile(todos(t), "anon", &c.request)
			require.Equal(t, c.err, err)
		})
	}
}

func TestTypesOfCasts(t *testing.T) {
	t.Parallel()
	r := todos(t)
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
	s, err := compile.Compile(todos(t), "x */ drop /* Y", &query.Request{})
	require.NoError(t, err)
	require.Contains(t, s.SQL, "/* x____drop_____ */ select")
}
