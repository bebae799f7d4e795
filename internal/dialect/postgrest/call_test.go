package postgrest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const functions = `
create function library.add(a int, b int default 10) returns int language sql immutable as 'select a + b';
create function library.nothing(note text) returns void language plpgsql volatile as $$ begin perform set_config('response.headers', json_build_array(json_build_object('X-Note', note))::text, true); end $$;
create function library.find_books(low numeric default 0) returns setof library.books language sql stable as 'select * from library.books where price >= low';
create function library.one_book(id int) returns library.books language sql stable as 'select * from library.books b where b.id = $1';
create function library.pairs() returns table (l int, r text) language sql stable as $$ values (1, 'x'), (2, 'y') $$;
create function library.out_one(n int, out plus int) language sql immutable as 'select n + 1';
create function library.names() returns setof text language sql stable as 'select name from library.authors order by id';
create function library.total(variadic v int[]) returns bigint language sql immutable as 'select sum(x) from unnest(v) x';
create function library.lengths(v text[]) returns int language sql immutable as 'select cardinality(v)';
create function library.raw_json(json) returns json language sql immutable as 'select $1';
create function library.raw_text(text) returns text language sql immutable as 'select upper($1)';
create function library.raw_xml(xml) returns xml language sql immutable as 'select $1';
create function library.raw_bytes(bytea) returns int language sql immutable as 'select length($1)';
create function library.over(a int) returns text language sql immutable as $$ select 'int' $$;
create function library.over(b text) returns text language sql immutable as $$ select 'b' $$;
create function library.over(a int, b int) returns text language sql immutable as $$ select 'both' $$;
create function library.twice(a int) returns text language sql immutable as $$ select 'int' $$;
create function library.twice(a text) returns text language sql immutable as $$ select 'text' $$;
create function library.writes() returns int language sql volatile as $$ insert into library.shelves values (77, 'made') returning id $$;
create function library.sly() returns int language sql stable as $$ select count(*)::int from library.shelves $$;
create function library.who() returns text language sql stable as $$ select current_role || ' ' || current_setting('transaction_read_only') || ' ' || current_setting('request.method') $$;
create function library.who_writes() returns text language sql volatile as $$ select current_setting('transaction_read_only') || ' ' || current_setting('transaction_isolation') $$ set default_transaction_isolation = 'serializable';
create function library.empty_json() returns jsonb language sql stable as 'select null::jsonb';
create function library.fail(kind text) returns void language plpgsql as $$ begin
  if kind = 'full' then raise sqlstate 'PGRST' using message = '{"code":"123","message":"Payment Required","details":"Quota exceeded","hint":"Upgrade your plan"}',
    detail = '{"status":402,"headers":{"X-Powered-By":"Nerds"}}';
  else raise sqlstate 'PGRST' using message = 'INVALID', detail = '{"status":332,"headers":{}}'; end if; end $$;
create domain library."text/html" as text; create domain library."image/x" as bytea;
create function library.page() returns library."text/html" language sql stable as $$ select '<p>hi</p>' $$;
create function library.image() returns library."image/x" language sql stable as $$ select '\x0001ff'::bytea $$;
create function library.stall() returns void language sql as 'select pg_sleep(2)' set statement_timeout = '50ms';
grant execute on all functions in schema library to anon, authenticated, authenticator;
`

