package catalog_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// load reads as the data login, which may do nothing with these tables.
func load(t *testing.T, sql string) *catalog.Schema {
	t.Helper()
	db := pgtest.Clone(t)
	_, err := db.Superuser(t).Exec(t.Context(), "create schema closed; create schema shop; grant usage on schema shop to authenticator;"+sql)
	require.NoError(t, err)
	c, err := catalog.Load(t.Context(), db.Authenticator(t), "shop", "absent", "closed")
	require.NoError(t, err)
	require.Len(t, c.Schemas, 1, "a schema that the login may not use isn't read")
	return c.Schemas["shop"]
}

func TestLoad(t *testing.T) {
	t.Parallel()
	s := load(t, `
		create type shop.mood as enum ('a'); create domain shop."Odd name" as int not null; create domain shop.sku as shop."Odd name";
		create table shop.things ("b" text default 'x', a int, c varchar(5), d shop.mood, e int[], primary key (a, "b"));
		comment on column shop.things.c is 'See.';
		alter table shop.things drop column e;
		create table shop.strict (id uuid, n shop.sku, k int generated always as identity);
		create table shop.none ();
		create view shop.seen as select a from shop.things;
		create view shop.keyed as select b as z, a as y, 1 as one from shop.seen join shop.things using (a);
		create table shop.parted (id int) partition by list (id);
		create table shop.part partition of shop.parted for values in (1);
		create index things_c on shop.things (c);
		create table public.elsewhere (id int)`)
	things, ok := s.Relation("things")
	require.True(t, ok)
	require.Equal(t, `"shop"."things"`, things.SQL)
	require.Equal(t, []string{"a", "b"}, things.Key)
	require.False(t, things.Strict)
	for name, want := range map[string]catalog.Column{
		"a": {Type: "integer", Base: "int4", NotNull: true},
		"b": {Type: "text", Base: "text", NotNull: true, Default: "'x'::text"},
		"c": {Type: "character varying(5)", Base: "varchar", Length: 5, Comment: "See."},
		"d": {Type: "shop.mood", Base: "mood", Enum: []string{"a"}},
	} {
		c, ok := things.Column(name)
		require.True(t, ok, name)
		want.Name, want.SQL = name, catalog.Quote(name)
		require.Equal(t, want, *c)
	}
	_, ok = things.Column("e")
	require.False(t, ok)
	_, ok = things.Column("ctid")
	require.False(t, ok)
	typ, ok := things.Type("Odd name[]")
	require.True(t, ok)
	require.Equal(t, `shop."Odd name"[]`, typ)

	strict, _ := s.Relation("strict")
	require.True(t, strict.Strict)
	n, _ := strict.Column("n")
	require.Equal(t, "int4", n.Base)
	k, _ := strict.Column("k")
	require.Equal(t, "nextval('shop.strict_k_seq')", k.Default)
	keyed, _ := s.Relation("keyed")
	require.Equal(t, []string{"y", "z"}, keyed.Key, "through a view of a view")
	for name, want := range map[string]bool{
		"none": true, "seen": true, "parted": true, "part": false, "things_c": false, "elsewhere": false, "pg_class": false,
	} {
		_, ok := s.Relation(name)
		require.Equal(t, want, ok, name)
	}
}

