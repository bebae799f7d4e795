package postgrest

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/data/query"
)

// shelf is a schema as the catalog would know it.
func shelf() *catalog.Schema {
	s := catalog.New("public")
	lists, todos, tags, marks := s.Put("lists"), s.Put("todos"), s.Put("tags"), s.Put("marks")
	for _, r := range []*catalog.Relation{lists, tags} {
		r.Put("id", "bigint", 1)
		r.Put("name", "text", 0)
	}
	todos.Put("id", "bigint", 1)
	todos.Put("title", "text", 0).Default = "'x'::text"
	todos.Put(`odd "name`, "text", 0)
	todos.Put("list_id", "bigint", 0)
	marks.Put("todo_id", "bigint", 1)
	marks.Put("tag_id", "bigint", 2)
	toList := []catalog.Pair{{Source: "list_id", Target: "id"}}
	todos.Relationships = []*catalog.Relationship{
		{Name: "list_fk", Cardinality: catalog.ManyToOne, Source: todos, Target: lists, Columns: toList, Owner: true},
		{Name: "todo_fk", Cardinality: catalog.ManyToMany, Source: todos, Target: tags, Junction: &catalog.Junction{Relation: marks, First: "todo_fk", Second: "tag_fk",
			FromSource: []catalog.Pair{{Source: "id", Target: "todo_id"}}, TowardTarget: []catalog.Pair{{Source: "tag_id", Target: "id"}}}},
	}
	lists.Relationships = []*catalog.Relationship{{Name: "list_fk", Cardinality: catalog.OneToMany, Source: lists, Target: todos,
		Columns: []catalog.Pair{{Source: "id", Target: "list_id"}}}}
	s.PutFunction(&catalog.Function{Name: "find", Set: true, Table: true, Result: todos,
		Parameters: []catalog.Parameter{{Name: "a", Type: "integer"}, {Name: `b "c`, Type: "text[]", Variadic: true}}})
	s.PutFunction(&catalog.Function{Name: "find", Scalar: true, Parameters: []catalog.Parameter{{Type: "json"}}})
	return s
}

var corpus = []string{
	"", "select=*", "select=a:id::text,title&id=eq.1&order=id.desc.nullslast&limit=1&offset=2",
	`select="a""b";drop table x--":id`, "title=like.*'%3B--*&id=not.in.(1,%22a%5C%22,%22)",
	"or=(id.eq.1,and(title.is.null,not.or(id.gt.2,title.cs.{1,2})))", "id=eq.$1", "title=eq.%00%ff",
	`%22odd%20%5C%22name%22=neq.x&select=*,id`, "select=/*:id,--:title,x':id",
	"select=title->a->0->>'b%3Bx,id->%22x%22&title->>k=fts('x).y&order=title->z.desc",
	"select=id,lists!list_fk!inner(name,todos(*)),...lists(n:name),tags()&lists.name=eq.x&tags=is.null&tags.limit=3&order=lists(name)",
	"select=...tags(x:name),count(),id.sum()::text,list_id&lists=not.is.null", "select=count,...lists(id.max(),'x\"y':name)",
	"columns=id,title&on_conflict=id&title=like(any).{a*,b}", "a=1&b%20%22c=2&b%20%22c=3&title=eq.x&select=id",
}

// FuzzStatement holds what security rests on: whatever a client sends, the
// statement's text is made of our own words, names of the catalog, quoted
// aliases and placeholders.
func FuzzStatement(f *testing.F) {
	for _, raw := range corpus {
		f.Add(raw, `{"title":"'; drop table x"}`, "anon")
		f.Add(raw, `[{"id":1,"title":null},{"title":"x","id":2}]`, "rc_0123456789ab_authenticated")
		f.Add(raw, `{"evil\" = 1 --":1}`, "*/ x")
		f.Add(raw, `{"a":1}`, "x")
	}
	f.Fuzz(func(t *testing.T, raw, body, role string) {
		p, refused := parseParameters(raw, false)
		if refused != nil {
			_, err := json.Marshal(refused)
			require.NoError(t, err)
			return
		}
		for _, count := range []query.Count{query.Exact, query.Estimated} {
			for _, form := range []query.Form{query.JSON, query.CSV} {
				check(t, role, &query.Request{Relation: "todos", Query: p.Query, Count: count, Form: form})
			}
		}
		for _, action := range []query.Action{query.Insert, query.Update, query.Delete, query.Put} {
			model := &query.Request{Relation: "todos", Query: p.Query, Action: action, Single: true, Columns: p.columns,
				Conflict: &query.Conflict{Columns: p.onConflict}}
			if model.Payload, refused = parsePayload([]byte(body), action, p.columns != nil); refused == nil {
				model.Payload.Default = len(raw)%2 == 0
				check(t, role, model)
			}
		}
	})
}

