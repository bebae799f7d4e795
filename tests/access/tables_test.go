package access_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

const noRight = "42501"

// Nobody but the owner reads or writes a table of schema auth or of the schema
// that keeps its version, with rows or without.
func TestTables(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	s.Alice().SignsIn()
	tables := scene.List[string](s, `select c.oid::regclass::text from pg_catalog.pg_class c
		where c.relnamespace in ('auth'::regnamespace, 'rolecall'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm')
		  and c.relname not like 'visible\_%'`)
	require.Contains(t, tables, "auth.users")
	require.Contains(t, tables, "rolecall.schema_migrations")
	for _, table := range tables {
		column := scene.Get[string](s, "select attname::text from pg_catalog.pg_attribute where attrelid = $1::regclass and attnum = 1", table)
		for _, name := range roles {
			for _, sql := range []string{
				"select from " + table, "select count(*) from " + table, "select " + column + " from " + table,
				"insert into " + table + " default values", "update " + table + " set " + column + " = null", "delete from " + table,
				"truncate " + table, "lock table " + table, "copy " + table + " to stdout",
				"create table public.child () inherits (" + table + ")", "create view public.window as table " + table + "; table public.window",
			} {
				assert.Equal(t, noRight, as(s, role(name), sql), "%s: %s", name, sql)
			}
		}
	}
}

// Nor does anybody change what is there, or make roles and schemas.
func TestDefinitions(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	for _, name := range roles {
		for _, sql := range []string{
			"create table auth.mine ()", "create function auth.mine() returns int language sql as 'select 1'",
			"create or replace function auth.uid() returns uuid language sql as 'select null::uuid'",
			"drop function auth.uid()", "alter function auth.uid() owner to current_user",
			"drop table auth.users", "alter table auth.users disable trigger all", "grant select on auth.users to public",
			"create policy mine on auth.users", "create schema mine", "create table public.mine ()",
			"create role mine", "alter role anon bypassrls", "grant auth_owner to current_user", "create publication mine for all tables",
			"select rolecall_admin.project_roles_ensure(gen_random_uuid())", "select rolecall_admin.login_verifier_set('authenticator', 'x')",
		} {
			assert.Equal(t, noRight, as(s, role(name), sql), "%s: %s", name, sql)
		}
	}
}
