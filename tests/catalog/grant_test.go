package catalog_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// executable lists functions of schema auth by grantee (PUBLIC for all).
const executable = `select p.proname::text from pg_catalog.pg_proc p, pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a
	where p.pronamespace = 'auth'::regnamespace and a.privilege_type = 'EXECUTE' and a.grantee <> p.proowner
	  and case a.grantee when 0 then 'public' else a.grantee::regrole::text end = $1`

func TestPublicMayExecuteThese(t *testing.T) {
	t.Parallel()
	require.ElementsMatch(t, []string{
		"uid", "subject", "jwt", "role", "email", "session_id", "project_id", "tenant_id", "has_role", "has_permission", // policies of any role
		"pre_request", "request_check", // a login before it takes a role
		"tg_row__touched", "tg_row__owned", // on tables of a project's own
	}, names(t, executable, "public"))
}

var (
	comments = regexp.MustCompile(`--.*`)
	grants   = regexp.MustCompile(`(?s)grant execute on function(.*?)\bto (\w+);`)
	granted  = regexp.MustCompile(`auth\.(\w+)\(`)
)

// grants.sql is the page that says who may do what: it is complete.
func TestGrantsAreWhatTheFileSays(t *testing.T) {
	t.Parallel()
	said := map[string][]string{}
	for _, grant := range grants.FindAllStringSubmatch(comments.ReplaceAllString(sources(t, "grants.sql")["grants.sql"], ""), -1) {
		for _, function := range granted.FindAllStringSubmatch(grant[1], -1) {
			said[grant[2]] = append(said[grant[2]], function[1])
		}
	}
	require.NotEmpty(t, said["auth_service"])
	grantees := names(t, `select distinct case a.grantee when 0 then 'public' else a.grantee::regrole::text end
		from pg_catalog.pg_proc p, pg_catalog.aclexplode(p.proacl) a where p.pronamespace = 'auth'::regnamespace and a.grantee <> p.proowner`)
	require.Len(t, grantees, len(said))
	for _, grantee := range grantees {
		require.ElementsMatch(t, said[grantee], names(t, executable, grantee), grantee)
	}
}

func TestPrivateFunctionsAreTheOwnersAlone(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select p.oid::regprocedure::text || ' ' || p.proacl::text
		from pg_catalog.pg_proc p
		where p.pronamespace = 'auth'::regnamespace and pg_catalog.obj_description(p.oid, 'pg_proc') like '%Private.'
		  and exists (select from pg_catalog.aclexplode(coalesce(p.proacl, pg_catalog.acldefault('f', p.proowner))) a where a.grantee <> p.proowner)`))
}

// A function that another login may call does its work as the owner, or it
// could do nothing.
func TestEntryPointsAreDefiners(t *testing.T) {
	t.Parallel()
	for _, grantee := range []string{"auth_service", "authenticator"} {
		require.Empty(t, names(t, "select proname::text from pg_catalog.pg_proc where pronamespace = 'auth'::regnamespace and not prosecdef and proname = any ($1)",
			names(t, executable, grantee)), grantee)
	}
}

func TestNobodyHasARightOnATable(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select c.oid::regclass || ' ' || c.relacl::text from pg_catalog.pg_class c
		where c.relnamespace in ('auth'::regnamespace, 'rolecall'::regnamespace)
		  and exists (select from pg_catalog.aclexplode(c.relacl) a where a.grantee <> c.relowner
		    and (c.relkind <> 'v' or c.relname not like 'visible\_%' or a.privilege_type <> 'SELECT'))`), "tables")
	require.Empty(t, names(t, `select a.attrelid::regclass || '.' || a.attname from pg_catalog.pg_attribute a
		join pg_catalog.pg_class c on c.oid = a.attrelid
		where c.relnamespace in ('auth'::regnamespace, 'rolecall'::regnamespace) and a.attacl is not null`), "columns")
	require.Empty(t, names(t, `select defaclobjtype::text || defaclacl::text from pg_catalog.pg_default_acl`), "tables to come")
}

func TestRightsOnSchemas(t *testing.T) {
	t.Parallel()
	got := strings.Join(names(t, `select n.nspname || ' ' || case a.grantee when 0 then 'public' else a.grantee::regrole::text end || ' ' || a.privilege_type
		from pg_catalog.pg_namespace n, pg_catalog.aclexplode(n.nspacl) a
		where n.nspname in ('auth', 'rolecall', 'rolecall_admin') and a.grantee <> n.nspowner order by 1`), "\n")
	require.Equal(t, "auth public USAGE\nrolecall_admin auth_owner USAGE", got)
}

func TestSuperuserHelpersAreTheOwners(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"execute_as_service_role", "login_verifier_set", "project_role", "project_roles_drop", "project_roles_ensure", "run_as_service_role", "runner_ensure"},
		names(t, `select p.proname::text from pg_catalog.pg_proc p
			where p.pronamespace = 'rolecall_admin'::regnamespace and pg_catalog.has_function_privilege('auth_owner', p.oid, 'execute') order by 1`))
	require.Empty(t, names(t, `select p.oid::regprocedure::text from pg_catalog.pg_proc p
		where p.pronamespace = 'rolecall_admin'::regnamespace
		  and (pg_catalog.has_function_privilege('auth_service', p.oid, 'execute') or pg_catalog.has_function_privilege('anon', p.oid, 'execute'))`))
	require.Empty(t, names(t, `select p.oid::regprocedure::text from pg_catalog.pg_proc p
		where p.pronamespace = 'rolecall_admin'::regnamespace and p.prosecdef and p.proconfig is distinct from array['search_path=pg_catalog, pg_temp']
		  and (p.proname not in ('run_as_service_role', 'execute_as_service_role') or p.proowner <> 'service_role'::regrole or p.proconfig is distinct from array['search_path=""'])`))
}
