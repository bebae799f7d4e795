package postgrest

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/query"
)

func TestParseSelect(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]query.Item{
		"":                   nil,
		" * ":                nil,
		"id":                 {{Column: "id"}},
		"*,id":               {{Column: "*"}, {Column: "id"}},
		" id , first name ":  {{Column: "id"}, {Column: "first name"}},
		"a:id::text,b-c":     {{Column: "id", Alias: "a", Cast: "text"}, {Column: "b-c"}},
		`"a,b":"c\"d"::int4`: {{Column: `c"d`, Alias: "a,b", Cast: "int4"}},
		"straße,tags::text[]": {
			{Column: "straße"}, {Column: "tags", Cast: "text[]"},
		},
		"n::double precision": {{Column: "n", Cast: "double precision"}},
	} {
		got, err := parseSelect(text)
		require.Nil(t, err, text)
		require.Equal(t, want, got, text)
	}
}

func TestParseOrder(t *testing.T) {
	t.Parallel()
	got, err := parseOrder("a, b.desc ,c.asc.nullsfirst,d.nullslast,\"e.f\".desc.nullslast")
	require.Nil(t, err)
	require.Equal(t, []query.Order{
		{Column: "a"}, {Column: "b", Descending: true}, {Column: "c", Nulls: query.NullsFirst},
		{Column: "d", Nulls: query.NullsLast}, {Column: "e.f", Descending: true, Nulls: query.NullsLast},
	}, got)
}

func TestParseWhere(t *testing.T) {
	t.Parallel()
	is := func(column string, o query.Operator, value string) query.Comparison {
		return query.Comparison{Column: column, Operator: o, Value: value}
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
		"a=not.is.true":     query.Comparison{Column: "a", Operator: query.IsTrue, Negated: true},
		"a=in.()":           query.Comparison{Column: "a", Operator: query.In},
		`a=in.(1,"b,\"c",)`: query.Comparison{Column: "a", Operator: query.In, Values: []string{"1", `b,"c`, ""}},
		`a=in.("x"y,z)`:     query.Comparison{Column: "a", Operator: query.In, Values: []string{`"x"y`, "z"}},
		`not.or=(a.eq."1,)", and(b.cs.{1,2},not.and(c.in.(1,2),d.is.null)),not.eq.x)`: query.Group{
			Any: true, Negated: true, Terms: []query.Condition{
				is("a", query.Equal, "1,)"),
				query.Group{Terms: []query.Condition{
					is("b", query.Contains, "{1,2}"),
					query.Group{Negated: true, Terms: []query.Condition{
						query.Comparison{Column: "c", Operator: query.In, Values: []string{"1", "2"}},
						is("d", query.IsNull, ""),
					}},
				}},
				is("not", query.Equal, "x"),
			},
		},
	} {
		p, err := parseParameters(raw)
		require.Nil(t, err, raw)
		require.Equal(t, []query.Condition{want}, p.where, raw)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"a=b":                 `PGRST100 "failed to parse filter (b)" (line 1, column 1)`,
		"a":                   `PGRST100 "failed to parse filter ()" (line 1, column 1)`,
		"a=noop.1":            `PGRST100 "failed to parse filter (noop.1)" (line 1, column 1)`,
		"a=is.maybe":          `PGRST100 "failed to parse filter (is.maybe)" (line 1, column 4)`,
		"a=in.1,2":            `PGRST100 "failed to parse filter (in.1,2)" (line 1, column 4)`,
		"a=in.(1,2)x":         `PGRST100 "failed to parse filter (in.(1,2)x)" (line 1, column 9)`,
		"a=in.(1":             `PGRST100 "failed to parse filter (in.(1)" (line 1, column 6)`,
		"a=fts.x":             "PGRST127",
		"a=eq(any).{1}":       "PGRST127",
		"a->b=eq.1":           "PGRST127",
		"b.a=eq.1":            "PGRST108",
		"=eq.1":               "PGRST100",
		"a=eq.%zz":            "PGRST100",
		"or=(a.eq.1":          "PGRST100",
		"or=(a.eq.1)x":        "PGRST100",
		"or=()":               "PGRST100",
		"and=(xor(a.eq.1))":   "PGRST100",
		"order=a.up":          `PGRST100 "failed to parse order (a.up)" (line 1, column 3)`,
		"order=a(b)":          "PGRST127",
		"order=a&order=b":     "PGRST100",
		"select=a,":           "PGRST100",
		"select=a(b)":         "PGRST127",
		"select=...a(b)":      "PGRST127",
		"select=a!inner(b)":   "PGRST127",
		"select=a->b":         "PGRST127",
		"select=count()":      "PGRST123",
		"select=a.sum()":      "PGRST123",
		"select=a::":          `PGRST100 "failed to parse select parameter (a::)" (line 1, column 4)`,
		`select="a`:           "PGRST100",
		"limit=ten":           "PGRST100",
		"limit=-1":            "PGRST103",
		"limit=1&limit=2":     "PGRST100",
		"columns=a":           "PGRST127",
		"on_conflict=a":       "PGRST127",
		"or=" + deep(depth+1): "PGRST100",
	} {
		_, err := parseParameters(raw)
		require.NotNil(t, err, raw)
		require.True(t, strings.HasPrefix(err.Code+" "+err.Message, want), "%s: %s %s", raw, err.Code, err.Message)
	}
	_, err := parseParameters("or=" + deep(depth))
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
	require.Equal(t, "return=minimal, count=exact", p.echo(true))
	require.Equal(t, "count=exact", p.echo(false))
	require.Equal(t, query.Nothing, p.rows(query.Insert))
	for header, want := range map[string]string{
		"handling=strict, respond-async": "PGRST122",
		"resolution=merge-duplicates":    "PGRST127",
		"count=planned":                  "PGRST127",
		"tx=rollback":                    "PGRST127",
		"max-affected=1":                 "PGRST127",
	} {
		_, err := parsePreferences([]string{header})
		require.NotNil(t, err, header)
		require.Equal(t, want, err.Code, header)
	}
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"application/json":                  "array",
		"*/*":                               "array",
		"application/vnd.pgrst.object+json": "object",
		"text/html, application/vnd.pgrst.object+json;q=.5":              "object",
		"application/vnd.pgrst.object+json;q=0.5,application/json;q=0.9": "array",
		"text/csv": "PGRST107",
		"application/vnd.pgrst.object+json;nulls=stripped": "PGRST107",
		"application/json;q=0":                             "PGRST107",
	} {
		single, err := accepts([]string{header})
		got := map[bool]string{true: "object", false: "array"}[single]
		if err != nil {
			got = err.Code
		}
		require.Equal(t, want, got, header)
	}
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
		p, err := parseParameters(c.parameters)
		require.Nil(t, err)
		r := &http.Request{Method: http.MethodGet, Header: http.Header{"Range": {c.header}}}
		got, err := window(p.window, r, c.most)
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