func TestCalls(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, functions)
	text := func(media string) []string { return []string{"Content-Type: " + media} }
	for _, c := range []struct {
		line, body string
		headers    []string
		status     int
		want       string
	}{
		{"POST /rpc/add", `{"a":1}`, nil, 200, `11`},
		{"POST /rpc/add", `{"b":1,"a":1}`, nil, 200, `2`},
		{"GET /rpc/add?a=5", ``, nil, 200, `15`},
		{"POST /rpc/add", `a=1&b=4`, text("application/x-www-form-urlencoded"), 200, `5`},
		{"POST /rpc/nothing", `{"note":"x"}`, nil, 204, ``},
		{"GET /rpc/find_books?low=5&select=id,shelves(room)&order=id.desc&limit=1", ``, nil, 200, `[{"id":4,"shelves":null}]`},
		{"POST /rpc/find_books?select=id,shout&id=lt.3&order=id", `{}`, nil, 200, rows(`{"id":1,"shout":"ALPHA!"}`, `{"id":2,"shout":"BETA!"}`)},
		{"GET /rpc/find_books?low=0&select=id&price=gt.9&order=id", ``, nil, 200, rows(`{"id":1}`, `{"id":4}`)},
		{"GET /rpc/find_books?select=id,siblings(id)&id=eq.1", ``, nil, 200, `[{"id":1,"siblings":[{"id":2}]}]`},
		{"GET /rpc/find_books?select=price.sum()", ``, nil, 200, `[{"sum":41}]`},
		{"GET /rpc/one_book?id=2&select=title", ``, nil, 200, `{"title":"Beta"}`},
		{"POST /rpc/one_book?select=title,authors!author_id(name)", `{"id":2}`, nil, 200, `{"title":"Beta","authors":{"name":"Ada"}}`},
		{"GET /rpc/pairs?order=l.desc&select=r", ``, nil, 200, rows(`{"r":"y"}`, `{"r":"x"}`)},
		{"GET /rpc/pairs?l=eq.1", ``, []string{object}, 200, `{"l":1,"r":"x"}`},
		{"GET /rpc/out_one?n=1", ``, nil, 200, `{"plus":2}`},
		{"POST /rpc/names", ``, nil, 200, "[\"Ada\", \"Bo\", \"Cy\"]"},
		{"GET /rpc/names?limit=1&offset=1", ``, nil, 200, "[\"Bo\"]"},
		{"GET /rpc/total?v=1&v=2&v=3", ``, nil, 200, `6`},
		{"POST /rpc/total", `{"v":[4,5]}`, nil, 200, `9`},
		{"GET /rpc/lengths?v=%7Ba,b%7D", ``, nil, 200, `2`},
		{"POST /rpc/lengths", `{"v":["a"]}`, nil, 200, `1`},
		{"POST /rpc/raw_json", `[1, {"a":2}]`, nil, 200, `[1, {"a":2}]`},
		{"POST /rpc/raw_json", `{"a":2}`, nil, 200, `{"a":2}`},
		{"POST /rpc/raw_text", `abc`, text("text/plain"), 200, `"ABC"`},
		{"POST /rpc/raw_xml", `<a/>`, text("text/xml"), 200, `"<a/>"`},
		{"POST /rpc/raw_bytes", "\x00\xffx", text("application/octet-stream"), 200, `3`},
		{"GET /rpc/over?a=1", ``, nil, 200, `"int"`},
		{"GET /rpc/over?b=1&a=2", ``, nil, 200, `"both"`},
		{"GET /rpc/who", ``, nil, 200, `"anon on GET"`},
		{"POST /rpc/who", ``, nil, 200, `"anon on POST"`},
		{"POST /rpc/who_writes", ``, nil, 200, `"off serializable"`},
		{"GET /rpc/empty_json", ``, nil, 200, `null`},
		{"GET /rpc/page", ``, []string{"Accept: text/html"}, 200, `<p>hi</p>`},
		{"GET /rpc/page", ``, nil, 200, `<p>hi</p>`},
		{"GET /rpc/page", ``, []string{"Accept: application/json"}, 200, `"<p>hi</p>"`},
		{"GET /rpc/image", ``, []string{"Accept: image/x"}, 200, "\x00\x01\xff"},
		{"GET /rpc/pairs", ``, []string{"Accept: text/csv"}, 200, "l,r\n1,x\n2,y"},
		{"GET /rpc/add?a=1", ``, []string{"Accept: text/csv"}, 200, "add\n11"},
		{"GET /rpc/names", ``, []string{"Accept: text/csv"}, 200, "names\nAda\nBo\nCy"},
		{"POST /rpc/raw_json", `{"a":null,"b":1}`, []string{"Accept: application/vnd.pgrst.object+json;nulls=stripped"}, 200, `{"b":1}`},
		{"GET /rpc/add?a=1", ``, []string{counted}, 200, `11`},
		{"HEAD /rpc/add?a=1", ``, nil, 200, ``},
		{"HEAD /rpc/pairs", ``, nil, 200, ""},
	} {
		a := s.send("anon", c.line, c.body, c.headers...)
		require.Equal(t, c.status, a.Status, "%s: %s", c.line, a.Body)
		require.Equal(t, c.want, a.Body, c.line)
	}
	require.Equal(t, "x", s.send("anon", "POST /rpc/nothing", `{"note":"x"}`).Header.Get("X-Note"))
	require.Equal(t, "text/html", s.send("anon", "GET /rpc/page", "").Header.Get("Content-Type"))
	a := s.send("anon", "GET /rpc/find_books?select=id,shout&order=id&limit=2", "", counted)
	require.Equal(t, 206, a.Status, a.Body)
	require.Equal(t, "0-1/4", a.Header.Get("Content-Range"))
	require.Equal(t, rows(`{"id":1,"shout":"ALPHA!"}`, `{"id":2,"shout":"BETA!"}`), a.Body)
}