// FuzzCall holds the same of calls.
func FuzzCall(f *testing.F) {
	for _, raw := range corpus {
		f.Add(raw, `{"a":1}`, "application/json")
		f.Add(raw, `{"b \"c":["'"]}`, "application/json")
		f.Add(raw, `[1]`, "application/json")
	}
	f.Fuzz(func(t *testing.T, raw, body, media string) {
		p, refused := parseParameters(raw, true)
		if refused != nil {
			return
		}
		call := &query.Call{Arguments: p.arguments}
		check(t, "anon", &query.Request{Relation: "find", Action: query.Invoke, Query: p.Query, Call: call, Count: query.Exact})
		post := &query.Request{Relation: "find", Action: query.Invoke, Query: p.Query, Call: &query.Call{Post: true}}
		r, err := http.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		require.NoError(t, err)
		r.Header["Content-Type"] = []string{media}
		if readCall(nil, r, post) == nil {
			check(t, "anon", post)
		}
	})
}

// FuzzHeaders holds that no header makes a parser panic.
func FuzzHeaders(f *testing.F) {
	for _, header := range []string{"", "*/*", "text/csv;q=0.5, */*", `application/vnd.pgrst.plan+json; for="text/csv, x"; options=analyze|x`, "0-9", "return=minimal, max-affected=-5, timezone=", "handling=strict,x", "9-1", "a;q=x"} {
		f.Add(header)
	}
	f.Fuzz(func(_ *testing.T, header string) {
		_, _ = accepts([]string{header}, true)
		_, _ = parsePreferences([]string{header})
		_, _ = window(query.Range{Limit: 5, Limited: true}, &http.Request{Method: http.MethodGet, Header: http.Header{"Range": {header}}}, 10)
	})
}

// FuzzCSV holds that what comes of CSV is JSON that the payload's reader takes.
func FuzzCSV(f *testing.F) {
	for _, text := range []string{"", "a\n1", "a,b\n1,\"x\ny\"\nNULL,\"\"\"\"\n", "a,a\n1,2", "\xff\n\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		body, refused := fromCSV([]byte(text))
		if refused != nil {
			return
		}
		require.True(t, json.Valid(body), "%q", body)
		_, refused = parsePayload(body, query.Insert, false)
		require.Nil(t, refused)
	})
}

// FuzzPayload compares the keys found without decoding with those of a decoder.
func FuzzPayload(f *testing.F) {
	for _, body := range []string{
		`{}`, `[]`, `[{}]`, `{"a":1}`, ` [ {"a" : [1,{"b":"]}"}] , "c":null} , {"c":"\\\"","a":-1.5e3} ] `,
		`[{"a":1},{"b":1}]`, `{"a\u0062":"x","":true}`, `[{"a":1,"a":2}]`, `[1]`, `"x"`, `[{"a":{}}, [] ]`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, refused := parsePayload([]byte(body), query.Insert, false)
		if refused != nil || !utf8.ValidString(body) {
			return // what isn't UTF-8 has two readings; Postgres refuses it
		}
		var rows []map[string]any
		require.NoError(t, json.Unmarshal([]byte(got.JSON), &rows))
		for _, row := range rows {
			require.Len(t, row, len(got.Columns))
			for _, key := range got.Columns {
				require.Contains(t, row, key)
			}
		}
	})
}

