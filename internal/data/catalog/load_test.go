package catalog_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// TestLoad reads as the data login, which may do nothing with these tables.
func TestLoad(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	_, err := db.Superuser(t).Exec(t.Context(), `
		create schema shop; grant usage on schema shop to authenticator;
		create type shop.mood as enum ('a'); create domain shop."Odd name" as int not null; create domain shop.sku as shop."Odd name";
		create table shop.things ("b" text, a int, c varchar(5), d shop.mood, e int[], primary key (a, "b"));
		alter table shop.things drop column e;
		create table shop.strict (id uuid, n shop.sku);
		create table shop.none ();
		create view shop.seen as select a from shop.things;
		create table shop.parted (id int) partition by list (id);
		create table shop.part partition of shop.parted for values in (1);
		create index things_c on shop.things (c);
		create table public.elsewhere (id int)`)
	require.NoError(t, err)
	s, err := catalog.Load(t.Context(), db.Authenticator(t), "shop")
	require.NoError(t, err)

	things, ok := s.Relation("things")
	require.True(t, ok)
	require.Equal(t, `"shop"."things"`, things.SQL)
	require.Equal(t, []string{"a", "b"}, things.Key)
	require.False(t, things.Strict)
	for name, typ := range map[string]string{"a": "integer", "b": "text", "c": "character varying(5)", "d": "shop.mood"} {
		c, ok := things.Column(name)
		require.True(t, ok, name)
		require.Equal(t, typ, c.Type)
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
	for name, want := range map[string]bool{
		"none": true, "seen": true, "parted": true, "part": false, "things_c": false, "elsewhere": false, "pg_class": false,
	} {
		_, ok := s.Relation(name)
		require.Equal(t, want, ok, name)
	}
}