func TestCallsRefused(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, functions)
	for _, c := range []struct {
		line, body string
		headers    []string
		status     int
		want       string
	}{
		{"GET /rpc/ad", ``, nil, 404, `{"code":"PGRST202","message":"Could not find the function library.ad without parameters in the schema cache",
			"details":"Searched for the function library.ad without parameters, but no matches were found in the schema cache.","hint":null}`},
		{"POST /rpc/add", `{"c":1}`, nil, 404, `{"code":"PGRST202","message":"Could not find the function library.add(c) in the schema cache",
			"details":"Searched for the function library.add with parameter c or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.",
			"hint":"Perhaps you meant to call the function library.add(a, b)"}`},
		{"GET /rpc/add?c=1&b=1", ``, nil, 404, `{"code":"PGRST202","message":"Could not find the function library.add(b, c) in the schema cache",
			"details":"Searched for the function library.add with parameters b, c, but no matches were found in the schema cache.",
			"hint":"Perhaps you meant to call the function library.add(a, b)"}`},
		{"GET /rpc/twice?a=1", ``, nil, 300, `{"code":"PGRST203","message":"Could not choose the best candidate function between: library.twice(a => integer), library.twice(a => text)",
			"details":null,"hint":"Try renaming the parameters or the function itself in the database so function overloading can be resolved"}`},
		{"GET /rpc/writes", ``, nil, 405, `{"code":"25006","message":"cannot execute INSERT in a read-only transaction","details":null,"hint":null}`},
		{"POST /rpc/raw_text", `x`, []string{"Content-Type: image/png"}, 400, `{"code":"PGRST102","message":"Content-Type not acceptable: image/png","details":null,"hint":null}`},
		{"POST /rpc/add", `{"a":`, nil, 400, `{"code":"PGRST102","message":"Empty or invalid json","details":null,"hint":null}`},
		{"POST /rpc/add", `{"a":"x"}`, nil, 400, `{"code":"22P02","message":"invalid input syntax for type integer: \"x\"","details":null,"hint":null}`},
		{"POST /rpc/add", `{"a":1}`, []string{"Prefer: handling=strict, max-affected=1"}, 400, `{"code":"PGRST128","message":"Function must return SETOF or TABLE when max-affected preference is used with handling=strict","details":null,"hint":null}`},
		{"POST /rpc/names", ``, []string{"Prefer: handling=strict, max-affected=1"}, 400, `{"code":"PGRST124","message":"Query result exceeds max-affected preference constraint","details":"The query affects 3 rows","hint":null}`},
		{"GET /rpc/add?a=1", ``, []string{"Accept: text/html"}, 406, `{"code":"PGRST107","message":"None of these media types are available: text/html","details":null,"hint":null}`},
		{"POST /rpc/fail", `{"kind":"full"}`, nil, 402, `{"code":"123","message":"Payment Required","details":"Quota exceeded","hint":"Upgrade your plan"}`},
		{"POST /rpc/fail", `{"kind":"x"}`, nil, 500, `{"code":"PGRST121","message":"Could not parse JSON in the \"RAISE SQLSTATE 'PGRST'\" error","details":"Invalid JSON value for MESSAGE: 'INVALID'",
			"hint":"MESSAGE must be a JSON object with obligatory keys: 'code', 'message' and optional keys: 'details', 'hint'."}`},
		{"POST /rpc/stall", ``, nil, 500, `{"code":"57014","message":"canceling statement due to statement timeout","details":null,"hint":null}`},
		{"GET /rpc/add?a=1&x=eq.1", ``, nil, 400, `{"code":"42703","message":"column add.x does not exist","details":null,"hint":null}`},
		{"DELETE /rpc/add", ``, nil, 405, `{"code":"PGRST101","message":"Cannot use the DELETE method on RPC","details":null,"hint":null}`},
	} {
		a := s.send("anon", c.line, c.body, c.headers...)
		require.Equal(t, c.status, a.Status, "%s: %s", c.line, a.Body)
		require.JSONEq(t, c.want, a.Body, c.line)
	}
	a := s.send("anon", "POST /rpc/fail", `{"kind":"full"}`)
	require.Equal(t, "Nerds", a.Header.Get("X-Powered-By"))
	a = s.send("service", "POST /rpc/pg_sleep", `{"seconds":1}`)
	require.Equal(t, 404, a.Status, "functions of other schemas don't exist")
	s.exec(t, "revoke execute on function library.add from public, anon")
	a = s.send("anon", "GET /rpc/add?a=1", "")
	require.Equal(t, 401, a.Status)
	require.Contains(t, a.Body, "permission denied for function add")
}

