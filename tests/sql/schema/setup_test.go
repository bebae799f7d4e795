package schema_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// draft is a project whose tables are declared; "own." in SQL is its schema.
type draft struct {
	*scene.Scene
	schema string
}

func open(t *testing.T) draft {
	t.Helper()
	s := scene.Tx(t)
	return draft{s, s.Schema()}
}

func (d draft) in(sql string) string { return strings.ReplaceAll(sql, "own.", d.schema+".") }

func (d draft) Exec(sql string, args ...any) {
	d.Helper()
	d.Scene.Exec(d.in(sql), args...)
}

func get[T any](d draft, sql string, args ...any) T {
	d.Helper()
	return scene.Get[T](d.Scene, d.in(sql), args...)
}

func list[T any](d draft, sql string, args ...any) []T {
	d.Helper()
	return scene.List[T](d.Scene, d.in(sql), args...)
}

func (d draft) args(tables string, confirm bool) scene.Args {
	document := `{"tables": ` + tables + `}`
	if confirm {
		document = `{"confirm_destructive": true, "tables": ` + tables + `}`
	}
	return scene.Args{"document": document, "project": d.Project}
}

// put declares these tables, and must be obeyed.
func (d draft) put(tables string) map[string]any {
	d.Helper()
	answer := d.AsOwner().Call("schema_put", d.args(tables, true)).Object("schema_put")
	require.Equal(d, true, answer["applied"])
	return answer
}

// asks declares these tables without a confirmation.
func (d draft) asks(tables string) map[string]any {
	d.Helper()
	return d.AsOwner().Call("schema_put", d.args(tables, false)).Object("schema_put")
}

// refuses declares what must be refused with this code, and gives the refusal.
func (d draft) refuses(code, tables string) *fault.Error {
	d.Helper()
	return d.AsOwner().Refuses(code, "schema_put", d.args(tables, true))
}

// columns are a table's, as "name type required default".
func (d draft) columns(table string) []string {
	d.Helper()
	return list[string](d, `select concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'required' end, pg_get_expr(b.adbin, b.adrelid))
		from pg_attribute a left join pg_attrdef b on b.adrelid = a.attrelid and b.adnum = a.attnum
		where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped order by a.attnum`, d.schema+"."+table)
}

// write runs a statement on the declared tables, as their owner, the service role.
func (d draft) write(sql string) {
	d.Helper()
	d.Scene.Exec("select auth.service_execute($1, $2)", d.Project, d.in(sql))
}

// value is the one value, as JSON, of a query as the service role.
func (d draft) value(sql string) any {
	d.Helper()
	return scene.Get[any](d.Scene, "select auth.service_execute($1, $2, '{}')", d.Project, "select to_jsonb(("+d.in(sql)+"))")
}