func TestRelationships(t *testing.T) {
	t.Parallel()
	s := load(t, `
		create table shop.people (id int primary key, boss int references shop.people);
		create table shop.badges (person int primary key references shop.people, code text);
		create table shop.rooms (id int primary key, "the owner" int references shop.people, guest int references shop.people);
		create table shop.keys (room int references shop.rooms, person int references shop.people, primary key (room, person));
		create view shop.halls as select id as number, "the owner" as keeper from shop.rooms;
		create function shop.neighbours(shop.rooms) returns setof shop.rooms language sql stable as 'select * from shop.rooms';
		create function shop.mayor(shop.rooms) returns setof shop.people rows 1 language sql stable as 'select * from shop.people'`)
	texts := func(relation, target, hint string) []string {
		r, ok := s.Relation(relation)
		require.True(t, ok)
		found := []string{}
		for _, x := range r.Find(target, hint) {
			found = append(found, string(x.Cardinality)+" "+x.Target.Name)
		}
		slices.Sort(found)
		return found
	}
	for _, c := range []struct {
		relation, target, hint string
		want                   []string
	}{
		{"badges", "people", "", []string{"one-to-one people"}},
		{"people", "badges", "", []string{"one-to-one badges"}},
		{"rooms", "people", "", []string{"many-to-many people", "many-to-one people", "many-to-one people"}},
		{"rooms", "people", "guest", []string{"many-to-one people"}},
		{"rooms", "people", "rooms_guest_fkey", []string{"many-to-one people"}},
		{"rooms", "people", "keys", []string{"many-to-many people"}},
		{"rooms", "guest", "", []string{"many-to-one people"}},
		{"rooms", "people", "nothing", []string{}},
		{"halls", "people", "keeper", []string{"many-to-one people"}},
		{"halls", "keys", "", []string{"one-to-many keys"}},
		{"people", "halls", "rooms_the owner_fkey", []string{"one-to-many halls"}},
		{"people", "people", "", []string{"one-to-many people"}},
		{"people", "boss", "", []string{"many-to-one people"}},
		{"people", "people", "boss", []string{"many-to-one people"}},
		{"people", "people", "people_boss_fkey", []string{"one-to-many people"}},
		{"rooms", "neighbours", "", []string{"one-to-many rooms"}},
		{"rooms", "mayor", "", []string{"many-to-one people"}},
	} {
		require.Equal(t, c.want, texts(c.relation, c.target, c.hint), "%s -> %s!%s", c.relation, c.target, c.hint)
	}
	rooms, _ := s.Relation("rooms")
	require.Equal(t, "keys using keys_room_fkey(room) and keys_person_fkey(person)", rooms.Find("people", "keys")[0].Text())
	require.Equal(t, "rooms_guest_fkey using rooms(guest) and people(id)", rooms.Find("people", "guest")[0].Text())
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	s := load(t, `
		create table shop.rows (id int);
		create domain shop."text/html" as text;
		create function shop.add(a int, b int default 1) returns int language sql immutable as 'select a + b';
		create function shop.all_rows() returns setof shop.rows language sql as 'select * from shop.rows';
		create function shop.out_one(out x int) language sql as 'select 1';
		create function shop.pairs() returns table (l int, r text) language sql stable set statement_timeout = '2s' as $$ select 1, 'x' $$;
		create function shop.page() returns shop."text/html" language sql as $$ select '<p>' $$;
		create function shop.many(variadic v int[]) returns void language sql as '';
		create function shop.raw(json) returns json language sql as 'select $1';
		create function shop.watch() returns trigger language plpgsql as 'begin return new; end';
		create aggregate shop.total(int) (sfunc = int4pl, stype = int)`)
	one := func(name string) catalog.Function {
		require.Len(t, s.Functions(name), 1, name)
		return *s.Functions(name)[0]
	}
	add := one("add")
	require.Equal(t, []catalog.Parameter{{Name: "a", Type: "integer", Required: true}, {Name: "b", Type: "integer"}}, add.Parameters)
	require.True(t, add.Scalar)
	require.False(t, add.Volatile)
	require.True(t, add.Takes([]string{"a"}))
	require.True(t, add.Takes([]string{"b", "a"}))
	require.False(t, add.Takes([]string{"b"}))
	require.False(t, add.Takes([]string{"a", "c"}))
	rows := one("all_rows")
	require.True(t, rows.Table && rows.Set && rows.Volatile && !rows.Scalar)
	require.Equal(t, "x", one("out_one").Result.Columns[0].Name)
	require.Len(t, one("pairs").Result.Columns, 2)
	require.Equal(t, "2s", one("pairs").Timeout)
	require.Equal(t, "text/html", one("page").Media)
	require.True(t, one("many").Void && one("many").Parameters[0].Variadic)
	raw := one("raw")
	require.True(t, raw.TakesBody("application/json"))
	require.False(t, raw.TakesBody("text/plain"))
	require.Empty(t, s.Functions("watch"))
	require.Empty(t, s.Functions("total"))
}
