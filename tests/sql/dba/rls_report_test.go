package dba_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// report is what is found in the schema p_rls of a project, as `object fault`.
func report(t *testing.T, sql string) []string {
	t.Helper()
	s := scene.Tx(t)
	s.Exec("create schema p_rls; set local search_path = p_rls")
	s.Exec(sql)
	s.Exec("set local search_path = ''")
	s.Exec("update auth.projects set data_schema = 'p_rls' where id = $1", s.Project)
	for _, remedy := range scene.List[string](s, "select remedy from auth.rls_report($1) where severity = 'error' and remedy ~ '^alter'", s.Project) {
		defer s.Exec(remedy) // must run as it is printed
	}
	return scene.List[string](s, "select object_name || ' ' || fault from auth.rls_report($1)", s.Project)
}

const notes = "create table notes (owner uuid, text text); alter table notes enable row level security; grant select, insert on notes to authenticated;"

func TestRLSReportFindsNothing(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"own rows":                notes + "create policy own on notes using (owner = (select auth.uid())) with check (owner = (select auth.uid()))",
		"no policy: nobody reads": notes,
		"read by all on purpose":  notes + "create policy everybody on notes for select using (true)",
		"no rights, no RLS":       "create table internal (x int)",
		"for service_role alone":  "create table internal (x int); grant all on internal to service_role",
		"an invoker's view":       notes + "create view seen with (security_invoker) as select * from notes; grant select on seen to anon",
		"a view for nobody":       notes + "create view unseen as select * from notes",
		"wrapped with a path":     notes + "create policy p on notes using (text = (select auth.jwt() ->> 'x'))",
		"a function for users":    "create function notes() returns int language sql security definer as 'select 1'; revoke execute on function notes() from public; grant execute on function notes() to authenticated",
		"a caller's own function": "create function notes() returns int language sql as 'select 1'",
		"a trigger's function":    "create function notes() returns trigger language plpgsql security definer as 'begin return new; end'",
		"app_metadata":            notes + "create policy staff on notes using (((select auth.jwt()) -> 'app_metadata' ->> 'staff') = 'yes')",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Empty(t, report(t, sql))
		})
	}
}

func TestRLSReportFinds(t *testing.T) {
	t.Parallel()
	for fault, cases := range map[string]map[string]string{
		"rls_missing": {
			"select":           "create table notes (x int); grant select on notes to anon",
			"of a column":      "create table notes (x int, y int); grant select (x) on notes to authenticated",
			"delete":           "create table notes (x int); grant delete on notes to authenticated",
			"truncate":         "create table notes (x int); grant truncate on notes to authenticated",
			"granted to all":   "create table notes (x int); grant update on notes to public",
			"of a partitioned": "create table notes (x int) partition by list (x); grant select on notes to anon",
		},
		"rls_disabled": {
			"with a policy":                 "create table notes (x int); create policy p on notes using (x = 1)",
			"with a policy and with rights": "create table notes (x int); grant select on notes to anon; create policy p on notes using (x = 1); create policy q on notes using (x = 2)",
		},
		"always_true": {
			"for all":      notes + "create policy p on notes using (true)",
			"both clauses": notes + "create policy p on notes for update using (true) with check (true)",
			"insert":       notes + "create policy p on notes for insert with check (true)",
			"delete":       notes + "create policy p on notes for delete using (true)",
		},
		"slow": {
			"bare uid":             notes + "create policy p on notes using (owner = auth.uid())",
			"in the check":         notes + "create policy p on notes for insert with check (owner = auth.uid())",
			"bare beside wrapped":  notes + "create policy p on notes using (owner = (select auth.uid()) or text = auth.role())",
			"bare jwt with a path": notes + "create policy p on notes using (text = (auth.jwt() ->> 'x'))",
		},
		"user_metadata": {
			"from the token": notes + "create policy p on notes using (((select auth.jwt()) -> 'user_metadata' ->> 'staff') = 'yes')",
		},
		"definer_view": {
			"for anon":      "create table hidden (x int); create view notes as select * from hidden; grant select on notes to anon",
			"switched off":  "create table hidden (x int); create view notes with (security_invoker = off) as select * from hidden; grant select on notes to anon",
			"of one column": "create table hidden (x int); create view notes as select * from hidden; grant select (x) on notes to authenticated",
		},
	} {
		for name, sql := range cases {
			t.Run(fault+" "+name, func(t *testing.T) {
				t.Parallel()
				require.Equal(t, []string{"notes " + fault}, report(t, sql))
			})
		}
	}
}

func TestRLSReportFindsOpenFunctions(t *testing.T) {
	t.Parallel()
	const definer = "create function notes(x int) returns int language sql security definer as 'select 1';"
	for name, sql := range map[string]string{
		"as it is made": definer,
		"for anon":      definer + "revoke execute on function notes from public; grant execute on function notes to anon",
	} {
		t.Run(name, func(t *testing.T) { // each in a transaction of its own, one after the other
			require.Equal(t, []string{"p_rls.notes(integer) open_function"}, report(t, sql))
		})
	}
}

func TestRLSReportOfAllProjects(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec(`create schema p_rls; create table p_rls.notes (x int); grant select on p_rls.notes to anon;
		create table public.of_default (x int); grant select on public.of_default to anon`)
	s.Exec("update auth.projects set data_schema = 'p_rls' where id = $1", s.Project)
	names := scene.List[string](s, "select distinct schema_name || '.' || object_name from auth.rls_report() order by 1")
	require.Equal(t, []string{"p_rls.notes", "public.of_default"}, names)
	s.RefusesUndone("project_not_found", "rls_report", scene.Args{"project": "nowhere"})
}
