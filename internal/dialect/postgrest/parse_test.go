package postgrest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/query"
)

func field(column string, path ...query.Step) query.Field {
	return query.Field{Column: column, Path: path}
}

func TestParseSelect(t *testing.T) {
	t.Parallel()
	all := query.Item{Field: field("*")}
	column := func(name string) query.Item { return query.Item{Field: field(name)} }
	for text, want := range map[string][]query.Item{
		"":                   nil,
		" * ":                nil,
		"id":                 {column("id")},
		"*,id":               {all, column("id")},
		" id , first name ":  {column("id"), column("first name")},
		"a:id::text,b-c":     {{Field: field("id"), Alias: "a", Cast: "text"}, column("b-c")},
		`"a,b":"c\"d"::int4`: {{Field: field(`c"d`), Alias: "a,b", Cast: "int4"}},
		"straße,tags::text[]": {
			column("straße"), {Field: field("tags"), Cast: "text[]"},
		},
		"n::double precision": {{Field: field("n"), Cast: "double precision"}},
		"a->b->0->>c::int,x:d->>\"e f\"": {
			{Field: field("a", query.Step{Key: "b"}, query.Step{Key: "0", Index: true}, query.Step{Key: "c", Text: true}), Cast: "int"},
			{Field: field("d", query.Step{Key: "e f", Text: true}), Alias: "x"},
		},
		"count(),n:a.sum()::text,b::int.avg()": {
			{Aggregate: query.CountRows}, {Field: field("a"), Alias: "n", Aggregate: query.Sum, After: "text"},
			{Field: field("b"), Cast: "int", Aggregate: query.Avg},
		},
		"r(*)": {{Embed: &query.Embed{Target: "r"}}},
		"r()":  {{Embed: &query.Embed{Target: "r", Hidden: true}}},
		"a:r!fk!inner(id, s(x)),...t!left(y)": {
			{Embed: &query.Embed{Target: "r", Alias: "a", Hint: "fk", Inner: true, Query: query.Query{Select: []query.Item{
				column("id"), {Embed: &query.Embed{Target: "s", Query: query.Query{Select: []query.Item{column("x")}}}},
			}}}},
			{Embed: &query.Embed{Target: "t", Spread: true, Query: query.Query{Select: []query.Item{column("y")}}}},
		},
	} {
		got, err := parseSelect(text)
		require.Nil(t, err, text)
		require.Equal(t, want, got, text)
	}
}

func TestParseOrder(t *testing.T) {
	t.Parallel()
	got, err := parseOrder("a, b.desc ,c.asc.nullsfirst,d.nullslast,\"e.f\".desc.nullslast,r(g->>h).desc")
	require.Nil(t, err)
	require.Equal(t, []query.Order{
		{Field: field("a")}, {Field: field("b"), Descending: true}, {Field: field("c"), Nulls: query.NullsFirst},
		{Field: field("d"), Nulls: query.NullsLast}, {Field: field("e.f"), Descending: true, Nulls: query.NullsLast},
		{Relation: "r", Field: field("g", query.Step{Key: "h", Text: true}), Descending: true},
	}, got)
}