var (
	quoted = regexp.MustCompile(`"(?:[^"]|"")*"`)
	words  = regexp.MustCompile(`[a-z_0-9.]+`)
	alias  = regexp.MustCompile(`^_[a-z][0-9]*\.?(_c[0-9]+|_row|_v)?$|^_row$`)
	ours   = set(`select from where and or not any all as null is true false unknown distinct like ilike order by desc
 nulls first last limit offset with insert into update set delete returning case when then else end cast coalesce
 nullif 1 . text json jsonb integer bigint regconfig public int4 exists left join lateral on conflict do nothing excluded. excluded
 group 2 3 4 5 6 7 8 9 explain format materialized variadic max sum avg min
 pg_catalog.json_agg pg_catalog.count pg_catalog.current_setting pg_catalog.set_config pg_catalog.json_populate_record pg_catalog.to_jsonb pg_catalog.row_to_json
 pg_catalog.json_populate_recordset pg_catalog.json_array_elements pg_catalog.json_to_record pg_catalog.sum pg_catalog.avg pg_catalog.min pg_catalog.max
 pg_catalog.to_json pg_catalog.to_tsvector pg_catalog.to_tsquery pg_catalog.plainto_tsquery pg_catalog.phraseto_tsquery pg_catalog.websearch_to_tsquery
 pg_catalog.chr 10 pg_catalog.string_agg pg_catalog.substr pg_catalog.length 0 pg_catalog.jsonb_build_object pg_catalog.jsonb_array_elements`)
	literals = []string{`'response.headers'`, `'response.status'`, `'rolecall.inserted'`, `'` + compile.Refused + `'`, `'x'`, `'[]'`, `'null'`, `'0'`, `''`, `'1'`}
)

func check(t *testing.T, role string, r *query.Request) {
	t.Helper()
	schema := shelf()
	s, err := compile.Compile(schema, compile.Scope{Role: role, Aggregates: true}, r)
	if err != nil {
		return
	}
	names := map[string]bool{`"public"`: true, `"find"`: true, `"a"`: true, catalog.Quote(`b "c`): true, `"count"`: true}
	for _, relation := range schema.Relations() {
		names[catalog.Quote(relation.Name)] = true
		for _, c := range relation.Columns {
			names[c.SQL] = true
		}
	}
	labels(&r.Query, names)
	comment, text, found := strings.Cut(s.SQL, " */ ")
	require.True(t, found)
	require.Regexp(t, `^/\* [a-z0-9_]*$`, comment)
	text = quoted.ReplaceAllStringFunc(text, func(name string) string {
		require.True(t, names[name] || alias.MatchString(strings.Trim(name, `"`)), "name %s in %s", name, s.SQL)
		return ""
	})
	for _, literal := range literals {
		text = strings.ReplaceAll(text, literal, "")
	}
	require.NotContains(t, text, "'")
	require.NotContains(t, text, ";")
	require.NotContains(t, text, "--")
	for i := range s.Args {
		text = strings.ReplaceAll(text, "$"+strconv.Itoa(len(s.Args)-i), "")
	}
	require.NotContains(t, text, "$")
	relation, _ := schema.Relation("todos")
	for _, word := range words.FindAllString(text, -1) {
		if _, ok := relation.Type(word); !ok && !alias.MatchString(word) {
			require.True(t, ours[word] || isNumber(word), "word %q in %s", word, s.SQL)
		}
	}
}

// isNumber reports whether a word is a place in a list, as group by takes it.
func isNumber(word string) bool {
	n, err := strconv.Atoi(word)
	return err == nil && n > 0
}

// labels are the names that a client may give to what comes back.
func labels(q *query.Query, names map[string]bool) {
	for _, item := range q.Select {
		names[catalog.Quote(item.Alias)], names[catalog.Quote(string(item.Aggregate))] = true, true
		for _, step := range item.Field.Path {
			names[catalog.Quote(step.Key)] = true
		}
		if e := item.Embed; e != nil {
			names[catalog.Quote(e.Name())] = true
			labels(&e.Query, names)
		}
	}
}
