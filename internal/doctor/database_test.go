package doctor_test

import (
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/doctor"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// ailments are made as superuser, found by auth.doctor, and cured by what it
// says to type, up to the comment.
var ailments = []struct {
	made  string
	name  string
	state string
	found string
}{
	{"alter role auth_owner createrole", "roles", doctor.Fault, "auth_owner has createrole"},
	{"alter role auth_service superuser createdb", "roles", doctor.Fault, "auth_service has superuser createdb"},
	{"alter role auth_service replication bypassrls", "roles", doctor.Fault, "auth_service has replication bypassrls"},
	{"alter role authenticator inherit", "roles", doctor.Fault, "authenticator has inherit"},
	{"alter role anon bypassrls", "roles", doctor.Fault, "anon has bypassrls"},
	{"alter role authenticated login", "roles", doctor.Fault, "authenticated has login"},
	{"alter role service_role nobypassrls", "roles", doctor.Warn, "service_role has no bypassrls"},
	{"alter role auth_replicator noreplication", "roles", doctor.Warn, "auth_replicator has no replication"},
	{"grant pg_execute_server_program to auth_owner", "memberships", doctor.Fault, "auth_owner can become pg_execute_server_program"},
	{"grant auth_owner to authenticator", "memberships", doctor.Fault, "authenticator can become auth_owner"},
	{"grant service_role to auth_service", "memberships", doctor.Fault, "auth_service can become service_role"},
	{"revoke anon from authenticator", "memberships", doctor.Fault, "authenticator cannot become anon"},
	{"grant select on auth.users to auth_service", "grants", doctor.Fault, "auth_service has rights on auth.users"},
	{"grant select (email) on auth.users to authenticated", "grants", doctor.Fault, "authenticated has rights on auth.users"},
	{"grant select on auth.users, auth.sessions to public", "grants", doctor.Fault, "anon has rights on auth.sessions, auth.users"},
	{"grant execute on function auth.user_list(text, integer, timestamptz) to public", "grants", doctor.Fault, "everybody may execute auth.user_list"},
	{"alter schema auth owner to postgres", "schemas", doctor.Fault, "schema auth belongs to postgres"},
	{"drop extension pgcrypto", "schemas", doctor.Fault, "extension pgcrypto is not in schema extensions"},
	{"drop publication rolecall_outbox", "publication", doctor.Fault, "rolecall_outbox is missing"},
	{"create publication careless for table auth.users", "publication", doctor.Fault, "publication careless shows auth.users (project_id, id, email"},
	{"create table public.open (id int); grant select on public.open to anon", "rls", doctor.Fault, "public.open: rls_missing"},
	{"create table public.half (id int); create policy p on public.half using (id = 1)", "rls", doctor.Fault, "public.half: rls_disabled"},
}

func TestEachAilmentIsFoundAndCured(t *testing.T) {
	t.Parallel()
	for _, a := range ailments { // one after the other: they change the same roles
		t.Run(a.made, func(t *testing.T) {
			tx := pgtest.Tx(t)
			superuser(t, tx, a.made)
			remedy := find(t, tx, a.name, a.state, a.found)
			superuser(t, tx, strings.ReplaceAll(remedy, "-- as ", ";-- as "))
			for _, left := range examine(t, tx) {
				require.NotContains(t, left.Found, a.found)
			}
		})
	}
}

// What only a person can mend has its remedy in words, or needs a command.
func TestAilmentsThatTakeMoreThanSQL(t *testing.T) {
	t.Parallel()
	for _, a := range []struct{ made, name, state, found, remedy string }{
		{"alter role auth_replicator rename to gone", "roles", doctor.Warn, "role auth_replicator is missing", "rolecall migrate init"},
		{"alter schema rolecall_admin owner to auth_owner", "schemas", doctor.Fault, "rolecall_admin belongs to auth_owner", "as superuser, then: rolecall migrate init"},
		{"alter event trigger rolecall_ddl_notice disable", "schemas", doctor.Warn, "no event trigger", "rolecall migrate init"},
		{"do $$ begin execute format('revoke connect on database %I from auth_service, public', current_database()); end $$",
			"grants", doctor.Fault, "auth_service may not connect", "rolecall migrate init"},
		{"do $$ begin execute format('revoke create on database %I from auth_owner', current_database()); end $$",
			"grants", doctor.Fault, "auth_owner may not make schemas", "rolecall migrate init"},
		{"insert into auth.outbox (project_id, template, destination, created_at, last_error) select id, 'x', 'a@b.example', now() - interval '1 hour', 'connection refused' from auth.projects where slug = 'default'",
			"outbox", doctor.Warn, "1 waiting, the oldest since", "ROLECALL_SMTP_URL"},
		{"insert into auth.outbox (project_id, template, destination, status, finished_at, last_error) select id, 'x', 'a@b.example', 'dead', now(), '550 no such user' from auth.projects where slug = 'default'",
			"outbox", doctor.Warn, "1 given up in the last 7 days: 550 no such user", "status = 'dead'"},
		{"create table public.t (owner uuid); alter table public.t enable row level security; create policy p on public.t using (true)",
			"rls", doctor.Warn, "public.t: always_true", "narrow it"},
		{"create table public.t (owner uuid); alter table public.t enable row level security; create policy p on public.t using (owner = auth.uid())",
			"rls", doctor.Warn, "public.t: slow", "(select auth.uid())"},
	} {
		t.Run(a.found, func(t *testing.T) {
			tx := pgtest.Tx(t)
			superuser(t, tx, a.made)
			require.Contains(t, find(t, tx, a.name, a.state, a.found), a.remedy)
		})
	}
}

func TestMissingProjectRolesAreMadeAgain(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	var role string
	_, err := tx.Exec(t.Context(), "select auth.project_create('Shop')")
	require.NoError(t, err)
	require.NoError(t, tx.QueryRow(t.Context(), "select anon_role from auth.projects where slug = 'shop'").Scan(&role))
	superuser(t, tx, "drop owned by "+role+"; drop role "+role)
	remedy := find(t, tx, "roles", doctor.Fault, "role "+role+" is missing")
	_, err = tx.Exec(t.Context(), remedy)
	require.NoError(t, err)
	for _, left := range examine(t, tx) {
		require.NotEqual(t, "roles", left.Name, left.Found)
	}
}

func TestNobodyButTheOwnerExamines(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"auth_service", "authenticator", "anon", "authenticated", "service_role"} {
		for _, function := range []string{"doctor", "doctor_sealed", "doctor_roles", "after_restore"} {
			tx := pgtest.Tx(t)
			superuser(t, tx, "set local role "+role)
			_, err := tx.Exec(t.Context(), "select * from auth."+function+"()")
			require.ErrorContains(t, err, "permission denied for function "+function)
		}
	}
}