func TestParseWhere(t *testing.T) {
	t.Parallel()
	is := func(column string, o query.Operator, value string) query.Comparison {
		return query.Comparison{Field: field(column), Operator: o, Value: value}
	}
	for raw, want := range map[string]query.Condition{
		"a=eq.b.c,d":        is("a", query.Equal, "b.c,d"),
		"a=eq.":             is("a", query.Equal, ""),
		"a=gte.1%2B1+x":     is("a", query.GreaterOrEqual, "1+1 x"),
		"a=like.*x*":        is("a", query.Like, "%x%"),
		"a=imatch.^x*":      is("a", query.IMatch, "^x*"),
		"a=is.NULL":         is("a", query.IsNull, ""),
		"a=cs.{1,2}":        is("a", query.Contains, "{1,2}"),
		`%22a.b%22=neq.1`:   is("a.b", query.NotEqual, "1"),
		"a=not.is.true":     query.Comparison{Field: field("a"), Operator: query.IsTrue, Negated: true},
		"a=in.()":           query.Comparison{Field: field("a"), Operator: query.In},
		`a=in.(1,"b,\"c",)`: query.Comparison{Field: field("a"), Operator: query.In, Values: []string{"1", `b,"c`, ""}},
		`a=in.("x"y,z)`:     query.Comparison{Field: field("a"), Operator: query.In, Values: []string{`"x"y`, "z"}},
		`not.or=(a.eq."1,)", and(b.cs.{1,2},not.and(c.in.(1,2),d.is.null)),not.eq.x)`: query.Group{
			Any: true, Negated: true, Terms: []query.Condition{
				is("a", query.Equal, "1,)"),
				query.Group{Terms: []query.Condition{
					is("b", query.Contains, "{1,2}"),
					query.Group{Negated: true, Terms: []query.Condition{
						query.Comparison{Field: field("c"), Operator: query.In, Values: []string{"1", "2"}},
						is("d", query.IsNull, ""),
					}},
				}},
				is("not", query.Equal, "x"),
			},
		},
		"a->>b=eq.1":         query.Comparison{Field: field("a", query.Step{Key: "b", Text: true}), Value: "1"},
		"a=fts(french).x":    query.Comparison{Field: field("a"), Operator: query.Search, Language: "french", Value: "x"},
		"a=not.wfts.x y":     query.Comparison{Field: field("a"), Operator: query.WebSearch, Negated: true, Value: "x y"},
		"a=like(any).{b*,c}": query.Comparison{Field: field("a"), Operator: query.Like, Quantifier: query.AnyOf, Value: "{b%,c}"},
		"or=(a->0.eq(all).{1,2},b.is.null)": query.Group{Any: true, Terms: []query.Condition{
			query.Comparison{Field: field("a", query.Step{Key: "0", Index: true}), Quantifier: query.AllOf, Value: "{1,2}"}, is("b", query.IsNull, ""),
		}},
	} {
		p, err := parseParameters(raw, false)
		require.Nil(t, err, raw)
		require.Equal(t, []query.Condition{want}, p.Where, raw)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"a=b":               `PGRST100 "failed to parse filter (b)" (line 1, column 1)`,
		"a":                 `PGRST100 "failed to parse filter ()" (line 1, column 1)`,
		"a=noop.1":          `PGRST100 "failed to parse filter (noop.1)" (line 1, column 1)`,
		"a=is.maybe":        `PGRST100 "failed to parse filter (is.maybe)" (line 1, column 4)`,
		"a=in.1,2":          `PGRST100 "failed to parse filter (in.1,2)" (line 1, column 4)`,
		"a=in.(1,2)x":       `PGRST100 "failed to parse filter (in.(1,2)x)" (line 1, column 9)`,
		"a=in.(1":           `PGRST100 "failed to parse filter (in.(1)" (line 1, column 6)`,
		"a=fts().x":         "PGRST100",
		"a=cs(any).{1}":     "PGRST100",
		"a->=eq.1":          "PGRST100",
		"a->b.c=eq.1":       "PGRST100",
		"b.a=eq.1":          "PGRST108",
		"=eq.1":             "PGRST100",
		"a=eq.%zz":          "PGRST100",
		"or=(a.eq.1":        "PGRST100",
		"or=(a.eq.1)x":      "PGRST100",
		"or=()":             "PGRST100",
		"and=(xor(a.eq.1))": "PGRST100",
		"order=a.up":        `PGRST100 "failed to parse order (a.up)" (line 1, column 3)`,
		"order=a(b":         "PGRST100",
		"r.order=a":         "PGRST108",
		"r.limit=1":         "PGRST108",
		"r.or=(a.eq.1)":     "PGRST108",
		"order=a&order=b":   "PGRST100",
		"select=a,":         "PGRST100",
		"select=a(b":        "PGRST100",
		"select=a(b,)":      "PGRST100",
		"select=...a":       "PGRST100",
		"select=a!inner":    "PGRST100",
		"select=a->":        "PGRST100",
		"select=a.median()": "PGRST100",
		"select=" + strings.Repeat("a(", depth+1) + strings.Repeat(")", depth+1): "PGRST100",
		"select=a::":          `PGRST100 "failed to parse select parameter (a::)" (line 1, column 4)`,
		`select="a`:           "PGRST100",
		"limit=ten":           "PGRST100",
		"limit=-1":            "PGRST103",
		"limit=1&limit=2":     "PGRST100",
		"columns=":            "PGRST100",
		"on_conflict=a,":      "PGRST100",
		"or=" + deep(depth+1): "PGRST100",
	} {
		_, err := parseParameters(raw, false)
		require.NotNil(t, err, raw)
		require.True(t, strings.HasPrefix(err.Code+" "+err.Message, want), "%s: %s %s", raw, err.Code, err.Message)
	}
	_, err := parseParameters("or="+deep(depth), false)
	require.Nil(t, err)
}

// deep is a tree nested n times.
func deep(n int) string {
	return strings.Repeat("(and", n-1) + "(a.eq.1" + strings.Repeat(")", n)
}

