package access_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// outcome of a statement on the table of the demo: rows touched, or refused.
const (
	none    = 0
	refusal = -1
)

// todos says what each caller can do with two rows, Alice's and Bob's, in the
// default project's schema, where authenticated and service_role have rights.
var todos = []struct {
	who, role                                 string
	sees, adds, addsForAlice, changes, erases int
}{
	// who              role                  sees     adds     for Alice  changes  erases
	{"alice", "authenticated", 1, 1, 1, 1, 1},
	{"bob", "authenticated", 1, 1, refusal, 1, 1}, // his own, never hers
	{"a stranger", "authenticated", none, 1, refusal, none, none},
	{"nobody", "authenticated", none, refusal, refusal, none, none},
	{"nobody", "anon", refusal, refusal, refusal, refusal, refusal},
	{"nobody", "service_role", 2, refusal, 1, 2, 2}, // its rows need an owner by name
	{"alice", "anon", refusal, refusal, refusal, refusal, refusal},
	{"alice", "authenticator", refusal, refusal, refusal, refusal, refusal},
	{"alice", "auth_service", refusal, refusal, refusal, refusal, refusal},
	{"alice", "auth_replicator", refusal, refusal, refusal, refusal, refusal},
	{"alice", "shop anon", refusal, refusal, refusal, refusal, refusal},
	{"alice", "shop authenticated", refusal, refusal, refusal, refusal, refusal},
	{"alice", "shop service", refusal, refusal, refusal, refusal, refusal},
	{"alice", "shop login", refusal, refusal, refusal, refusal, refusal},
}

func TestTodos(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	people := map[string]string{"alice": s.Alice().ID, "bob": s.Person("bob@example.com").ID, "a stranger": s.Person("eve@example.com").ID, "nobody": ""}
	s.Exec(`create table public.todos (owner uuid not null default auth.uid(), title text);
		alter table public.todos enable row level security;
		grant select, insert, update, delete on public.todos to authenticated, service_role;
		create policy own on public.todos to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()))`)
	s.Exec("insert into public.todos values ($1, 'hers'), ($2, 'his')", people["alice"], people["bob"])

	for _, row := range todos {
		touches := func(sql string) int {
			return touched(s, role(row.role), people[row.who], sql)
		}
		name := row.who + " as " + row.role
		assert.Equal(t, row.sees, touches("select from public.todos"), "%s reads", name)
		assert.Equal(t, row.adds, touches("insert into public.todos (title) values ('x')"), "%s adds", name)
		assert.Equal(t, row.addsForAlice, touches("insert into public.todos values ('"+people["alice"]+"', 'x')"), "%s adds for Alice", name)
		assert.Equal(t, row.changes, touches("update public.todos set title = 'x'"), "%s changes", name)
		assert.Equal(t, row.erases, touches("delete from public.todos"), "%s erases", name)
	}
}

// A row cannot be given away, and a filter that looks at rows looks at no other's.
func TestTodosOfAnother(t *testing.T) {
	t.Parallel()
	s, _ := stage(t)
	alice, bob := s.Alice().ID, s.Person("bob@example.com").ID
	s.Exec(`create table public.todos (owner uuid not null default auth.uid(), title text unique);
		alter table public.todos enable row level security;
		grant select, insert, update, delete on public.todos to authenticated;
		create policy own on public.todos to authenticated using (owner = (select auth.uid())) with check (owner = (select auth.uid()))`)
	s.Exec("insert into public.todos values ($1, 'hers'), ($2, 'his')", alice, bob)
	for sql, want := range map[string]int{
		"update public.todos set owner = '" + alice + "'":                                                               refusal,
		"update public.todos set title = 'x' where owner = '" + alice + "'":                                             none,
		"select from public.todos where title = 'hers' or 1 / length(title) > 1":                                        none,
		"insert into public.todos (title) values ('hers') on conflict (title) do update set title = 'x'":                refusal,
		"insert into public.todos (title) values ('his') on conflict (title) do update set title = 'x' returning title": 1,
		"delete from public.todos where exists (select from public.todos t where t.owner = '" + alice + "')":            none,
	} {
		assert.Equal(t, want, touched(s, "authenticated", bob, sql), sql)
	}
}

// touched runs a statement as a request does, for a subject in a role, undoes
// it and counts its rows.
func touched(s *scene.Scene, role, subject, sql string) int {
	s.Helper()
	rows, state := count(s, "select set_config('request.jwt.claim.sub', '"+subject+"', true), set_config('role', '"+role+"', true)", sql)
	switch state {
	case "":
		return rows
	case noRight, "23502": // no right; or no owner, as nobody has no id
		return refusal
	}
	s.Errorf("%s: SQLSTATE %s", sql, state)
	return refusal
}