func TestPreRequest(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, `create function library.guard() returns void language plpgsql as $$ begin
		if current_setting('request.headers')::json ->> 'x-let' is null then raise sqlstate 'PT451' using message = 'Not here'; end if;
		perform set_config('response.headers', '[{"X-Guard": "on"}]', true); end $$`)
	s.project.PreRequest = `"library"."guard"`
	require.Equal(t, 451, s.send("anon", "GET /books", "").Status)
	a := s.send("anon", "GET /books?select=id&id=eq.1", "", "X-Let: me")
	require.Equal(t, `[{"id":1}]`, a.Body)
	require.Equal(t, "on", a.Header.Get("X-Guard"))
}

func TestOptions(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, functions)
	s.exec(t, "create view library.sums as select sum(price) from library.books")
	for path, want := range map[string]string{
		"/":              "OPTIONS,GET,HEAD",
		"/books":         "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE",
		"/sums":          "OPTIONS,GET,HEAD",
		"/rpc/add":       "OPTIONS,GET,HEAD,POST",
		"/rpc/writes":    "OPTIONS,POST",
		"/novels":        "OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE",
		"/missing_thing": "",
	} {
		a := s.send("anon", "OPTIONS "+path, "")
		require.Equal(t, want, a.Header.Get("Allow"), path)
		require.Equal(t, map[bool]int{true: 200, false: 404}[want != ""], a.Status)
	}
}

// TestMediaOfAggregates are media types that SQL makes of rows.
func TestMediaOfAggregates(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, `create domain library."text/vnd.list" as text; create domain library."application/x-count" as bytea; create domain library."*/*" as text;
		create function library.line(state library."text/vnd.list", b library.shelves) returns library."text/vnd.list" language sql immutable as
		  $$ select (state || '- ' || b.room || chr(10))::library."text/vnd.list" $$;
		create aggregate library.lines(library.shelves) (sfunc = library.line, stype = library."text/vnd.list", initcond = '');
		create function library.tick(state library."application/x-count", anyelement) returns library."application/x-count" language sql immutable as
		  $$ select (state || '\x01'::bytea)::library."application/x-count" $$;
		create aggregate library.ticks(anyelement) (sfunc = library.tick, stype = library."application/x-count", initcond = '');
		create function library.any(state library."*/*", library.genres) returns library."*/*" language plpgsql as
		  $$ begin perform set_config('response.headers', '[{"Content-Type": "text/odd"}]', true); return 'odd'; end $$;
		create aggregate library.anything(library.genres) (sfunc = library.any, stype = library."*/*", initcond = '');
		create function library.all_shelves() returns setof library.shelves language sql stable as 'select * from library.shelves'`)
	for _, c := range []struct{ line, accept, content, body string }{
		{"GET /shelves?order=id", "text/vnd.list", "text/vnd.list", "- hall\n- attic\n"},
		{"GET /rpc/all_shelves?id=eq.2", "text/vnd.list", "text/vnd.list", "- attic\n"},
		{"GET /authors", "application/x-count", "application/x-count", "\x01\x01\x01"},
		{"GET /genres", "text/odd", "text/odd", "odd"},
		{"GET /genres?select=id&id=eq.1", "application/json", "application/json; charset=utf-8", `[{"id":1}]`},
	} {
		a := s.send("anon", c.line, "", "Accept: "+c.accept)
		require.Equal(t, 200, a.Status, a.Body)
		require.Equal(t, c.content, a.Header.Get("Content-Type"))
		require.Equal(t, c.body, a.Body)
	}
	require.Equal(t, 406, s.send("anon", "GET /authors", "", "Accept: text/vnd.list").Status)
}
