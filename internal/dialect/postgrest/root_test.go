package postgrest_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

// document is what these tests look at of the description.
type document struct {
	Swagger, Host, BasePath string
	Info                    struct{ Title, Description string }
	Paths                   map[string]map[string]struct{ Summary string }
	Definitions             map[string]struct {
		Description string
		Required    []string
		Properties  map[string]map[string]any
	}
}

func (s *shop) document(t *testing.T, who string) (d document) {
	t.Helper()
	a := s.send(who, "GET /", "")
	require.Equal(t, 200, a.Status, a.Body)
	require.Equal(t, "application/openapi+json; charset=utf-8", a.Header.Get("Content-Type"))
	require.NoError(t, json.Unmarshal([]byte(a.Body), &d))
	return d
}

func TestRoot(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, functions)
	s.exec(t, `comment on schema library is E'Library API\nWhat is on the shelves.'; comment on table library.books is E'Books\nAll of them.';
		comment on column library.books.title is 'As printed.'; comment on function library.add is 'Adds.';
		revoke execute on function library.writes from public, anon`)
	s.project.URL = "https://api.example/p/x/rest/v1"
	d := s.document(t, "anon")
	require.Equal(t, "2.0 api.example /p/x/rest/v1 Library API What is on the shelves.", d.Swagger+" "+d.Host+" "+d.BasePath+" "+d.Info.Title+" "+d.Info.Description)
	books := d.Definitions["books"]
	require.Equal(t, "Books\nAll of them.", books.Description)
	require.Equal(t, []string{"id", "title"}, books.Required)
	require.Equal(t, map[string]any{"format": "integer", "type": "integer", "description": "Note:\nThis is a Primary Key.<pk/>"}, books.Properties["id"])
	require.Equal(t, map[string]any{"format": "text", "type": "string", "description": "As printed."}, books.Properties["title"])
	require.Equal(t, "Note:\nThis is a Foreign Key to `shelves.id`.<fk table='shelves' column='id'/>", books.Properties["shelf_id"]["description"])
	require.Equal(t, map[string]any{"format": "text[]", "type": "array", "items": map[string]any{"type": "string"}}, books.Properties["tags"])
	require.Equal(t, "Books", d.Paths["/books"]["get"].Summary)
	require.NotContains(t, d.Paths["/books"], "post", "anon may only read")
	require.Contains(t, d.Paths["/rpc/add"], "get")
	require.Equal(t, "Adds.", d.Paths["/rpc/add"]["post"].Summary)
	require.NotContains(t, d.Paths, "/rpc/writes")
	require.Contains(t, s.document(t, "alice").Paths["/books"], "delete")

	s.project.OpenAPI = "ignore-privileges"
	require.Contains(t, s.document(t, "anon").Paths["/books"], "delete")
	require.Equal(t, 406, s.send("anon", "GET /", "", "Accept: text/csv").Status)
	require.Equal(t, 405, s.send("anon", "POST /", "").Status)
	require.Empty(t, s.send("anon", "HEAD /", "").Body)
	s.project.OpenAPI = "disabled"
	a := s.send("anon", "GET /", "")
	require.Equal(t, 404, a.Status)
	require.JSONEq(t, `{"code":"PGRST126","message":"Root endpoint metadata is disabled","details":null,"hint":null}`, a.Body)
	s.project.RootSpec = "empty_json"
	require.Equal(t, "null", s.send("anon", "GET /", "").Body)
}

// TestRepresentations holds that a domain's casts shape what is read, compared and written.
func TestRepresentations(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, `create domain library.color as int;
		create function library.json(library.color) returns json language sql immutable as $$ select to_json('#' || lpad(upper(to_hex($1)), 6, '0')) $$;
		create function library.color(json) returns library.color language sql immutable as $$ select library.color($1 #>> '{}') $$;
		create function library.color(text) returns library.color language sql immutable as $$ select (('x' || lpad(trim(leading '#' from $1), 8, '0'))::bit(32)::int)::library.color $$;
		create cast (library.color as json) with function library.json(library.color) as implicit;
		create cast (json as library.color) with function library.color(json) as implicit;
		create cast (text as library.color) with function library.color(text) as implicit;
		create table library.paints (id int primary key, color library.color, name text);
		insert into library.paints values (1, 255, 'blue'); grant all on library.paints to authenticated; grant select on library.paints to anon;
		alter function library.color(json) set search_path = library`)
	s.gives(t, [][2]string{
		{"/paints", `[{"id":1,"color":"#0000FF","name":"blue"}]`},
		{"/paints?select=color&color=eq.%230000ff", `[{"color":"#0000FF"}]`},
		{"/paints?select=id&color=in.(%230000ff,000001)", `[{"id":1}]`},
	})
	a := s.send("alice", "POST /paints?select=id,color", `[{"id":2,"color":"#00ff00"},{"id":3,"color":"#ff0000"}]`, representation)
	require.Equal(t, rows(`{"id":2,"color":"#00FF00"}`, `{"id":3,"color":"#FF0000"}`), a.Body)
	a = s.send("alice", "PATCH /paints?id=eq.2", `{"color":"#000001"}`, representation)
	require.Equal(t, `[{"id":2,"color":"#000001","name":null}]`, a.Body)
}

// TestLimitsOfRoles holds that a role's own statement_timeout counts.
func TestLimitsOfRoles(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, functions)
	s.exec(t, `create function library.limit_now() returns text language sql stable as $$ select current_setting('statement_timeout') $$`)
	require.Equal(t, `"1s"`, s.send("anon", "GET /rpc/limit_now", "").Body)
	s.exec(t, `do $$ begin execute format('alter role anon in database %I set statement_timeout = ''250ms''', current_database()); end $$`)
	s.engine.InvalidateAll()
	require.Equal(t, `"250ms"`, s.send("anon", "GET /rpc/limit_now", "").Body)
	require.Equal(t, `"1s"`, s.send("alice", "GET /rpc/limit_now", "").Body)
}

// TestUnusualRelations are those that aren't plain tables.
func TestUnusualRelations(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, `create table library.logs (id int, at date, shelf int references library.shelves, primary key (id, at)) partition by range (at);
		create table library.logs_1 partition of library.logs for values from ('2026-01-01') to ('2027-01-01');
		insert into library.logs values (1, '2026-05-05', 1);
		create materialized view library.rooms as select id as shelf_id, room from library.shelves;
		create table library."Odd Table" ("The Id" int primary key, "a.b" text, "c""d" int references library.shelves);
		insert into library."Odd Table" values (1, 'x', 2);
		create table library.none (); insert into library.none default values;
		grant select on all tables in schema library to anon`)
	s.gives(t, [][2]string{
		{"/logs?select=id,shelves(room)", `[{"id":1,"shelves":{"room":"hall"}}]`},
		{"/shelves?select=id,logs(at)&id=eq.1", `[{"id":1,"logs":[{"at":"2026-05-05"}]}]`},
		{"/rooms?select=room,books(id)&books.order=id&shelf_id=eq.1", `[{"room":"hall","books":[{"id":1}, ` + "\n" + ` {"id":3}]}]`},
		{"/Odd%20Table?select=%22The%20Id%22,%22a.b%22,shelves(room)&%22a.b%22=eq.x", `[{"The Id":1,"a.b":"x","shelves":{"room":"attic"}}]`},
		{"/none", `[{}]`},
	})
}
