package postgrest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// library is a schema with every kind of relationship.
const library = `
create schema library; create schema attic;
create table library.authors (id int primary key, name text not null, mentor int references library.authors);
create table library.profiles (author_id int primary key references library.authors, bio text, meta jsonb);
create table library.shelves (id int primary key, room text);
create table library.books (id int primary key, title text not null, author_id int references library.authors, editor_id int references library.authors,
  shelf_id int references library.shelves, price numeric, words tsvector, data jsonb, tags text[]);
create table library.genres (id int primary key, name text);
create table library.book_genres (book_id int references library.books, genre_id int references library.genres, primary key (book_id, genre_id));
create view library.novels with (security_invoker) as select id, title as name, author_id as writer, shelf_id from library.books where price > 5;
create function library.shout(library.books) returns text language sql stable as $$ select upper($1.title) || '!' $$;
create function library.siblings(library.books) returns setof library.books language sql stable as
  $$ select * from library.books b where b.author_id = $1.author_id and b.id <> $1.id $$;
create function library.home(library.books) returns setof library.shelves rows 1 language sql stable as
  $$ select * from library.shelves s where s.id = $1.shelf_id $$;
insert into library.authors values (1, 'Ada', null), (2, 'Bo', 1), (3, 'Cy', 1);
insert into library.profiles values (1, 'first', '{"langs": ["en", "fr"], "age": 36}'), (2, 'second', null);
insert into library.shelves values (1, 'hall'), (2, 'attic');
insert into library.books values
  (1, 'Alpha', 1, 2, 1, 10, to_tsvector('english', 'running cats'), '{"a": {"b": [1, 2, "x"]}, "n": 5}', '{x,y}'),
  (2, 'Beta', 1, null, 2, 4, to_tsvector('english', 'dogs'), '{"a": {"b": [3]}, "n": 7}', '{y}'),
  (3, 'Gamma', 2, 1, 1, 7, null, null, null),
  (4, 'Delta', null, null, null, 20, null, null, '{}');
insert into library.genres values (1, 'crime'), (2, 'love');
insert into library.book_genres values (1, 1), (1, 2), (2, 2);
grant usage on schema library to anon, authenticated, authenticator;
grant select on all tables in schema library to anon, authenticated;
grant insert, update, delete on all tables in schema library to authenticated;
grant select on all tables in schema library to authenticator;
`

// openLibrary is a shop that exposes the library, and the public schema behind it.
func openLibrary(t *testing.T) *shop {
	t.Helper()
	s := openShop(t)
	s.exec(t, library)
	s.project.Schemas = []string{"library", "public"}
	s.project.Aggregates = true
	return s
}

// gives holds lines of `path -> body`, as anon.
func (s *shop) gives(t *testing.T, lines [][2]string) {
	t.Helper()
	for _, l := range lines {
		a := s.send("anon", "GET "+l[0], "")
		require.Contains(t, []int{200, 206}, a.Status, "%s: %s", l[0], a.Body)
		require.Equal(t, l[1], a.Body, l[0])
	}
}

