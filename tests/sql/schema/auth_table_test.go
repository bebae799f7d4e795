package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestAuthTableComesAndGoesWithTheSchema(t *testing.T) {
	t.Parallel()
	d := open(t)
	early := d.Person("early@example.com")
	d.put(shop)
	require.Equal(t, "early@example.com", d.value("select email from own.members where id = '"+early.ID+"'"), "who was there has a row")
	alice := d.Person("alice@example.com")
	d.Exec("update auth.users set email = 'new@example.com' where id = $1", alice.ID)
	require.Equal(t, "new@example.com", d.value("select email from own.members where id = '"+alice.ID+"'"))
	d.write("insert into own.notes (owner, title) values ('" + alice.ID + "', 'hers')")
	d.AsOwner().Call("user_delete", scene.Args{"user": alice.ID, "project": d.Project})
	require.Zero(t, d.value("select count(*) from own.notes"), "as the ref says: cascade")

	// It is an ordinary table afterwards.
	require.Equal(t, true, d.asks(`{"members": {"columns": {"display_name": "string", "role": "enum user,admin default user"}}}`)["destructive"], "email would go")
	d.put(`{"members": {"columns": {"display_name": "string", "role": "enum user,admin default user"}}}`)
	require.Zero(t, get[int](d, "select count(*) from auth.auth_tables where project_id = $1", d.Project))
	d.Person("bob@example.com")
	require.Equal(t, 1.0, d.value("select count(*) from own.members"))
	d.put(`{"people": {"auth_table": true}}`)
	require.Equal(t, 2.0, d.value("select count(*) from own.people"))
	d.put(`{"others": {"auth_table": true}}`)
	require.Equal(t, 2.0, d.value("select count(*) from own.others"))
	d.put(`{}`)
	d.Person("carol@example.com")
}

func TestADBAsAuthTableIsNotTakenOver(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.Exec("create table own.mine (id uuid primary key); grant all on own.mine to service_role")
	d.Exec("select auth.enable_auth_table('own.mine', project => '" + d.Project + "')")
	d.refuses("auth_table_exists", `{"members": {"auth_table": true}}`)
	d.put(`{"notes": {"columns": {"x": "int"}}}`)
	d.put(`{}`)
	require.Equal(t, "mine", get[string](d, "select table_name from auth.auth_tables where project_id = $1", d.Project))
	require.Equal(t, "mine", d.AsOwner().Call("schema_read", scene.Args{"project": d.Project}).Object("schema_read")["auth_table"].(map[string]any)["table"])
}

func TestSchemaIsTheAdministrators(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, function := range []string{"schema_put", "schema_read", "schema_history"} {
		args := scene.Args{"project": d.Project, "by": `{}`}
		if function == "schema_put" {
			args["document"] = `{"tables": {}}`
		}
		d.RefusesUndone("key_needed", function, args)
		d.RefusesUndone("key_invalid", function, args.With(scene.Args{"by": `{"key": "00"}`}))
	}
}
