package schema_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// who runs a statement: nobody, a user, or the service role.
type who struct{ role, id string }

var errUndo = errors.New("undo")

// as runs a statement in a role, undoes it, and tells which rows it touched, or
// that the role may not. The service role, which auth_owner can't become, is
// asked for by its executor.
func (d draft) as(w who, sql string) (rows string) {
	d.Helper()
	if w.role == "service_role" {
		sql = fmt.Sprintf("select auth.service_execute('%s', %s, '{}')::text", d.Project,
			"$q$ with touched as ("+d.in(sql)+") select to_jsonb(coalesce(string_agg(body, ',' order by body), '')) from touched $q$")
	}
	err := pgx.BeginFunc(context.Background(), d.Owner, func(tx pgx.Tx) error {
		ctx := context.Background()
		if _, err := tx.Exec(ctx, "select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claims', $2, true)", w.id,
			map[bool]string{true: `{"sub":"` + w.id + `"}`}[w.id != ""]); err != nil {
			return err
		}
		if w.role != "service_role" {
			if _, err := tx.Exec(ctx, "set local role "+w.role); err != nil {
				return err
			}
		}
		result, err := tx.Query(ctx, d.in(sql))
		if err != nil {
			return err
		}
		names, err := pgx.CollectRows(result, pgx.RowTo[string])
		if err != nil {
			return err
		}
		rows = strings.Trim(strings.Join(names, ","), `"`)
		return errUndo
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		require.Equal(d, "42501", refused.Code, "%s %v: %s", w.role, err, sql)
		return "refused"
	}
	require.ErrorIs(d, err, errUndo)
	return rows
}

// Who may do what is what plain `set role` gives: no layer above is needed.
func TestAccessIsPlainRowLevelSecurity(t *testing.T) {
	t.Parallel()
	d := open(t)
	ann, bob := d.Person("ann@example.com"), d.Person("bob@example.com")
	levels := []string{"public", "authenticated", "owner", "admin"}
	var tables []string
	for _, level := range levels {
		tables = append(tables, fmt.Sprintf(`"t_%s": {"columns": {"owner": "ref members", "body": "text"}, "owner_field": "owner",
			"access": {"read": "public", "create": "%s", "update": "%s", "delete": "%s"}},
			"r_%s": {"columns": {"owner": "ref members", "body": "text"}, "owner_field": "owner", "access": {"read": "%s", "create": "public"}}`, level, level, level, level, level, level))
	}
	d.put(`{"members": {"auth_table": true}, ` + strings.Join(tables, ", ") + `}`)
	for _, level := range levels {
		for _, kind := range []string{"t_", "r_"} {
			d.write(fmt.Sprintf("insert into own.%s%s (owner, body) values ('%s', 'anns'), ('%s', 'bobs')", kind, level, ann.ID, bob.ID))
		}
	}
	people := map[string]who{"anon": {"anon", ""}, "ann": {"authenticated", ann.ID}, "bob": {"authenticated", bob.ID},
		"stranger": {"authenticated", ""}, "admin": {"service_role", ""}}
	// Rows that a level lets a person see or change.
	reach := map[string]map[string]string{
		"public":        {"anon": "anns,bobs", "ann": "anns,bobs", "bob": "anns,bobs", "stranger": "anns,bobs", "admin": "anns,bobs"},
		"authenticated": {"anon": "refused", "ann": "anns,bobs", "bob": "anns,bobs", "stranger": "", "admin": "anns,bobs"},
		"owner":         {"anon": "refused", "ann": "anns", "bob": "bobs", "stranger": "", "admin": "anns,bobs"},
		"admin":         {"anon": "refused", "ann": "refused", "bob": "refused", "stranger": "refused", "admin": "anns,bobs"},
	}
	for level, by := range reach {
		for name, rows := range by {
			person := people[name]
			assert.Equal(t, rows, sorted(d.as(person, "select body from own.r_"+level)), "%s reads %s", name, level)
			assert.Equal(t, rows, sorted(d.as(person, "update own.t_"+level+" set body = body returning body")), "%s updates %s", name, level)
			assert.Equal(t, rows, sorted(d.as(person, "delete from own.t_"+level+" returning body")), "%s deletes %s", name, level)
			inserts := "new"
			if rows == "refused" || rows == "" {
				inserts = "refused"
			}
			assert.Equal(t, inserts, d.as(person, "insert into own.t_"+level+" (body) values ('new') returning body"), "%s inserts into %s", name, level)
		}
	}
	for name, person := range people {
		for _, sql := range []string{"update own.t_public set id = gen_random_uuid() returning body", "update own.t_public set created_at = now() returning body",
			"insert into own.t_public (id, body) values (gen_random_uuid(), 'x') returning body"} {
			assert.Equal(t, name != "admin", d.as(person, sql) == "refused", "%s: %s", name, sql)
		}
	}
}

func sorted(rows string) string {
	if rows == "bobs,anns" {
		return "anns,bobs"
	}
	return rows
}

func TestOwnerIsWhoTheTokenSays(t *testing.T) {
	t.Parallel()
	d := open(t)
	ann, bob := d.Person("ann@example.com"), d.Person("bob@example.com")
	d.put(`{"members": {"auth_table": true}, "notes": {"owner_field": "owner", "columns": {"owner": "ref members", "body": "text"},
		"access": {"read": "public", "create": "public", "update": "authenticated"}}}`)
	owner := func(w who, sql string) string { return d.as(w, sql+" returning coalesce(owner::text, 'nobody')") }
	user, guest := who{"authenticated", ann.ID}, who{"anon", ""}
	require.Equal(t, ann.ID, owner(user, "insert into own.notes (body) values ('x')"))
	require.Equal(t, ann.ID, owner(user, "insert into own.notes (owner) values ('"+bob.ID+"')"), "forced")
	require.Equal(t, ann.ID, owner(user, "insert into own.notes (owner) values (null)"))
	require.Equal(t, "nobody", owner(guest, "insert into own.notes (owner) values ('"+bob.ID+"')"))
	require.Equal(t, bob.ID, d.as(who{"service_role", ""}, "insert into own.notes (owner) values ('"+bob.ID+"') returning owner::text as body"), "an admin says")
	d.write("insert into own.notes (owner, body) values ('" + bob.ID + "', 'his')")
	require.Equal(t, bob.ID, owner(user, "update own.notes set owner = '"+ann.ID+"', body = 'taken'"), "it stays his")
}

func TestAuthTableIsNotTheClientsToWrite(t *testing.T) {
	t.Parallel()
	d := open(t)
	ann, bob := d.Person("ann@example.com"), d.Person("bob@example.com")
	d.put(`{"members": {"auth_table": true, "columns": {"nick": "string", "role": "enum user,admin default user"}, "access": {"read": "authenticated"}}}`)
	user := who{"authenticated", ann.ID}
	require.Equal(t, "ann@example.com,bob@example.com", d.as(user, "select email from own.members order by 1"))
	require.Equal(t, "ann@example.com", d.as(user, "update own.members set nick = 'me' returning email"), "their own alone")
	for _, sql := range []string{"update own.members set email = 'evil@example.com' returning email", "update own.members set id = '" + bob.ID + "' returning email",
		"insert into own.members (nick) values ('x') returning nick", "delete from own.members returning email"} {
		require.Equal(t, "refused", d.as(user, sql), sql)
	}
	require.Equal(t, "refused", d.as(who{"anon", ""}, "select email from own.members"))
}

// A change of access leaves nothing of the one before.
func TestAccessIsTakenBack(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.put(`{"t": {"columns": {"x": "int"}, "access": {"read": "public", "create": "public", "update": "public", "delete": "public"}}}`)
	d.put(`{"t": {"columns": {"x": "int"}, "access": {"read": "admin", "create": "admin", "update": "admin", "delete": "admin"}}}`)
	require.Empty(t, list[string](d, "select policyname::text from pg_policies where schemaname = $1", d.schema))
	for _, role := range []string{"anon", "authenticated"} {
		require.False(t, get[bool](d, "select has_any_column_privilege($1, 'own.t', 'select, insert, update') or has_table_privilege($1, 'own.t', 'delete, truncate')", role))
	}
}

// Rights that come by themselves to new tables do not come to these.
func TestDefaultPrivilegesOpenNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Exec("grant create on schema " + d.schema + " to service_role")
	d.write("alter default privileges grant all on tables to anon, public")
	d.put(`{"t": {"columns": {"x": "int"}, "access": {"read": "admin", "create": "admin", "update": "admin", "delete": "admin"}}}`)
	require.False(t, get[bool](d, "select has_any_column_privilege('anon', 'own.t', 'select, insert, update') or has_table_privilege('anon', 'own.t', 'delete, truncate')"))
}
