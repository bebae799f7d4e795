package postgrest_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rows joins objects as Postgres writes an array of them.
func rows(objects ...string) string { return "[" + strings.Join(objects, ", \n ") + "]" }

func TestPathsSearchesAndQuantifiers(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.gives(t, [][2]string{
		{"/books?select=data->a->b->0,leaf:data->a->b->>2&id=eq.1", `[{"b":1,"leaf":"x"}]`},
		{"/books?select=data->>n,tags->0&id=eq.1", `[{"n":"5","tags":"x"}]`},
		{"/books?select=n:data->n::int&id=eq.1", `[{"n":5}]`},
		{"/books?select=id&data->a->b->>0=eq.3", `[{"id":2}]`},
		{"/books?select=id&data->n=gt.5", `[{"id":2}]`},
		{"/books?select=id&data->>n=in.(5,7)&order=data->n.desc", rows(`{"id":2}`, `{"id":1}`)},
		{"/books?select=id&or=(data->>n.eq.5,title.eq.Delta)&order=id", rows(`{"id":1}`, `{"id":4}`)},
		{"/books?select=id&words=fts(english).cat", `[{"id":1}]`},
		{"/books?select=id&words=not.fts(english).cat&words=not.is.null", `[{"id":2}]`},
		{"/books?select=id&words=plfts(english).running+cats", `[{"id":1}]`},
		{"/books?select=id&words=phfts(english).running+cats", `[{"id":1}]`},
		{"/books?select=id&title=wfts.gamma", `[{"id":3}]`},
		{"/books?select=id&or=(title.fts(english).delta,title.wfts.gamma)&order=id", rows(`{"id":3}`, `{"id":4}`)},
		{"/books?select=id&title=like(any).{A*,B*}&order=id", rows(`{"id":1}`, `{"id":2}`)},
		{"/books?select=id&title=ilike(all).{*a,*e*}&order=id", rows(`{"id":2}`, `{"id":4}`)},
		{"/books?select=id&id=gt(all).{2,3}", `[{"id":4}]`},
		{"/books?select=id&id=eq(any).{2,3}&order=id", rows(`{"id":2}`, `{"id":3}`)},
		{"/books?select=id&title=match(any).{^A,^B}&order=id.desc", rows(`{"id":2}`, `{"id":1}`)},
		{"/books?select=id&price=not.isdistinct.10", `[{"id":1}]`},
		{"/books?select=%22id%22&%22title%22=eq.Beta", `[{"id":2}]`},
	})
}

func TestAggregates(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.gives(t, [][2]string{
		{"/books?select=price.sum()", `[{"sum":41}]`},
		{"/books?select=count()", `[{"count":4}]`},
		{"/books?select=id.count(),author_id&order=author_id", rows(`{"count":2,"author_id":1}`, `{"count":1,"author_id":2}`, `{"count":1,"author_id":null}`)},
		{"/books?select=shelf_id,most:price.max(),least:price.min()::text&order=shelf_id&shelf_id=not.is.null",
			rows(`{"shelf_id":1,"most":10,"least":"7"}`, `{"shelf_id":2,"most":4,"least":"4"}`)},
		{"/books?select=price::text.max()", `[{"max":"7"}]`},
		{"/shelves?select=room,books(price.avg()::int)&order=id", rows(`{"room":"hall","books":[{"avg":9}]}`, `{"room":"attic","books":[{"avg":4}]}`)},
		{"/books?select=...shelves(room),price.sum()&shelf_id=eq.1", `[{"room":"hall","sum":17}]`},
		{"/books?select=shelf_id,...authors!author_id(id.max())&shelf_id=eq.1", `[{"shelf_id":1,"max":2}]`},
		{"/books?select=shelves(room),count()&shelf_id=eq.1", `[{"shelves":{"room": "hall"},"count":2}]`},
	})
	a := s.send("anon", "GET /books?select=author_id,count()", "", counted, "Range: 0-0")
	require.Equal(t, 206, a.Status, a.Body)
	s.project.Aggregates = false
	a = s.send("anon", "GET /books?select=price.sum()", "")
	require.Equal(t, 400, a.Status)
	require.JSONEq(t, `{"code":"PGRST123","message":"Use of aggregate functions is not allowed","details":null,"hint":null}`, a.Body)
	s.gives(t, [][2]string{{"/shelves?select=books(count)&id=eq.1", `[{"books":[{"count":2}]}]`}})
}

