package tenant_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// by is a session as p_by of a function of tenants.
func by(x *scene.Session) string {
	return scene.JSON(x.Scene, map[string]any{"ip": scene.HomeIP, "bearer": map[string]any{
		"user": x.User, "session": x.ID, "password_version": x.PasswordVersion, "epoch": x.Epoch}})
}

// team is a tenant with an owner, made by an administrator.
type team struct {
	*scene.Scene
	ID    string
	Owner *scene.Session
}

func newTeam(s *scene.Scene, name string) *team {
	s.Helper()
	ann := s.Person(strings.Fields(name)[0] + "-ann@example.com")
	made := s.AsOwner().Call("tenant_create", scene.Args{"name": name, "owner": ann.ID, "project": s.Project}).Object("tenant_create")
	return &team{s, made["id"].(string), ann.SignsIn()}
}

// joins makes somebody a member, and signs them in.
func (m *team) joins(email string, roles ...string) *scene.Session {
	m.Helper()
	person := m.Person(email)
	m.AsOwner().Call("member_put", scene.Args{"tenant": m.ID, "user": person.ID, "roles": roles, "project": m.Project})
	return person.SignsIn()
}

// role defines one of members of any tenant.
func (m *team) role(name string, permissions ...string) {
	m.Helper()
	m.AsOwner().Call("role_put", scene.Args{"name": name, "permissions": permissions, "project": m.Project})
}

// switches lets a session speak for the tenant, and gives the claims.
func (m *team) switches(x *scene.Session) map[string]any {
	m.Helper()
	return m.Call("tenant_switch", x.Bearer().With(scene.Args{"tenant": m.ID, "ip": nil})).Object("claims")
}

// args are those of a function of tenants that a session asks.
func (m *team) args(x *scene.Session, more scene.Args) scene.Args {
	return scene.Args{"tenant": m.ID, "project": m.Project, "by": by(x)}.With(more)
}

// access is what policies read in a request.
type access struct {
	Tenant             string
	Roles, Permissions []string
	Claims             map[string]any
}

// request begins a request as the data API does, in a transaction of its own,
// and asks the policies' functions about these names.
func request(x *scene.Session, claims map[string]any, names ...string) (seen access) {
	x.Helper()
	ctx := context.Background()
	text, err := json.Marshal(claims)
	require.NoError(x, err)
	var after []byte
	require.NoError(x, pgx.BeginFunc(ctx, x.Service, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true),
			auth.request_check($3, $4, $5, $6, $7, null)`, string(text), x.User, x.Project, x.User, x.ID, x.PasswordVersion, x.Epoch)
		require.NoError(x, err)
		require.NoError(x, tx.QueryRow(ctx, `select coalesce(auth.tenant_id()::text, ''), coalesce(array_agg(n) filter (where auth.has_role(n)), '{}'),
			coalesce(array_agg(n) filter (where auth.has_permission(n)), '{}'), auth.jwt() from unnest($1::text[]) n`, names).
			Scan(&seen.Tenant, &seen.Roles, &seen.Permissions, &after))
		// Of a test's own transaction this is a savepoint.
		_, err = tx.Exec(ctx, `select set_config('request.access.tenant_id', '', true), set_config('request.access.roles', '', true),
			set_config('request.access.permissions', '', true), set_config('request.jwt.claims', '', true), set_config('request.jwt.claim.sub', '', true)`)
		return err
	}))
	require.NoError(x, json.Unmarshal(after, &seen.Claims))
	return seen
}
