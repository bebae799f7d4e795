package access_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// roles are all that a connection of ours may run as. Those of another
// project, shop, are named by their use.
var roles = []string{
	"anon", "authenticated", "service_role", "authenticator", "auth_service", "auth_replicator",
	"shop anon", "shop authenticated", "shop service", "shop login",
}

// stage is a scene with the project shop; role gives a role's name in the database.
func stage(t *testing.T) (s *scene.Scene, role func(string) string) {
	t.Helper()
	s = scene.Tx(t)
	return s, shop(s, "access")
}

// shop makes another project of this name.
func shop(s *scene.Scene, name string) (role func(string) string) {
	s.Helper()
	id := s.AsOwner().Call("project_create", scene.Args{"name": name}).Text("id")
	return func(name string) string {
		if use, ok := strings.CutPrefix(name, "shop "); ok {
			return scene.Get[string](s, "select rolecall_admin.project_role($1, $2)", id, use)
		}
		return name
	}
}

// as runs a statement in a role and tells its SQLSTATE, "" when it was done.
func as(s *scene.Scene, role, sql string) string {
	s.Helper()
	return state(s, "set local role "+role+"; "+sql)
}

func TestRolesAreWhatTheyAre(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	for _, name := range roles {
		attributes := scene.Get[string](s, `select concat_ws(' ',
				case when rolsuper then 'superuser' end, case when rolcreaterole then 'createrole' end, case when rolcreatedb then 'createdb' end,
				case when rolcanlogin then 'login' end, case when rolreplication then 'replication' end, case when rolbypassrls then 'bypassrls' end,
				case when rolcanlogin and rolinherit then 'inherit' end)
			from pg_catalog.pg_roles where rolname = $1`, role(name))
		want := map[string]string{
			"service_role": "bypassrls", "shop service": "bypassrls", "auth_replicator": "login replication",
			"authenticator": "login", "auth_service": "login", "shop login": "login",
		}
		require.Equal(t, want[name], attributes, name)
	}
}