func TestForms(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	for _, c := range []struct{ line, accept, content, body string }{
		{"GET /authors?order=id&limit=2", "text/csv", "text/csv; charset=utf-8", "id,name,mentor\n1,Ada,\n2,Bo,1"},
		{"GET /authors?select=n:name,profiles(bio)&id=eq.1", "text/csv", "text/csv; charset=utf-8", "n,profiles\nAda,\"{\"\"bio\"\":\"\"first\"\"}\""},
		{"GET /authors?id=eq.9", "text/csv", "text/csv; charset=utf-8", "\n"},
		{"GET /authors?id=eq.1", "application/vnd.pgrst.array+json;nulls=stripped", "application/vnd.pgrst.array+json;nulls=stripped; charset=utf-8", `[{"id":1,"name":"Ada"}]`},
		{"GET /authors?id=eq.1", "application/vnd.pgrst.object+json;nulls=stripped", "application/vnd.pgrst.object+json;nulls=stripped; charset=utf-8", `{"id":1,"name":"Ada"}`},
		{"GET /shelves?id=eq.1", "application/vnd.pgrst.object+json", "application/vnd.pgrst.object+json; charset=utf-8", `{"id":1,"room":"hall"}`},
	} {
		a := s.send("anon", c.line, "", "Accept: "+c.accept)
		require.Equal(t, 200, a.Status, a.Body)
		require.Equal(t, c.content, a.Header.Get("Content-Type"))
		require.Equal(t, c.body, a.Body)
	}
	s.project.Plans = true
	a := s.send("anon", "GET /shelves?id=eq.1", "", "Accept: application/vnd.pgrst.plan+json")
	require.Equal(t, 200, a.Status, a.Body)
	require.Equal(t, `application/vnd.pgrst.plan+json; for="application/json"; charset=utf-8`, a.Header.Get("Content-Type"))
	require.Contains(t, a.Body, `"Plan"`)
	a = s.send("anon", "GET /shelves?id=eq.1", "", "Accept: application/vnd.pgrst.plan; options=analyze|verbose")
	require.Equal(t, `application/vnd.pgrst.plan+text; for="application/json"; options=analyze|verbose; charset=utf-8`, a.Header.Get("Content-Type"))
	require.Contains(t, a.Body, "actual time=")
	a = s.send("alice", "DELETE /book_genres", "", "Accept: application/vnd.pgrst.plan; options=analyze")
	require.Equal(t, 200, a.Status, a.Body)
	require.Equal(t, "*/3", s.send("anon", "HEAD /book_genres?limit=0", "", counted).Header.Get("Content-Range"), "a plan changes nothing")
}

func TestCounts(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.exec(t, "create table library.many as select n as id from generate_series(1, 300) n; grant select on library.many to anon; analyze library.many")
	s.project.MaxRows = 100
	for prefer, want := range map[string]string{
		"exact": "0-1/300", "planned": "0-1/300", "estimated": "0-1/300",
	} {
		a := s.send("anon", "GET /many?limit=2", "", "Prefer: count="+prefer)
		require.Equal(t, 206, a.Status, a.Body)
		require.Equal(t, want, a.Header.Get("Content-Range"), prefer)
		require.Equal(t, "count="+prefer, a.Header.Get("Preference-Applied"))
	}
	a := s.send("anon", "GET /many?id=lt.5&limit=2", "", "Prefer: count=estimated")
	require.Equal(t, "0-1/4", a.Header.Get("Content-Range"))
	a = s.send("anon", "GET /many?id=lt.5", "", "Prefer: count=planned")
	require.Regexp(t, `^0-3/\d$`, a.Header.Get("Content-Range"))
	s.exec(t, "create function library.some() returns setof library.many language sql stable as 'select * from library.many limit 150'")
	s.engine.InvalidateAll()
	for _, prefer := range []string{"exact", "planned", "estimated"} {
		a = s.send("anon", "GET /rpc/some?limit=2&order=id", "", "Prefer: count="+prefer)
		require.Equal(t, "0-1/150", a.Header.Get("Content-Range"), a.Body)
	}
	s.project.MaxRows = 0
	require.Equal(t, "0-1/300", s.send("anon", "GET /many?limit=2", "", "Prefer: count=estimated").Header.Get("Content-Range"))
	a = s.send("anon", "GET /shelves?select=books(id,genres!inner())&books.id=in.(1,3)&id=eq.1", "", counted)
	require.Equal(t, "0-0/1", a.Header.Get("Content-Range"), a.Body)
}

