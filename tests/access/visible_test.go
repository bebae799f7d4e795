package access_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// What a project's roles read of schema auth: the service role its project's
// rows, a user their own, and nobody a secret.
func TestVisible(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	shop := *s
	shop.Project = scene.Get[string](s, "select id::text from auth.projects where slug = 'access'")
	ann, bob := shop.Person("ann@example.com"), shop.Person("bob@example.com")
	ann.SignsIn()
	bob.SignsIn()
	s.Alice().SignsIn()
	views := scene.List[string](s, "select viewname::text from pg_views where schemaname = 'auth' order by 1")
	require.Contains(t, views, "visible_users")

	claims := `{"sub": "` + ann.ID + `", "project": "` + shop.Project + `"}`
	be := func(name string) {
		s.Exec("reset role")
		s.Exec("select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)", claims, ann.ID)
		if name == "shop service" {
			// auth_owner can't become it, so the view's own condition is met by another name.
			s.Exec("update auth.projects set service_role = 'anon' where id = $1", shop.Project)
			name = "anon"
		}
		s.Exec("set local role " + role(name))
	}
	rows := func(view string) int { return scene.Get[int](s, "select count(*) from auth."+view) }

	be("shop authenticated")
	require.Equal(t, []string{"ann@example.com true"}, scene.List[string](s, "select email || ' ' || has_password from auth.visible_users"))
	require.Equal(t, 1, rows("visible_sessions"))
	require.Positive(t, rows("visible_audit_log"))
	require.Equal(t, rows("visible_audit_log"), scene.Get[int](s, "select count(*) from auth.visible_audit_log where user_id = $1", ann.ID))
	for _, name := range []string{"authenticated", "shop anon", "anon"} {
		be(name)
		for _, view := range views {
			assert.Zero(t, rows(view), "%s reads %s, by the claims of another project", name, view)
		}
	}
	be("shop service")
	require.Equal(t, []string{"ann@example.com", "bob@example.com"}, scene.List[string](s, "select email from auth.visible_users order by 1"))
	require.Equal(t, 2, rows("visible_sessions"))

	s.Exec("reset role")
	columns := scene.List[string](s, `select table_name || '.' || column_name from information_schema.columns where table_schema = 'auth' and table_name like 'visible%'`)
	for _, column := range columns {
		assert.NotRegexp(t, `hash|sealed|secret|mac$|public_key|credential|version|network|child`, column)
	}
	for _, view := range views {
		for _, name := range roles {
			for _, sql := range []string{"insert into auth." + view + " default values", "delete from auth." + view, "update auth." + view + " set id = null", "truncate auth." + view} {
				assert.NotEmpty(t, as(s, role(name), sql), "%s: %s", name, sql)
			}
		}
	}
}
