package schema_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const shop = `{
	"members": {"auth_table": true, "verify_email": true, "columns": {"display_name": "string", "role": {"type": "enum", "values": ["user", "admin"], "default": "user"}}},
	"notes": {"owner_field": "owner", "access": {"read": "public", "create": "authenticated", "update": "owner", "delete": "admin"},
		"unique": [["owner", "title"]],
		"columns": {"owner": "ref members required cascade", "title": "string required max_length 80", "body": "text", "stars": "int default 0 min 0 max 5",
			"tags": {"type": "json", "default": {"a": null}}, "due": "date", "at": "datetime default now", "done": "bool default false", "price": "float index", "file": "file accept image/png"}}}`

func TestTablesAreMadeAsDeclared(t *testing.T) {
	t.Parallel()
	d := open(t)
	answer := d.put(shop)
	require.Equal(t, 1.0, answer["version"])
	require.Equal(t, false, answer["destructive"])
	require.Equal(t, []string{"id uuid required", "email text", "display_name character varying(255)", "role text 'user'::text",
		"created_at timestamp with time zone required now()", "updated_at timestamp with time zone required now()"}, d.columns("members"))
	require.Subset(t, d.columns("notes"), []string{"id uuid required gen_random_uuid()", "owner uuid required", "title character varying(80) required", "body text",
		"stars bigint '0'::bigint", `tags jsonb '{"a": null}'::jsonb`, "due date", "at timestamp with time zone now()", "done boolean false", "price double precision", "file text"})
	require.Equal(t, []string{"service_role"}, list[string](d, "select distinct tableowner::text from pg_tables where schemaname = $1", d.schema))
	require.Equal(t, []string{"members_email_key", "members_pkey", "members_role_check", "notes_owner_fkey", "notes_owner_title_key", "notes_pkey", "notes_stars_check"},
		list[string](d, "select conname::text from pg_constraint where connamespace = $1::regnamespace and contype <> 'n' order by 1", d.schema))
	require.Equal(t, []string{"notes_owner_idx", "notes_price_idx"},
		list[string](d, "select indexname::text from pg_indexes where schemaname = $1 and indexname ~ '_idx$' order by 1", d.schema))
	require.Empty(t, list[string](d, "select object_name || ' ' || fault from auth.rls_report($1)", d.Project))
	require.Equal(t, []string{"display_name", "role"}, get[[]string](d, "select columns from auth.auth_tables where project_id = $1 and table_name = 'members'", d.Project))
	require.True(t, get[bool](d, "select (settings -> 'verify_email')::boolean from auth.projects where id = $1", d.Project))

	again := d.put(shop)
	require.Equal(t, 1.0, again["version"], "the same again is no change")
	require.Empty(t, again["changes"])
	require.Equal(t, answer["schema"], d.put(`{"members": ` + tables(d, "members") + `, "notes": ` + tables(d, "notes") + `}`)["schema"], "what is read may be declared")
	require.Equal(t, 1, d.Audited("schema_changed"))
}

func tables(d draft, name string) string {
	return get[string](d, "select (auth.schema_read($1) #> array['schema', 'tables', $2])::text", d.Project, name)
}