func TestSchemasByProfile(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	a := s.send("anon", "GET /news?select=id&limit=1&order=id", "", "Accept-Profile: public")
	require.Equal(t, `[{"id":1}]`, a.Body)
	require.Equal(t, "public", a.Header.Get("Content-Profile"))
	require.Equal(t, "library", s.send("anon", "GET /books?select=id", "").Header.Get("Content-Profile"))
	require.Equal(t, 404, s.send("anon", "GET /news", "").Status)
	a = s.send("alice", "POST /bare", `{"note":"x"}`, "Content-Profile: public", representation)
	require.Equal(t, 201, a.Status, a.Body)
	a = s.send("anon", "GET /books", "", "Accept-Profile: auth")
	require.Equal(t, 406, a.Status)
	require.JSONEq(t, `{"code":"PGRST106","message":"Invalid schema: auth","details":null,"hint":"Only the following schemas are exposed: library, public"}`, a.Body)
}

func TestEmbeddingRefused(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	for _, c := range []struct {
		line   string
		status int
		want   string
	}{
		{"GET /books?select=authors(name)", 300, `{"code":"PGRST201","details":[
			{"cardinality":"many-to-one","embedding":"books with authors","relationship":"books_author_id_fkey using books(author_id) and authors(id)"},
			{"cardinality":"many-to-one","embedding":"books with authors","relationship":"books_editor_id_fkey using books(editor_id) and authors(id)"}],
			"hint":"Try changing 'authors' to one of the following: 'authors!books_author_id_fkey', 'authors!books_editor_id_fkey'. Find the desired relationship in the 'details' key.",
			"message":"Could not embed because more than one relationship was found for 'books' and 'authors'"}`},
		{"GET /books?select=profiles(bio)", 400, `{"code":"PGRST200","details":"Searched for a foreign key relationship between 'books' and 'profiles' in the schema 'library', but no matches were found.","hint":null,
			"message":"Could not find a relationship between 'books' and 'profiles' in the schema cache"}`},
		{"GET /books?select=shelve(room)", 400, `{"code":"PGRST200","details":"Searched for a foreign key relationship between 'books' and 'shelve' in the schema 'library', but no matches were found.",
			"hint":"Perhaps you meant 'shelves' instead of 'shelve'.","message":"Could not find a relationship between 'books' and 'shelve' in the schema cache"}`},
		{"GET /books?select=shelves!odd(room)", 400, `{"code":"PGRST200","details":"Searched for a foreign key relationship between 'books' and 'shelves' using the hint 'odd' in the schema 'library', but no matches were found.",
			"hint":null,"message":"Could not find a relationship between 'books' and 'shelves' in the schema cache"}`},
		{"GET /books?select=id,shelves()&shelves=eq.1", 400, `{"code":"PGRST120","details":"Only is null or not is null filters are allowed on embedded resources","hint":null,"message":"Bad operator on the 'shelves' embedded resource"}`},
		{"GET /books?select=id&shelves.room=eq.x", 400, `{"code":"PGRST108","details":null,"hint":"Verify that 'shelves' is included in the 'select' query parameter.","message":"'shelves' is not an embedded resource in this request"}`},
		{"GET /books?select=id&order=shelves(room)", 400, `{"code":"PGRST108","details":null,"hint":"Verify that 'shelves' is included in the 'select' query parameter.","message":"'shelves' is not an embedded resource in this request"}`},
		{"GET /shelves?select=id,books(id)&order=books(id)", 400, `{"code":"PGRST118","details":"'shelves' and 'books' do not form a many-to-one or one-to-one relationship","hint":null,"message":"A related order on 'books' is not possible"}`},
	} {
		a := s.send("anon", c.line, "")
		require.Equal(t, c.status, a.Status, a.Body)
		require.JSONEq(t, c.want, a.Body, c.line)
	}
}
