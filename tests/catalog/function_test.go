package catalog_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestEachFunctionHasItsFile(t *testing.T) {
	t.Parallel()
	var written []string
	for p, text := range sources(t, "functions") {
		require.Equal(t, []string{called(p)}, functionsIn(text), "%s makes one function, of its own name", p)
		written = append(written, called(p))
	}
	for p, text := range sources(t, "triggers") {
		for _, function := range functionsIn(text) {
			require.True(t, strings.HasPrefix(function, "tg_"+called(p)+"__"), "%s in %s", function, p)
			written = append(written, function)
		}
	}
	// As many as there are: an overload would be a second row.
	require.ElementsMatch(t, written, names(t, "select proname::text from pg_catalog.pg_proc where pronamespace = 'auth'::regnamespace"))
}

// The order in which each header says what a function is.
var header = regexp.MustCompile(`language (sql|plpgsql) (immutable|stable|volatile)( parallel safe)?( security definer set search_path = '')?( set jit = off)?( --.*)?\nas \$\$`)

func TestHeaders(t *testing.T) {
	t.Parallel()
	for p, text := range sources(t, "functions") {
		assert.Regexp(t, header, text, p)
		assert.Contains(t, text, "\ncomment on function auth."+called(p)+"(", p)
		head, _, _ := strings.Cut(comments.ReplaceAllString(text, ""), "$$")
		assert.Equal(t, strings.ToLower(head), head, "%s: lower case", p)
	}
}

// row is one of a registry's.
var row = regexp.MustCompile(`(?m)^    \('`)

func TestFunctionsAreShort(t *testing.T) {
	t.Parallel()
	for p, text := range sources(t, "functions") {
		assert.LessOrEqual(t, strings.Count(text, "\n")-len(row.FindAllString(text, -1)), 60, p)
	}
}

// `create or replace` drops both clauses in silence where a new text lacks them.
func TestDefinersPinTheirSearchPath(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select oid::regprocedure::text from pg_catalog.pg_proc
		where pronamespace = 'auth'::regnamespace and prosecdef and not coalesce('search_path=""' = any (proconfig), false)`))
}

// A helper with a path of its own would be planned twice; a claim reader with
// one would not inline.
func TestOnlyDefinersHaveASearchPath(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select oid::regprocedure::text from pg_catalog.pg_proc
		where pronamespace = 'auth'::regnamespace and not prosecdef and proconfig is not null`))
}

func TestAllIsTheOwners(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select oid::regprocedure::text from pg_catalog.pg_proc
		where pronamespace = 'auth'::regnamespace and proowner <> 'auth_owner'::regrole
		union all select oid::regclass::text from pg_catalog.pg_class
		where relnamespace in ('auth'::regnamespace, 'rolecall'::regnamespace) and relowner <> 'auth_owner'::regrole`))
}

func TestEverythingSaysWhatItIs(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select oid::regprocedure::text from pg_catalog.pg_proc
		where pronamespace in ('auth'::regnamespace, 'rolecall_admin'::regnamespace)
		  and coalesce(pg_catalog.obj_description(oid, 'pg_proc'), '') !~ '\.$'`), "functions")
	require.Empty(t, names(t, `select oid::regclass::text from pg_catalog.pg_class
		where relnamespace = 'auth'::regnamespace and relkind in ('r', 'p', 'v', 'm') and relname !~ '^audit_log_[0-9]{6}$'
		  and coalesce(pg_catalog.obj_description(oid, 'pg_class'), '') !~ '\.$'`), "tables")
}

// Bodies are not checked when sources are applied in path order; here all
// functions are there when each is made again.
func TestSourcesAppliedAgainWithChecks(t *testing.T) {
	t.Parallel()
	owner := pgtest.Clone(t).Owner(t)
	var script strings.Builder
	script.WriteString("begin; set local check_function_bodies = on; set local search_path = '';\n")
	for _, root := range []string{"functions", "triggers", "policies", "grants.sql"} {
		for _, text := range sources(t, root) {
			script.WriteString(text)
		}
	}
	script.WriteString("commit")
	_, err := owner.Exec(t.Context(), script.String())
	require.NoError(t, err)
}

// plpgsql_check finds what only a call would find. It is a package of its own
// (postgresql-15-plpgsql-check), which a server under test need not have.
func TestPlpgsqlCheck(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	if _, err := db.Superuser(t).Exec(t.Context(), "create extension plpgsql_check schema extensions"); err != nil {
		t.Log("not checked by plpgsql_check, which this server lacks: ", err)
		return
	}
	rows, err := db.Superuser(t).Query(t.Context(), `
		select format('%s: %s %s', p.oid::regprocedure, c.lineno, c.message)
		from pg_proc p
		left join pg_trigger g on g.tgfoid = p.oid and not g.tgisinternal and g.tgparentid = 0,
		lateral extensions.plpgsql_check_function_tb(p.oid, coalesce(g.tgrelid, 0), security_warnings => true) c
		where p.pronamespace = 'auth'::regnamespace and p.prolang = (select oid from pg_language where lanname = 'plpgsql')
		  and (p.prorettype <> 'trigger'::regtype or g.oid is not null) -- or it is for tables of a project's own`)
	require.NoError(t, err)
	defer rows.Close()
	for rows.Next() {
		var found string
		require.NoError(t, rows.Scan(&found))
		t.Error(found)
	}
	require.NoError(t, rows.Err())
}

// Rotation wakes nobody and writes no message: it is too frequent for the bus.
func TestRefreshPathEmitsNothing(t *testing.T) {
	t.Parallel()
	for p, text := range sources(t, "functions/session") {
		assert.NotRegexp(t, `bus_emit|pg_notify|pg_logical_emit|outbox_put|event_put`, text, p)
	}
	// Webhooks are told of sessions that begin and end. Rotation does neither: it names no such column.
	require.Equal(t, []string{"_100_event of ", "_200_event of revoked_at"}, names(t, `
		select tgname || ' of ' || coalesce((select string_agg(a.attname, ' ') from pg_catalog.pg_attribute a
		  where a.attrelid = g.tgrelid and a.attnum = any (g.tgattr::smallint[])), '')
		from pg_catalog.pg_trigger g
		where tgrelid in ('auth.sessions'::regclass, 'auth.refresh_tokens'::regclass) and not tgisinternal
		  and (tgtype & 16 = 0 or cardinality(tgattr::smallint[]) > 0) order by 1`), "on insert, or on update of columns")
	require.Len(t, names(t, `select tgname::text from pg_catalog.pg_trigger
		where tgrelid in ('auth.sessions'::regclass, 'auth.refresh_tokens'::regclass) and not tgisinternal`), 2)
	rotate := sources(t, "functions/session")["functions/session/refresh_rotate.sql"]
	assert.NotEmpty(t, rotate)
	assert.NotContains(t, rotate, "revoked_at")
}