func TestSchemaChanges(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.put(`{"a": {"columns": {"x": "string max_length 10", "y": "int", "z": "enum p,q,r", "gone": "text"}}, "b": {"columns": {"a": "ref a"}}, "c": {"columns": {"b": "ref b"}}}`)
	d.write("insert into own.a (x, y, z, gone) values ('one', 1, 'p', 'data')")
	next := `{"a": {"columns": {"x": "text required", "y": "string", "z": "enum p,q default p", "new": "bool default true required"}, "unique": [["x", "y"]]}, "b": {"columns": {"a": "ref a set_null", "n": "int"}}}`

	preview := d.asks(next)
	require.Equal(t, []any{false, true, true, 1.0}, []any{preview["applied"], preview["destructive"], preview["confirm_needed"], preview["version"]})
	var lossy []any
	for _, change := range preview["changes"].([]any) {
		if c := change.(map[string]any); c["destructive"] == true {
			lossy = append(lossy, []any{c["change"], c["table_name"], c["object_name"]})
		}
	}
	require.ElementsMatch(t, []any{
		[]any{"drop column", "a", "gone"}, []any{"drop table", "c", nil}, []any{"change type", "a", "y"}, []any{"add check", "a", "a_z_check"},
	}, lossy)
	require.Contains(t, d.columns("a"), "gone text", "a preview changes nothing")

	dry := d.AsOwner().Call("schema_put", d.args(next, true).With(map[string]any{"dry": true})).Object("schema_put")
	require.Equal(t, false, dry["applied"])
	require.Equal(t, preview["statements"], dry["statements"])

	require.Equal(t, preview["statements"], d.put(next)["statements"], "what was shown is what is run")
	require.Equal(t, map[string]any{"x": "one", "y": "1", "z": "p", "new": true}, d.value("select to_jsonb(a) - '{id,created_at,updated_at}'::text[] from own.a a"))
	require.Nil(t, get[*string](d, "select to_regclass('own.c')::text"))
	require.Equal(t, "n", get[string](d, "select confdeltype::text from pg_constraint where conname = 'b_a_fkey' and connamespace = $1::regnamespace", d.schema))

	history := get[string](d, "select string_agg(v ->> 'version', ' ' order by n) from jsonb_array_elements(auth.schema_history($1)) with ordinality h (v, n)", d.Project)
	require.Equal(t, "2 1", history)
	require.Equal(t, preview["statements"], d.AsOwner().Call("schema_history", map[string]any{"project": d.Project})["schema_history"].([]any)[0].(map[string]any)["statements"])
	d.put(`{}`)
	require.Empty(t, list[string](d, "select tablename::text from pg_tables where schemaname = $1", d.schema))
}

func TestWhatDoesNotFitChangesNothing(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.put(`{"a": {"columns": {"x": "string"}}}`)
	d.write("insert into own.a (x) values (null), ('same'), ('same')")
	d.Exec("create table own.foreign_one ()")
	before := d.columns("a")
	for tables, want := range map[string]string{
		`{"a": {"columns": {"x": "string required"}}}`:                                 "without a value",
		`{"a": {"columns": {"x": "string unique"}}}`:                                   "share a value",
		`{"a": {"columns": {"x": "enum p,q"}}}`:                                        "don't fit",
		`{"a": {"columns": {"x": "int"}}}`:                                             "can't be read",
		`{"a": {"columns": {"x": "string", "n": "int required"}}}`:                     "without a value",
		`{"a": {"columns": {"x": "string"}}, "foreign_one": {}}`:                       "not declared here",
		`{"b": {}, "a": {"columns": {"x": "string", "y": "bool"}, "unique": [["x"]]}}`: "share a value",
	} {
		require.Contains(t, d.refuses("schema_conflict", tables).Message, want, tables)
		require.Equal(t, before, d.columns("a"))
	}
	d.write("create view own.v as select x from own.a")
	require.Contains(t, d.refuses("schema_conflict", `{"a": {}}`).Message, "depends on it")
	d.write("drop view own.v")
	d.write("alter table own.a drop column x")
	require.Contains(t, d.refuses("schema_conflict", `{"a": {}}`).Message, "changed it since")
	require.Equal(t, 1, get[int](d, "select max(version) from auth.schema_versions where project_id = $1", d.Project))
}

