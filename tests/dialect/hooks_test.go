package dialect_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hook makes a function of the project's own, and gives it to a setting.
func (s *server) hook(t testing.TB, setting, body string) {
	t.Helper()
	s.sql(t, `create or replace function public.`+setting+`(e jsonb) returns jsonb language plpgsql as $$ begin `+body+` end $$`)
	s.sql(t, `revoke all on function public.`+setting+`(jsonb) from public`)
	s.sql(t, `grant execute on function public.`+setting+`(jsonb) to service_role`)
	s.sql(t, `select auth.project_set(:project, $1, to_jsonb('public.' || $1))`, setting)
}

// soon is how long a running node may take to hear of a setting.
const soon = 3 * time.Second

func TestHooks(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"hook_timeout": "1"})
	s.sql(t, `create table public.profiles (id uuid, plan text)`)
	s.sql(t, `grant insert on public.profiles to service_role`)
	s.hook(t, "hook_before_signup", `
		if e ->> 'email' like 'evil%' then return '{"refuse": {"code": "not_you", "message": "Not you.", "suggestion": "Go away.", "status": 422}}'; end if;
		if e ->> 'email' like 'slow%' then perform pg_catalog.pg_sleep(30); end if;
		if e ->> 'email' like 'broken%' then perform 1 from public.no_such_table; end if;
		return '{"app_metadata": {"plan": "free"}}';`)
	s.hook(t, "hook_after_signup", `
		insert into public.profiles values ((e -> 'user' ->> 'id')::uuid, e -> 'user' -> 'app_metadata' ->> 'plan'); return null;`)
	s.hook(t, "hook_before_token", `
		if e -> 'claims' ->> 'email' = 'bob@example.com' then return '{"refuse": {"code": "not_now", "message": "Not now.", "suggestion": "Later."}}'; end if;
		return null;`)

	come := func(email string) answer {
		return s.do(t, "POST", "~/auth/signup", map[string]string{"email": email, "password": password})
	}
	come("ann@example.com").ok(t)
	require.Equal(t, 1, value[int](t, s, `select count(*)::integer from public.profiles p join auth.users u on u.id = p.id where plan = 'free'`))

	come("evil@example.com").refused(t, 422, "NOT_YOU")
	come("bob@example.com").refused(t, 403, "NOT_NOW")
	start := time.Now()
	require.Eventually(t, func() bool { // a node that has not heard of the limit waits for its own, of ten seconds
		start = time.Now()
		come("slow@example.com").refused(t, 500, "HOOK_FAILED")
		return time.Since(start) < soon
	}, 30*time.Second, time.Second)

	come("broken@example.com").refused(t, 500, "HOOK_FAILED") // and nothing of why: answer.holdsAlways
	assert.Contains(t, s.log.String(), `relation \"public.no_such_table\" does not exist`)
	assert.Contains(t, s.log.String(), "PL/pgSQL function public.hook_before_signup(jsonb) line")
	require.Equal(t, 1, s.count(t, "users"), "who was refused is not there")
}

// What a project's code does to its connection is no other project's trouble.
func TestHooksHaveConnectionsApart(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	slug, _, _ := s.newProject(t)
	p := s.signUp(t, "ann@example.com")
	s.sql(t, `create function public.rude(e jsonb) returns jsonb language plpgsql as $$ begin execute 'deallocate all'; return null; end $$`)
	s.sql(t, `select auth.project_set($1, 'hook_after_signup', '"public.rude"')`, slug)
	token := p.refresh
	for i := range 8 {
		// Its own fail in the end; and whoever is told that they are in, is.
		a := s.do(t, "POST", "/p/"+slug+"/auth/signup", map[string]any{"email": fmt.Sprintf("a%d@example.com", i), "password": password})
		require.Equal(t, a.Status == 200, value[bool](t, s, `select exists(select from auth.users where project_id = auth.project_find($1) and email = $2)`,
			slug, fmt.Sprintf("a%d@example.com", i)))
		token = s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": token}).ok(t).text("data.refresh_token")
	}
}

// What is checked at commit alone undoes the sign-up, and the answer says so.
func TestHooksThatFailAtCommit(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.sql(t, `create table public.plans (name text primary key)`)
	s.sql(t, `create table public.people (id uuid, plan text references public.plans deferrable initially deferred)`)
	s.sql(t, `grant insert on public.people to service_role; grant select on public.plans to service_role`)
	s.hook(t, "hook_after_signup", `insert into public.people values ((e -> 'user' ->> 'id')::uuid, 'none'); return null;`)
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "ann@example.com", "password": password}).refused(t, 500, "INTERNAL")
	require.Zero(t, s.count(t, "users"))
	assert.Contains(t, s.log.String(), "violates foreign key constraint")
}
