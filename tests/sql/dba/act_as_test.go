package dba_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestActAs(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.Exec(`create table public.notes (owner uuid, text text);
		alter table public.notes enable row level security;
		grant select on public.notes to authenticated, anon;
		create policy mine on public.notes using (owner = auth.uid())`)
	s.Exec("insert into public.notes values ($1, 'hers'), (gen_random_uuid(), 'another''s')", alice.ID)

	require.Equal(t, "authenticated", s.Call("act_as", scene.Args{"user": "ALICE@example.com", "project": s.Project}).Text("act_as"))
	require.Equal(t, "authenticated", scene.Get[string](s, "select current_user::text"))
	require.Equal(t, alice.ID, scene.Get[string](s, "select auth.uid()::text"))
	require.Equal(t, "alice@example.com authenticated", scene.Get[string](s, "select auth.email() || ' ' || auth.role()"))
	require.Equal(t, []string{"hers"}, scene.List[string](s, "select text from public.notes"))

	s.Exec("reset role")
	s.Exec("set local role auth_owner")
	require.Equal(t, "anon", s.Call("act_as", scene.Args{"project": s.Project}).Text("act_as"))
	require.Nil(t, scene.Get[*string](s, "select auth.uid()::text"))
	require.Empty(t, scene.List[string](s, "select text from public.notes"))
	s.Fails("42501", "select auth.act_as('alice@example.com')")
}

func TestActAsRefuses(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.RefusesUndone("user_not_found", "act_as", scene.Args{"user": "nobody@example.com", "project": s.Project})
	s.RefusesUndone("project_not_found", "act_as", scene.Args{"project": "nowhere"})
	require.Equal(t, "auth_owner", scene.Get[string](s, "select current_user::text"))
}

func TestSchemaStatus(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	row := s.Call("schema_status", nil)
	require.Positive(t, row["version"])
	require.Equal(t, false, row["dirty"])
	require.Len(t, row.Text("digest"), 64)
}