func TestSchemasThatCannotBe(t *testing.T) {
	t.Parallel()
	d := open(t)
	one := func(column string) string { return `{"a": {"columns": {"x": ` + column + `}}}` }
	for tables, field := range map[string]string{
		`[]`:                                 "tables",
		`{"a b": {}}`:                        "tables",
		`{"pg_a": {}}`:                       "tables",
		`{"a\"; drop schema auth; --": {}}`:  "tables",
		`{"a": 1}`:                           "tables.a",
		`{"a": {"colums": {}}}`:              "tables.a.colums",
		`{"a": {"columns": []}}`:             "tables.a.columns",
		`{"a": {"columns": {"id": "uuid"}}}`: "tables.a.columns.id",
		`{"a": {"columns": {"x y": "int"}}}`: "tables.a.columns",
		`{"a": {"auth_table": true, "columns": {"email": "string"}}}`:         "tables.a.columns.email",
		`{"a": {"auth_table": true, "columns": {"password_hash": "string"}}}`: "tables.a.columns.password_hash",
		`{"a": {"auth_table": true, "columns": {"reset_at": "date"}}}`:        "tables.a.columns.reset_at",
		`{"a": {"auth_table": true}, "b": {"auth_table": true}}`:              "tables",
		`{"a": {"auth_table": true, "access": {"create": "public"}}}`:         "tables.a.access.create",
		`{"a": {"verify_email": true}}`:                                       "tables.a",
		`{"a": {"access": {"read": "everybody"}}}`:                            "tables.a.access.read",
		`{"a": {"access": {"list": "public"}}}`:                               "tables.a.access.list",
		`{"a": {"access": {"read": "owner"}}}`:                                "tables.a.access",
		`{"a": {"owner_field": "x", "columns": {"x": "int"}}}`:                "tables.a.owner_field",
		`{"a": {"owner_field": "id"}}`:                                        "tables.a.owner_field",
		`{"b": {}, "a": {"owner_field": "x", "columns": {"x": "ref b"}}}`:     "tables.a.columns.x",
		`{"a": {"unique": [["x"]]}}`:                                          "tables.a.unique",
		`{"a": {"unique": "x"}}`:                                              "tables.a.unique",
		one(`"ref b"`):                                                        "tables.a.columns.x",
		one(`"varchar"`):                                                      "tables.a.columns.x",
		one(`"int; drop schema auth"`):                                        "tables.a.columns.x",
		one(`"int sometimes"`):                                                "tables.a.columns.x",
		one(`"int default zero"`):                                             "tables.a.columns.x.default",
		one(`"int default"`):                                                  "tables.a.columns.x",
		one(`{"type": "enum"}`):                                               "tables.a.columns.x.values",
		one(`{"type": "enum", "values": [1]}`):                                "tables.a.columns.x.values",
		one(`"enum a,b default c"`):                                           "tables.a.columns.x.default",
		one(`{"type": "int", "required": "yes"}`):                             "tables.a.columns.x.required",
		one(`{"type": "int", "values": ["a"]}`):                               "tables.a.columns.x.values",
		one(`{"type": "text", "min": 1}`):                                     "tables.a.columns.x.min",
		one(`{"type": "int", "min": "1) or (true"}`):                          "tables.a.columns.x.min",
		one(`{"type": "string", "max_length": "1) default evil("}`):           "tables.a.columns.x.max_length",
		one(`{"type": "string", "default": {"a": 1}}`):                        "tables.a.columns.x.default",
		one(`"date default yesteryear"`):                                      "tables.a.columns.x.default",
		one(`"ref a required set_null"`):                                      "tables.a.columns.x.on_delete",
		one(`"int cascade"`):                                                  "tables.a.columns.x.table",
	} {
		require.Equal(t, field, d.refuses("schema_invalid", tables).Field, tables)
	}
	d.AsOwner().RefusesUndone("schema_invalid", "schema_put", map[string]any{"project": d.Project, "document": `{"tables": {}, "ai_endpoints": {}}`})
	d.AsOwner().RefusesUndone("schema_invalid", "schema_put", map[string]any{"project": d.Project, "document": `{"tables": {}, "options": {"soft_delete": true}}`})
}

// A literal stays one, whatever is in it.
func TestValuesAreQuoted(t *testing.T) {
	t.Parallel()
	d := open(t)
	d.put(`{"Order": {"columns": {"select": {"type": "enum", "values": ["it's", "a\\b", "\"q\"); drop schema auth; --"], "default": "it's"}, "From": {"type": "text", "default": "'); drop schema auth; --"}}}}`)
	d.write(`insert into own."Order" default values`)
	require.Equal(t, map[string]any{"From": "'); drop schema auth; --", "select": "it's"}, d.value(`select to_jsonb(o) - '{id,created_at,updated_at}'::text[] from own."Order" o`))
}