func superuser(t *testing.T, tx pgx.Tx, sql string) {
	t.Helper()
	_, err := tx.Exec(t.Context(), "set local role none; set local search_path = pg_catalog; "+sql)
	require.NoError(t, err, sql)
	if !strings.HasPrefix(sql, "set local role") {
		_, err = tx.Exec(t.Context(), "set local role auth_owner; set local search_path = ''")
		require.NoError(t, err)
	}
}

// examine lists what is not ok, but for the test server's own settings.
func examine(t *testing.T, tx pgx.Tx) []doctor.Check {
	t.Helper()
	rows, err := tx.Query(t.Context(), "select name, state, found, coalesce(remedy, '') from auth.doctor() where state <> 'ok' and name <> 'durability'")
	require.NoError(t, err)
	list, err := pgx.CollectRows(rows, pgx.RowToStructByPos[doctor.Check])
	require.NoError(t, err)
	return list
}

func find(t *testing.T, tx pgx.Tx, name, state, found string) (remedy string) {
	t.Helper()
	list := examine(t, tx)
	for _, c := range list {
		if c.Name == name && c.State == state && strings.Contains(c.Found, found) {
			require.NotEmpty(t, c.Remedy)
			return c.Remedy
		}
	}
	require.Failf(t, "not found", "%s %s: %s among %+v", name, state, found, list)
	return ""
}

// From 16 on inheriting belongs to the grant, and outlives the role's attribute.
func TestInheritedGrant(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	var major int
	require.NoError(t, tx.QueryRow(t.Context(), "select current_setting('server_version_num')::int / 10000").Scan(&major))
	superuser(t, tx, "alter role authenticator inherit; revoke anon from authenticator; grant anon to authenticator; alter role authenticator noinherit")
	if major >= 16 {
		superuser(t, tx, find(t, tx, "memberships", doctor.Fault, "authenticator has the rights of anon without becoming it"))
	}
	require.Empty(t, examine(t, tx))
}