func TestPreferences(t *testing.T) {
	t.Parallel()
	p, err := parsePreferences([]string{"return=minimal, count=exact,respond-async", "return=representation, missing=null"})
	require.Nil(t, err)
	require.Equal(t, "missing=null, return=minimal, count=exact", p.echo(query.Insert, false))
	require.Equal(t, "count=exact", p.echo(query.Read, false))
	require.Equal(t, query.Nothing, p.rows(query.Insert))
	p, err = parsePreferences([]string{"handling=strict, max-affected=5, timezone=Europe/Paris, tx=rollback, resolution=merge-duplicates"})
	require.Nil(t, err)
	require.EqualValues(t, 5, *p.maxAffected)
	require.Equal(t, "resolution=merge-duplicates, tx=rollback, handling=strict, timezone=Europe/Paris, max-affected=5", p.echo(query.Insert, true))
	p, err = parsePreferences([]string{"max-affected=5, odd"})
	require.Nil(t, err)
	require.Nil(t, p.maxAffected, "only heeded when handling is strict")
	_, err = parsePreferences([]string{"handling=strict, respond-async, return=all"})
	require.Equal(t, "PGRST122", err.Code)
	require.Equal(t, "Invalid preferences: respond-async, return=all", err.Details)
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"application/json":                  "application/json; charset=utf-8",
		"*/*":                               "application/json; charset=utf-8",
		"application/vnd.pgrst.object+json": "application/vnd.pgrst.object+json; charset=utf-8",
		"text/html, application/vnd.pgrst.object+json;q=.5":              "application/vnd.pgrst.object+json; charset=utf-8",
		"application/vnd.pgrst.object+json;q=0.5,application/json;q=0.9": "application/json; charset=utf-8",
		"text/csv": "text/csv; charset=utf-8",
		"application/vnd.pgrst.object+json;nulls=stripped":                             "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8",
		"application/vnd.pgrst.array+json;nulls=stripped":                              "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8",
		`application/vnd.pgrst.plan+json; for="text/csv, x"; options=analyze|drop|wal`: `application/vnd.pgrst.plan+json; for="text/csv, x"; options=analyze|wal; charset=utf-8`,
		"application/json;q=0": "",
		"text/html":            "",
	} {
		a, err := accepts([]string{header}, true)
		require.Nil(t, err)
		require.Equal(t, want, a.content, header)
		require.Equal(t, want == "", a.form == query.Media)
	}
	a, _ := accepts([]string{"application/vnd.pgrst.plan+json"}, false)
	require.Nil(t, a.explain)
}

func TestArgumentsAndFilters(t *testing.T) {
	t.Parallel()
	p, err := parseParameters("a=1&b=eq.x&c=x.y&d=in.(1)&a=2&e=eq&limit=3&f=not.is.null&g=fts(a).b", true)
	require.Nil(t, err)
	require.Equal(t, []query.Argument{{Name: "a", Value: "1"}, {Name: "c", Value: "x.y"}, {Name: "a", Value: "2"}, {Name: "e", Value: "eq"}}, p.arguments)
	require.Len(t, p.Where, 4)
}

func TestWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		parameters, header string
		most               int64
		want               query.Range
		code               string
	}{
		{"", "", 0, query.Range{}, ""},
		{"limit=5&offset=2", "", 0, query.Range{Offset: 2, Limit: 5, Limited: true}, ""},
		{"", "0-24", 0, query.Range{Limit: 25, Limited: true}, ""},
		{"", "5-", 0, query.Range{Offset: 5}, ""},
		{"limit=5&offset=2", "4-24", 0, query.Range{Offset: 4, Limit: 3, Limited: true}, ""},
		{"limit=5", "9-24", 0, query.Range{}, "PGRST103"},
		{"limit=0", "9-24", 0, query.Range{Limited: true}, ""},
		{"", "9-1", 0, query.Range{}, "PGRST103"},
		{"", "bytes=0-9", 0, query.Range{}, ""},
		{"", "5-", 10, query.Range{Offset: 5, Limit: 10, Limited: true}, ""},
		{"limit=20", "", 10, query.Range{Limit: 10, Limited: true}, ""},
		{"limit=4611686018427387903&offset=4611686018427387903", "0-", 0,
			query.Range{Offset: 1<<62 - 1, Limit: 1<<62 - 1, Limited: true}, ""},
	} {
		p, err := parseParameters(c.parameters, false)
		require.Nil(t, err)
		r := &http.Request{Method: http.MethodGet, Header: http.Header{"Range": {c.header}}}
		got, err := window(p.Range, r, c.most)
		if c.code != "" {
			require.NotNil(t, err, c)
			require.Equal(t, c.code, err.Code)
			continue
		}
		require.Nil(t, err, c)
		require.Equal(t, c.want, got, c)
	}
}

func TestContentRange(t *testing.T) {
	t.Parallel()
	require.Equal(t, "0-9/*", contentRange(0, 9, -1))
	require.Equal(t, "5-9/20", contentRange(5, 9, 20))
	require.Equal(t, "*/0", contentRange(0, -1, 0))
	require.Equal(t, "*/*", contentRange(0, -1, -1))
}

func TestSettings(t *testing.T) {
	t.Parallel()
	r, _ := http.NewRequest(http.MethodGet, "/", nil)
	r.Header = http.Header{"Authorization": {"Bearer x"}, "Apikey": {"sk_x"}, "X-Odd": {"a\"\\\n\xff", "b"}, "Cookie": {"c=d"}}
	require.JSONEq(t, `{"x-odd":"a\"\\\u000a\ufffd, b"}`, string(headersJSON(r.Header)))
	require.JSONEq(t, `{"c":"d"}`, string(cookiesJSON(r)))
}
