package postgrest_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestReading(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for name, c := range map[string]struct {
		line    string
		headers []string
		status  int
		span    string
		body    string
	}{
		"a page": {
			"GET /news?select=id,title:headline&id=gt.3&order=id.desc&limit=2", nil,
			200, "0-1/*", `[{"id":25,"title":"news 25"},{"id":24,"title":"news 24"}]`,
		},
		"a cast": {
			"GET /news?select=id::text,h:headline::varchar&id=eq.1", nil, 200, "0-0/*", `[{"id":"1","h":"news 1"}]`,
		},
		"a range with its total": {
			"GET /news?select=id&order=id", []string{"Range: 10-11", counted}, 206, "10-11/25", `[{"id":11},{"id":12}]`,
		},
		"all with the total":  {"GET /news?select=id&id=lte.1", []string{counted}, 200, "0-0/1", `[{"id":1}]`},
		"none":                {"GET /news?select=id&id=eq.0", nil, 200, "*/*", `[]`},
		"none of none":        {"GET /news?select=id&id=eq.0", []string{counted}, 200, "*/0", `[]`},
		"nothing of some":     {"GET /news?select=id&limit=0", []string{counted}, 206, "*/25", `[]`},
		"at the very end":     {"GET /news?select=id&offset=25", []string{counted}, 206, "*/25", `[]`},
		"one object":          {"GET /news?select=id&id=eq.7", []string{object}, 200, "0-0/*", `{"id":7}`},
		"a tree":              {"GET /news?select=id&or=(id.eq.1,and(id.gt.2,id.lt.4))&order=id", nil, 200, "0-1/*", `[{"id":1},{"id":3}]`},
		"a negated tree":      {"GET /news?select=id&not.or=(id.lt.24,id.eq.25)", nil, 200, "0-0/*", `[{"id":24}]`},
		"no rows of a policy": {"GET /news?select=id&headline=like.*2&id=in.(2,3)", nil, 200, "0-0/*", `[{"id":2}]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := s.send("anon", c.line, "", c.headers...)
			require.Equal(t, c.status, a.Status, a.Body)
			require.Equal(t, c.span, a.Header.Get("Content-Range"))
			require.JSONEq(t, c.body, a.Body)
		})
	}
}

func TestReadingWithHead(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	a := s.send("anon", "HEAD /news?select=id&limit=5", "", counted)
	require.Equal(t, answer{206, http.Header{
		"Content-Range": {"0-4/25"}, "Content-Type": {"application/json; charset=utf-8"},
		"Preference-Applied": {"count=exact"}, "Content-Location": {"/news?limit=5&select=id"}, "Vary": {"Accept, Prefer, Range"},
	}, ""}, a)
}

func TestOneObjectOrNone(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	a := s.send("anon", "GET /news?select=id", "", object)
	require.Equal(t, 406, a.Status)
	require.JSONEq(t, `{"code":"PGRST116","message":"Cannot coerce the result to a single JSON object",
		"details":"The result contains 25 rows","hint":null}`, a.Body)
	a = s.send("anon", "GET /news?select=id&offset=26", "", counted)
	require.Equal(t, 416, a.Status)
	require.Equal(t, "*/25", a.Header.Get("Content-Range"))
	require.JSONEq(t, `{"code":"PGRST103","message":"Requested range not satisfiable",
		"details":"An offset of 26 was requested, but there are only 25 rows.","hint":null}`, a.Body)
}

// TestEveryOperator compares columns of every kind with values that are text
// on the way: Postgres has to find their types.
func TestEveryOperator(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	a := s.send("alice", "POST /todos", `{"id":1,"title":"Tea, \"black\"","rank":2,"tags":["a","b"],"mood":"glad",
		"meta":{"k":1},"due":"2026-01-02T03:04:05Z","cost":9.5,"span":"[1,5)"}`)
	require.Equal(t, 201, a.Status, a.Body)
	for _, filter := range []string{
		"id=eq.1", "id=neq.2", "id=gt.0", "id=gte.1", "id=lt.2", "id=lte.1", "id=in.(1,2)", "id=not.in.(2,3)", "id=not.eq.2",
		"id=isdistinct.2", "rank=not.is.null", "rank=is.not_null", "done=is.false", "done=eq.false", "done=in.(f,t)", "done=not.is.unknown",
		"title=like.Tea*", "title=ilike.*BLACK*", "title=match.^Tea", "title=imatch.^tea", `title=in.("Tea, \"black\"",x)`,
		`title=eq.Tea, "black"`, `or=(title.eq."Tea, \"black\"",id.eq.7)`,
		"tags=cs.{a}", "tags=cd.{a,b,c}", "tags=ov.{b,x}", "tags=eq.{a,b}", "or=(tags.cs.{a,b},id.eq.7)",
		"mood=eq.glad", "mood=in.(glad,sad)", "mood=lt.sad", `meta=cs.{"k":1}`, `meta=eq.{"k":1}`,
		"due=eq.2026-01-02T03:04:05Z", "due=lt.now", "due=in.(2026-01-02T03:04:05Z)", "cost=eq.9.50", "cost=lt.1e2",
		"span=cs.[2,3]", "span=ov.[4,9]", "span=sl.[6,7]", "span=sr.[-3,0]", "span=nxr.[0,9]", "span=nxl.[0,9]", "span=adj.[5,9]",
		"user_id=eq." + s.callers["alice"].Subject, "user_id=in.(" + s.callers["alice"].Subject + ")",
	} {
		a := s.send("alice", "GET /todos?select=id&"+escape(filter), "")
		require.Equal(t, `[{"id":1}]`, a.Body, filter)
	}
	a = s.send("alice", "GET /open_todos", "")
	require.JSONEq(t, `[{"id":1,"title":"Tea, \"black\"","_r":1}]`, a.Body, "a column named like our own alias")
}

func TestGetOnlyReads(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.exec(t, `create function public.sneak() returns boolean language sql as $$ insert into public.hidden values (1) returning true $$;
		alter function public.sneak() security definer;
		create view public.trap as select public.sneak() as x; grant select on public.trap to anon`)
	a := s.send("anon", "GET /trap", "")
	require.Equal(t, 405, a.Status, a.Body)
	require.Contains(t, a.Body, `"code":"25006"`)
}

func TestRowsAreCapped(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.project.MaxRows = 3
	a := s.send("anon", "GET /news?select=id&limit=9", "", counted)
	require.Equal(t, 206, a.Status)
	require.Equal(t, "0-2/25", a.Header.Get("Content-Range"))
}
