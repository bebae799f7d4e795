package hook_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/sql"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// function makes one of the project's own, which its service role may execute,
// and gives it to a setting.
func function(s *scene.Scene, setting, body string) string {
	s.Helper()
	name := "public.hook_" + s.Project[:8] + "_" + setting
	s.Exec(fmt.Sprintf("create or replace function %s(e jsonb) returns jsonb language plpgsql as $$ begin %s end $$", name, body))
	s.Exec(fmt.Sprintf("revoke all on function %s(jsonb) from public", name))
	s.Exec(fmt.Sprintf("grant execute on function %s(jsonb) to service_role", name))
	s.Set(setting, `"`+name+`"`)
	return name
}

// asked is a sign-up by password.
func asked(s *scene.Scene, email string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "profile": `{"metadata": {"plan": "free"}}`, "ip": scene.HomeIP,
		"redirect": nil, "password_hash": "hash", "user_agent": "test", "refresh_hash": scene.Hash("rt of", email),
		"link_hash": scene.Hash("link of", email), "proof_sealed": []byte("sealed")}
}

func people(s *scene.Scene) int {
	return scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project)
}

func TestBeforeSignUpAddsAndRefuses(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	function(s, "hook_before_signup", `
		if e ->> 'email' like 'evil%' then return '{"refuse": {"code": "not_you", "message": "Not you.", "status": 422}}'; end if;
		return jsonb_build_object('user_metadata', jsonb_build_object('seen', e), 'app_metadata', '{"team": 7}'::jsonb);`)

	row := s.Call("signup_finish", asked(s, "alice@example.com"))
	profile := row.Object("profile")
	require.Equal(t, map[string]any{"team": 7.0}, profile["app_metadata"])
	metadata := profile["metadata"].(map[string]any)
	require.Equal(t, "free", metadata["plan"], "what came with the sign-up stays")
	seen := metadata["seen"].(map[string]any)
	require.Equal(t, "password", seen["method"])
	require.Equal(t, "alice@example.com", seen["email"])
	require.Equal(t, scene.HomeIP, seen["ip"])
	require.NotContains(t, seen, "password_hash")

	refused := s.Refuses("not_you", "signup_finish", asked(s, "evil@example.com"))
	require.Equal(t, 422, refused.Status)
	require.Equal(t, "Not you.", refused.Message)
	require.Equal(t, 1, people(s))
	require.Equal(t, 1, s.Audited("signup_refused"))

	// A known address is refused like an unknown one.
	s.Set("conceal", "true")
	function(s, "hook_before_signup", `return '{"refuse": true}';`)
	for _, email := range []string{"alice@example.com", "bob@example.com"} {
		s.Refuses("hook_refused", "signup_finish", asked(s, email))
	}
}

// Nothing of the project's runs as the owner, and nothing it does makes it so.
func TestHooksRunAsTheServiceRole(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	function(s, "hook_before_signup", `return jsonb_build_object('app_metadata', jsonb_build_object('is', current_user,
		'owner', pg_catalog.has_table_privilege('auth.users', 'select')));`)
	row := s.Call("signup_finish", asked(s, "alice@example.com"))
	require.Equal(t, map[string]any{"is": "service_role", "owner": false}, row.Object("profile")["app_metadata"])
	for _, escape := range []string{
		"set local role none", "perform set_config('role', 'none', true)", "set local session authorization auth_owner", "perform 1 from auth.users",
		"execute 'alter function rolecall_admin.run_as_service_role(text, jsonb) security invoker'", "perform auth.user_create('x@example.com')",
	} {
		function(s, "hook_before_signup", escape+"; return null;")
		_, err := s.Ask("signup_finish", asked(s, "bob@example.com"))
		require.ErrorContains(t, err, "SQLSTATE", escape)
		require.Equal(t, 1, people(s), escape)
	}
	s.Exec("savepoint before; set local role service_role")
	s.Fails("42501", "alter function rolecall_admin.run_as_service_role(text, jsonb) security invoker")
	s.Fails("42501", "select rolecall_admin.run_as_service_role('public.x', '{}')")
	s.Exec("rollback to before")
}

func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, answer := range []string{`[]`, `"no"`, `{"password_hash": "x"}`, `{"app_metadata": []}`, `{"user_metadata": 1}`, `{"refuse": 1}`,
		`{"refuse": {"code": "Not A Word"}}`, `{"refuse": {"code": "x", "status": 200}}`, `{"refuse": {"code": "x", "status": "403"}, "x": 1}`,
		`{"refuse": {"message": "two\nlines"}}`} {
		function(s, "hook_before_signup", "return '"+answer+"';")
		s.Refuses("hook_failed", "signup_finish", asked(s, "alice@example.com"))
	}
	function(s, "hook_before_signup", `return jsonb_build_object('app_metadata', jsonb_build_object('x', repeat('x', 20000)));`)
	s.Refuses("hook_failed", "signup_finish", asked(s, "alice@example.com"))
	for _, answer := range []string{`null`, `{}`, `{"refuse": false}`, `{"refuse": null}`} {
		function(s, "hook_before_signup", "return '"+answer+"';")
		s.Call("signup_finish", asked(s, fmt.Sprintf("a%d@example.com", people(s))))
	}
	function(s, "hook_before_signup", "return null;")
	s.Call("signup_finish", asked(s, "last@example.com"))
}

