package row_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestEnableGivesRowsToWhoIsThere(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Alice()
	h.Exec(members)
	require.Equal(t, 1, h.enable("verify_email => true"))
	require.Contains(t, h.row("alice@example.com"), `"role": "user"`)
	require.True(t, get[bool](h, "select (settings -> 'verify_email')::boolean from auth.projects where id = $1", h.Project))
	require.Equal(t, h.schema+".members", get[string](h, "select settings ->> 'auth_table' from auth.projects where id = $1", h.Project))
	require.Zero(t, h.enable("columns => '{nick}'"), "again it changes what is declared")
	require.Equal(t, []string{"nick"}, get[[]string](h, "select columns from auth.auth_tables where project_id = $1", h.Project))
	require.True(t, get[bool](h, "select (settings -> 'verify_email')::boolean from auth.projects where id = $1", h.Project), "not said: as it was")

	require.Equal(t, h.schema+".members", h.disable())
	require.Zero(t, get[int](h, "select count(*) from auth.projects where id = $1 and settings ->> 'auth_table' is not null", h.Project))
	h.Person("bob@example.com")
	require.Equal(t, "none", h.row("bob@example.com"))
	require.Contains(t, h.row("alice@example.com"), `"role": "user"`, "the table stays")
	require.Equal(t, 1, h.Audited("auth_table_disabled"))
}

func TestEnableRefusesWhatWouldBreakSignUps(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		"create table own.members (id text primary key)":                                                                                        "must be a uuid",
		"create table own.members (id uuid)":                                                                                                    "must be a uuid, and unique",
		"create table own.members (user_id uuid primary key)":                                                                                   "Column id must be a uuid",
		"create table own.members (id uuid primary key)":                                                                                        "grant select, insert",
		"create table own.members (id uuid primary key, must text not null); grant all on own.members to service_role":                          "Column must must have a value",
		"create table own.members (id uuid primary key, a int, b int generated always as (a) stored); grant all on own.members to service_role": "can't fill",
	} {
		h := open(t)
		h.Exec(sql)
		columns := "{}"
		if want == "can't fill" {
			columns = "{b}"
		}
		refused := h.refuses("auth_table_unfit", "select auth.enable_auth_table('own.members', columns => $2, project => $1)", h.Project, columns)
		require.Contains(t, refused, want, sql)
	}
	h := club(t)
	h.Exec("create table own.others (id uuid primary key); grant all on own.others to service_role; create schema elsewhere; create table elsewhere.t (id uuid primary key)")
	require.Contains(t, h.refuses("auth_table_exists", "select auth.enable_auth_table('own.others', project => $1)", h.Project), "members")
	h.refuses("table_not_found", "select auth.enable_auth_table('elsewhere.t', project => $1)", h.Project)
	for _, column := range []string{"id", "email", "created_at", "password_hash", "verification_token", "reset_x"} {
		h.refuses("column_reserved", "select auth.enable_auth_table('own.members', columns => array[$2], project => $1)", h.Project, column)
	}
	h.Alice()
	h.disable()
	h.refuses("auth_table_missing", "select auth.disable_auth_table($1)", h.Project)
	h.Exec("alter table own.members add one int unique default 1; delete from own.members")
	h.Person("bob@example.com")
	h.refuses("auth_table_unfit", "select auth.enable_auth_table('own.members', project => $1)", h.Project)
}

func TestRowOfWhoGoes(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Exec(`create table own.members (user_id uuid unique, email text, nick text); grant all on own.members to service_role;
		create table own.posts (author uuid references own.members (user_id))`)
	h.enable("user_column => 'user_id', on_delete => 'detach'")
	gone := func() string {
		alice := h.Person("alice@example.com")
		h.Exec("update own.members set nick = 'al' where user_id = $1", alice.ID)
		h.AsOwner().Call("user_delete", scene.Args{"user": alice.ID, "project": h.Project})
		return get[string](h, "select coalesce(string_agg(m::text, ' '), 'none') from own.members m")
	}
	require.Equal(t, "(,,al)", gone())
	h.Exec("delete from own.members")
	h.enable("user_column => 'user_id', on_delete => 'delete'")
	require.Equal(t, "none", gone())

	alice := h.Person("alice@example.com")
	h.Exec("insert into own.posts values ($1)", alice.ID)
	h.AsOwner().RefusesUndone("account_in_use", "user_delete", scene.Args{"user": alice.ID, "project": h.Project})
	require.Equal(t, 1, get[int](h, "select count(*) from own.members"))
}
