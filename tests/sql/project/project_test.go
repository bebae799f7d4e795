package project_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func create(s *scene.Scene, name string) scene.Row {
	s.Helper()
	return s.Call("project_create", scene.Args{"name": name, "public_hash": scene.Hash(name, "pk"), "secret_hash": scene.Hash(name, "sk")})
}

func TestProjectCreate(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	row := create(s, "My Shop!")
	require.Equal(t, "my-shop", row.Text("slug"))
	id := row.Text("id")

	require.Equal(t, []string{"public", "secret"}, scene.List[string](s, "select kind from auth.api_keys where project_id = $1 order by kind", id))
	require.True(t, scene.Get[bool](s, "select pg_catalog.has_schema_privilege(authenticated_role, 'p_my_shop', 'usage') from auth.projects where id = $1", id))
	require.Equal(t, []string{"anon", "authenticated", "service"}, scene.List[string](s, `
		select pg_catalog.regexp_replace(g.rolname::text, '^rc_[0-9a-f]{12}_', '')
		from auth.projects p
		join pg_catalog.pg_roles l on l.rolname = p.data_login
		join pg_catalog.pg_auth_members m on m.member = l.oid
		join pg_catalog.pg_roles g on g.oid = m.roleid
		where p.id = $1 order by 1`, id), "the login's reach is its project's API roles")
	require.Equal(t, []bool{false, false, true}, scene.List[bool](s, `
		select r.rolbypassrls from auth.projects p join pg_catalog.pg_roles r on r.rolname in (p.anon_role, p.authenticated_role, p.service_role)
		where p.id = $1 order by r.rolname`, id))
	require.Equal(t, []string{"project_created"}, scene.List[string](s, "select event from auth.audit_log where project_id = $1", id))

	s.RefusesUndone("name_taken", "project_create", scene.Args{"name": "my shop"})
	s.RefusesUndone("preset_unknown", "project_create", scene.Args{"name": "Other", "preset": "unheard of"})
}

func TestProjectIsFoundByAnyName(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	slug := scene.Get[string](s, "select slug from auth.projects where id = $1", s.Project)
	bare := scene.Get[string](s, "select replace($1::text, '-', '')", s.Project)
	for _, ref := range []string{s.Project, slug, "proj_" + bare} {
		require.Equal(t, s.Project, s.Call("project_find", scene.Args{"ref": ref}).Text("project_find"))
	}
	for _, ref := range []string{"", "nowhere", "proj_", "proj_" + bare + "0", bare, "' or true --", slug + " "} {
		s.RefusesUndone("project_not_found", "project_find", scene.Args{"ref": ref})
	}
}

func TestSlugs(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for name, want := range map[string]string{
		"Shop": "shop", "My  Shop (2)": "my-shop-2", "--x--": "x", "2nd": "app-2nd", "Проект": "app-f52a53c5", "proj-x": "app-proj-x",
		"This name is far too long to be a slug as it stands": "this-name-is-far-too-long-to-be-a-slug-a",
	} {
		slug := scene.Get[string](s, "select auth.slug($1)", name)
		require.Equal(t, want, slug, name)
		s.Exec(`insert into auth.projects (slug, name, kind, preset, settings) values ($1, 'x', 'realm', 'moondb', '{}')`, slug)
	}
	for _, slug := range []string{"proj-1", "proj_1", "Shop", "1st", "a b", "00000000-0000-4000-8000-000000000000", "", "a/b", "x_y"} {
		s.Fails("23514", `insert into auth.projects (slug, name, kind, preset, settings) values ($1, 'x', 'realm', 'moondb', '{}')`, slug)
	}
}

func TestProjectDrop(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := create(s, "Shop to drop").Text("id")
	shop := *s
	shop.Project = id
	alice := shop.Alice()
	alice.SignsIn()
	shop.Call("password_forgot", scene.Args{"project": id, "identifier": alice.Email, "redirect": nil, "link_hash": scene.Hash("t"), "proof_sealed": nil, "ip": scene.HomeIP})
	s.Exec("create table p_shop_to_drop.orders (id int)")
	bystander := s.Alice()

	s.Call("project_drop", scene.Args{"ref": "shop-to-drop"})

	for _, table := range []string{"projects where id", "api_keys where project_id", "users where project_id", "sessions where project_id",
		"refresh_tokens where project_id", "tickets where project_id", "outbox where project_id", "rate_limits where project_id"} {
		require.Zero(t, scene.Get[int](s, "select count(*) from auth."+table+" = $1", id), table)
	}
	require.NotZero(t, shop.Audited("project_created"), "the audit log stays")
	require.Nil(t, scene.Get[*string](s, "select pg_catalog.to_regclass('p_shop_to_drop.orders')::text"))
	require.Zero(t, scene.Get[int](s, "select count(*) from pg_catalog.pg_roles where rolname like 'rc\\_' || left(replace($1::text, '-', ''), 12) || '%'", id))
	bystander.SignsIn()

	s.RefusesUndone("project_not_found", "project_drop", scene.Args{"ref": id})
	for _, ref := range []string{"default", "admin"} {
		_, err := s.Ask("project_drop", scene.Args{"ref": ref})
		require.ErrorContains(t, err, "part of the server")
	}
}

func TestAccountKeyMakesProjects(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Call("api_key_ensure", scene.Args{"project": "admin", "kind": "account", "hash": scene.Hash("mk"), "hint": "mk"})
	ask := scene.Args{
		"account_key": scene.Hash("mk"), "name": "Account's", "preset": "nhost", "public_hash": scene.Hash("pk"), "public_hint": "1",
		"secret_hash": scene.Hash("sk"), "secret_hint": "2", "idempotency": scene.Hash("k"), "request": scene.Hash("r"), "sealed": []byte("sealed 1"),
	}
	first := s.Call("project_create_by_account", ask)
	require.Equal(t, "account-s", first.Object("result")["slug"])

	again := s.Call("project_create_by_account", ask.With(scene.Args{"sealed": []byte("sealed 2")}))
	require.Equal(t, first, again, "one project, and the first answer's keys")
	s.RefusesUndone("idempotency_key_reused", "project_create_by_account", ask.With(scene.Args{"request": scene.Hash("other")}))
	s.RefusesUndone("name_taken", "project_create_by_account", ask.With(scene.Args{"idempotency": nil}))
	s.RefusesUndone("account_key_needed", "project_create_by_account", ask.With(scene.Args{"account_key": nil}))
	s.RefusesUndone("key_invalid", "project_create_by_account", ask.With(scene.Args{"account_key": scene.Hash("sk")}))
}

func TestProjectConfig(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Call("signing_key_ensure", scene.Args{"project": s.Project, "status": "current", "kid": "1", "alg": "ES256", "public_jwk": `{"kty": "EC"}`, "private_sealed": []byte("sealed")})
	s.Exec("insert into auth.signing_keys (project_id, kid, alg, status) values ($1, '0', 'ES256', 'revoked')", s.Project)
	row := s.Call("project_config", scene.Args{"ref": s.Project})
	require.Equal(t, "authenticator", row.Text("data_login"))
	require.EqualValues(t, 3600, row.Object("settings")["access_ttl"])
	require.Len(t, row["signing_keys"], 1, "a revoked key verifies nothing")
	s.RefusesUndone("project_not_found", "project_config", scene.Args{"ref": "nowhere"})
}