// The error is the log's, whole; a caller learns that there was one. A hook may
// raise a refusal, as auth.fail does.
func TestErrorsOfTheProjectsOwn(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for body, code := range map[string]string{
		`raise exception 'the secret is %', 'hunter2';`: "hook_failed",
		`perform 1 / 0;`:                "hook_failed",
		`perform 1 from no_such_table;`: "hook_failed",
		`raise exception using errcode = 'PT409', message = 'Not today.', hint = 'not_today';`:    "not_today",
		`raise exception using errcode = 'PT000', message = 'x', hint = 'not_today';`:             "hook_failed",
		`raise exception using errcode = 'PT403', message = 'x', hint = 'select * from secrets';`: "hook_failed",
	} {
		for _, setting := range []string{"hook_before_signup", "hook_after_signup", "hook_before_token"} {
			function(s, setting, body+" return null;")
			_, err := s.Ask("signup_finish", asked(s, "alice@example.com"))
			require.Error(t, err, body)
			refused := s.Refuses(code, "signup_finish", asked(s, "alice@example.com"))
			require.NotContains(t, refused.Message, "hunter2")
			if code == "hook_failed" {
				require.Equal(t, 500, refused.Status)
				require.ErrorContains(t, err, "PL/pgSQL function public.hook_", "the log says where")
			}
			s.Set(setting, "null")
		}
	}
	require.Zero(t, people(s), "each undid the sign-up")

	s.Exec(`create function public.on_user_` + s.Project[:8] + `() returns trigger language plpgsql as $$ begin raise exception 'hunter2'; end $$`)
	s.Exec(`create trigger _999_own after insert on auth.users for each row execute function public.on_user_` + s.Project[:8] + `()`)
	s.Refuses("hook_failed", "signup_finish", asked(s, "alice@example.com"))
}

func TestBeforeTokenRefuses(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	session := alice.SignsIn()
	function(s, "hook_before_token", `return jsonb_build_object('refuse', (e -> 'claims' ->> 'aal') = 'aal1');`)
	_, err := s.SignIn(alice.Email, scene.HomeIP, true)
	require.ErrorContains(t, err, "does not let this happen")
	require.Equal(t, 1, alice.LiveSessions(), "no session is left behind")
	s.Refuses("hook_refused", "session_refresh", scene.Args{"project": s.Project, "token_hash": session.Token, "child_hash": scene.Hash("child"),
		"child_sealed": []byte("child"), "ip": nil, "user_agent": nil})
	function(s, "hook_before_token", `return null;`)
	session.Refreshes()
	session.Holds()
}

// A hook is named once it is there, and may be executed.
func TestHooksAreLookedUp(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	name := "public.odd_" + s.Project[:8]
	set := scene.Args{"project": s.Project, "name": "hook_before_signup", "value": `"` + name + `"`}
	s.RefusesUndone("hook_unknown", "project_set", set)
	s.Exec("create function " + name + "(jsonb) returns text language sql as 'select null::text'")
	s.RefusesUndone("hook_unknown", "project_set", set)
	s.Exec("drop function " + name)
	s.Exec("create function " + name + "(jsonb) returns void language sql as ''")
	s.Exec("revoke all on function " + name + " from public")
	s.RefusesUndone("hook_unknown", "project_set", set)
	s.Exec("grant execute on function " + name + " to service_role")
	s.Call("project_set", set)
	s.Call("signup_finish", asked(s, "alice@example.com"))
	ill := func() int {
		return scene.Get[int](s, "select count(*) from auth.doctor_hooks() where state = 'fault' and found like '%' || $1 || '%'", name)
	}
	require.Zero(t, ill())
	s.Exec("drop function " + name)
	s.Refuses("hook_failed", "signup_finish", asked(s, "bob@example.com"))
	require.Equal(t, 1, ill(), "doctor tells")
}

// A database whose superuser's step is of a release without hooks says what to do.
func TestSetUpOfAnOlderRelease(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	s := &scene.Scene{TB: t, Service: db.Owner(t), Owner: db.Owner(t)}
	s.Exec("create function public.hook(e jsonb) returns void language sql as ''")
	_, err := db.Superuser(t).Exec(t.Context(), "drop function rolecall_admin.runner_ensure(name), rolecall_admin.run_as_service_role(text, jsonb)")
	require.NoError(t, err)
	set := scene.Args{"project": "default", "name": "hook_after_signup", "value": `"public.hook"`}
	s.Refuses("hooks_not_ready", "project_set", set)
	for range 2 { // the step may be repeated
		_, err = db.Superuser(t).Exec(t.Context(), initSQL(t))
		require.NoError(t, err)
	}
	s.Call("project_set", set)
	s.Project = scene.Get[string](s, "select auth.project_find('default')::text")
	s.Call("signup_finish", asked(s, "alice@example.com"))
}

func initSQL(t *testing.T) string {
	t.Helper()
	text, err := sql.FS.ReadFile("init.sql")
	require.NoError(t, err)
	return string(text)
}