func TestEmbedding(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.gives(t, [][2]string{
		{"/books?select=id,authors!author_id(name)&order=id", `[{"id":1,"authors":{"name":"Ada"}}, ` + "\n" + ` {"id":2,"authors":{"name":"Ada"}}, ` + "\n" + ` {"id":3,"authors":{"name":"Bo"}}, ` + "\n" + ` {"id":4,"authors":null}]`},
		{"/books?select=writer:author_id(name)&id=eq.1", `[{"writer":{"name":"Ada"}}]`},
		{"/books?select=books_editor_id_fkey(name)&id=eq.1", `[{"books_editor_id_fkey":{"name":"Bo"}}]`},
		{"/books?select=shelves(*)&id=eq.1", `[{"shelves":{"id":1,"room":"hall"}}]`},
		{"/authors?select=name,profiles(bio)&id=eq.1", `[{"name":"Ada","profiles":{"bio":"first"}}]`},
		{"/profiles?select=authors(name)&author_id=eq.2", `[{"authors":{"name":"Bo"}}]`},
		{"/shelves?select=room,books(title)&books.order=title.desc&id=eq.1", `[{"room":"hall","books":[{"title":"Gamma"}, ` + "\n" + ` {"title":"Alpha"}]}]`},
		{"/shelves?select=room,books(title)&books.limit=1&books.offset=1&books.order=id&id=eq.1", `[{"room":"hall","books":[{"title":"Gamma"}]}]`},
		{"/shelves?select=room,books(title)&books.title=like.*eta&order=id", `[{"room":"hall","books":[]}, ` + "\n" + ` {"room":"attic","books":[{"title":"Beta"}]}]`},
		{"/shelves?select=room,books!inner(title)&books.title=like.*eta", `[{"room":"attic","books":[{"title":"Beta"}]}]`},
		{"/books?select=title,genres(name)&genres.order=name&id=eq.1", `[{"title":"Alpha","genres":[{"name":"crime"}, ` + "\n" + ` {"name":"love"}]}]`},
		{"/genres?select=name,books(title,author:author_id(name))&books.order=id&id=eq.2",
			`[{"name":"love","books":[{"title":"Alpha","author":{"name":"Ada"}}, ` + "\n" + ` {"title":"Beta","author":{"name":"Ada"}}]}]`},
		{"/genres?select=name,books!inner(authors!author_id!inner(name))&books.authors.name=eq.Bo", `[]`},
		{"/books?select=title,...authors!author_id(writer:name)&id=eq.3", `[{"title":"Gamma","writer":"Bo"}]`},
		{"/books?select=title,...authors!author_id(...profiles(bio))&id=eq.1", `[{"title":"Alpha","bio":"first"}]`},
		{"/shelves?select=room,...books(titles:title,id)&books.order=title.desc&order=id", `[{"room":"hall","titles":["Gamma", "Alpha"],"id":[3, 1]}, ` + "\n" + ` {"room":"attic","titles":["Beta"],"id":[2]}]`},
		{"/novels?select=name,writer(name)&id=eq.1", `[{"name":"Alpha","writer":{"name":"Ada"}}]`},
		{"/authors?select=novels(name)&id=eq.2", `[{"novels":[{"name":"Gamma"}]}]`},
		{"/novels?select=genres(name)&genres.order=name.desc&id=eq.1", `[{"genres":[{"name":"love"}, ` + "\n" + ` {"name":"crime"}]}]`},
		{"/books?select=shout,siblings(title),home(room)&id=eq.1", `[{"shout":"ALPHA!","siblings":[{"title":"Beta"}],"home":{"room":"hall"}}]`},
		{"/books?select=id&shout=eq.BETA!", `[{"id":2}]`},
		{"/authors?select=name,authors(name)&id=eq.1&authors.order=id", `[{"name":"Ada","authors":[{"name":"Bo"}, ` + "\n" + ` {"name":"Cy"}]}]`},
		{"/authors?select=name,mentor(name)&id=eq.2", `[{"name":"Bo","mentor":{"name":"Ada"}}]`},
		{"/books?select=title,shelves(room)&order=shelves(room).desc.nullslast,id.desc&limit=2", `[{"title":"Gamma","shelves":{"room":"hall"}}, ` + "\n" + ` {"title":"Alpha","shelves":{"room":"hall"}}]`},
		{"/books?select=id,genres()&genres=not.is.null&order=id", `[{"id":1}, ` + "\n" + ` {"id":2}]`},
		{"/books?select=id,genres(),shelves()&or=(genres.not.is.null,shelves.is.null)&order=id", `[{"id":1}, ` + "\n" + ` {"id":2}, ` + "\n" + ` {"id":4}]`},
		{"/books?select=id,genres()&genres=is.null&genres.name=eq.crime&order=id", `[{"id":2}, ` + "\n" + ` {"id":3}, ` + "\n" + ` {"id":4}]`},
		{"/authors?select=name,books!author_id(count)&order=id", `[{"name":"Ada","books":[{"count":2}]}, ` + "\n" + ` {"name":"Bo","books":[{"count":1}]}, ` + "\n" + ` {"name":"Cy","books":[{"count":0}]}]`},
	})
}
