package tenant_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestTenantIsMadeReadChangedAndDeleted(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	m := newTeam(s, "Acme Works")
	made := m.Call("tenant_read", m.args(m.Owner, nil)).Object("tenant_read")
	require.Equal(t, "acme-works", made["slug"])
	require.Equal(t, true, made["is_owner"])
	require.Equal(t, m.ID, m.Call("tenant_read", m.args(m.Owner, scene.Args{"tenant": "acme-works"})).Object("tenant_read")["id"], "by its slug too")

	changed := m.Call("tenant_update", m.args(m.Owner, scene.Args{"changes": `{"name": " Acme ", "slug": "acme", "metadata": {"plan": "pro"}}`})).Object("tenant_update")
	require.Equal(t, []any{"Acme", "acme", map[string]any{"plan": "pro"}}, []any{changed["name"], changed["slug"], changed["metadata"]})
	m.AsOwner().Call("tenant_create", scene.Args{"name": "Other", "project": m.Project})
	for changes, code := range map[string]string{
		`{"slug": "other"}`:           "tenant_slug_taken",
		`{"slug": "Other"}`:           "tenant_slug_invalid",
		`{"slug": ""}`:                "tenant_slug_invalid",
		`{"slug": "6d1b3a52-0000-x"}`: "tenant_slug_invalid",
		`{"slug": null}`:              "tenant_slug_invalid",
		`{"name": " "}`:               "tenant_name_invalid",
		`{"name": "a\nb"}`:            "tenant_name_invalid",
		`{"metadata": []}`:            "metadata_invalid",
		`{"metadata": {"x": "` + strings.Repeat("x", 17000) + `"}}`: "metadata_invalid",
	} {
		m.RefusesUndone(code, "tenant_update", m.args(m.Owner, scene.Args{"changes": changes}))
	}

	m.Call("tenant_delete", m.args(m.Owner, nil))
	m.RefusesUndone("tenant_not_found", "tenant_read", m.args(m.Owner, nil))
	require.Equal(t, 2, m.Audited("tenant_created"))
	require.Equal(t, 1, m.Audited("tenant_changed")*m.Audited("tenant_deleted"))
	require.Equal(t, 0, m.Audited("member_removed"), "the tenant's end says it")
}

// A row of the project that refers to a tenant keeps it.
func TestTenantInUseStays(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.Exec("create table public.invoices (project_id uuid, tenant_id uuid, foreign key (project_id, tenant_id) references auth.tenants)")
	m.Exec("insert into public.invoices values ($1, $2)", m.Project, m.ID)
	m.RefusesUndone("tenant_in_use", "tenant_delete", m.args(m.Owner, nil))
}

func TestWhoMakesTenants(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice().SignsIn()
	mine := scene.Args{"name": "Acme", "project": s.Project, "by": by(alice)}
	s.RefusesUndone("tenant_creation_closed", "tenant_create", mine)
	s.Set("tenant_creation", `"users"`)
	s.Set("tenants_max", "2")
	first := s.Call("tenant_create", mine.With(scene.Args{"owner": "nobody@example.com"})).Object("tenant_create")
	second := s.Call("tenant_create", mine).Object("tenant_create")
	require.Equal(t, "acme", first["slug"])
	require.Regexp(t, `^acme-[0-9a-f]{8}$`, second["slug"], "nobody asked for the slug")
	s.RefusesUndone("tenants_too_many", "tenant_create", mine)
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.memberships where user_id = $1 and is_owner", alice.User))
	s.Call("tenant_delete", scene.Args{"tenant": first["id"], "project": s.Project, "by": by(alice)})
	s.RefusesUndone("tenant_slug_taken", "tenant_create", mine.With(scene.Args{"slug": second["slug"]}))
	alice.Update("revoked_at = now()")
	s.RefusesUndone("token_revoked", "tenant_create", mine)
	s.Set("tenants", `"off"`)
	s.AsOwner().RefusesUndone("tenants_disabled", "tenant_create", scene.Args{"name": "Acme", "project": s.Project})
}

func TestListOfTenants(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	for _, name := range []string{"beta", "gamma"} {
		m.AsOwner().Call("tenant_create", scene.Args{"name": name, "project": m.Project})
	}
	m.Exec("update auth.tenants set created_at = now() - (case slug when 'acme' then 3 when 'beta' then 2 else 1 end) * interval '1 hour' where project_id = $1", m.Project)
	slugs := func(row scene.Row) (all []string) {
		for _, item := range row.Object("tenants_read")["tenants"].([]any) {
			all = append(all, item.(map[string]any)["slug"].(string))
		}
		return all
	}
	require.Equal(t, []string{"acme"}, slugs(m.Call("tenants_read", scene.Args{"project": m.Project, "by": by(m.Owner)})), "a user sees their own")
	all := scene.Args{"project": m.Project, "limit": 2}
	page := m.AsOwner().Call("tenants_read", all)
	require.Equal(t, []string{"gamma", "beta"}, slugs(page))
	rest := m.AsOwner().Call("tenants_read", all.With(scene.Args{"cursor": page.Object("tenants_read")["next_cursor"]}))
	require.Equal(t, []string{"acme"}, slugs(rest))
	require.Nil(t, rest.Object("tenants_read")["next_cursor"])
	require.Equal(t, []string{"beta"}, slugs(m.AsOwner().Call("tenants_read", all.With(scene.Args{"search": "Be"}))))
	m.AsOwner().RefusesUndone("cursor_invalid", "tenants_read", all.With(scene.Args{"cursor": "x"}))
}

// A secret key may all that the DBA may; a stranger learns nothing.
func TestWhoMayAsk(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.role("manager", "members.manage")
	bob, eve := m.joins("bob@example.com"), m.Person("eve@example.com").SignsIn()
	m.AsOwner().Call("api_key_ensure", scene.Args{"project": m.Project, "kind": "secret", "hash": scene.Hash("sk"), "hint": "x"})
	key := scene.Get[string](m.Scene, "select jsonb_build_object('key', encode($1::bytea, 'hex'))::text", scene.Hash("sk"))
	mine := scene.Args{"tenant": m.ID, "project": m.Project}
	for function, more := range map[string]scene.Args{
		"tenant_read": nil, "tenant_update": {"changes": "{}"}, "tenant_delete": nil, "members_read": nil,
		"member_put": {"user": bob.User, "roles": []string{}}, "member_remove": {"user": m.Owner.User}, "invites_read": nil,
		"invite_revoke": {"invite": m.ID}, "roles_read": nil,
		"invite_send": {"email": "x@example.com", "roles": []string{}, "owner": false, "redirect": nil, "link_hash": scene.Hash("it"), "proof_sealed": nil},
	} {
		args := mine.With(more)
		m.RefusesUndone("tenant_not_found", function, args.With(scene.Args{"by": by(eve)}))
		m.RefusesUndone("key_invalid", function, args.With(scene.Args{"by": `{"key": ""}`}))
		m.RefusesUndone("key_needed", function, args.With(scene.Args{"by": `{}`}))
		if function != "tenant_read" && function != "members_read" && function != "roles_read" {
			m.RefusesUndone("tenant_forbidden", function, args.With(scene.Args{"by": by(bob)}))
		}
	}
	m.Call("tenant_read", mine.With(scene.Args{"by": by(bob)}))
	m.Call("members_read", mine.With(scene.Args{"by": key}))
	m.Call("role_put", scene.Args{"name": "x", "project": m.Project, "by": key})
	m.RefusesUndone("key_needed", "role_put", scene.Args{"name": "x", "project": m.Project, "by": by(m.Owner)})
	m.RefusesUndone("key_needed", "role_delete", scene.Args{"name": "x", "project": m.Project, "by": by(m.Owner)})
	m.RefusesUndone("key_needed", "roles_read", scene.Args{"project": m.Project, "by": by(m.Owner)})
	other := m.Another()
	other.RefusesUndone("tenant_not_found", "tenant_read", scene.Args{"tenant": m.ID, "project": other.Project, "by": by(other.Alice().SignsIn())})
}

func TestSwitch(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	bob, eve := m.joins("bob@example.com"), m.Person("eve@example.com").SignsIn()
	m.RefusesUndone("tenant_not_member", "tenant_switch", eve.Bearer().With(scene.Args{"tenant": "acme", "ip": nil}))
	m.RefusesUndone("tenant_not_member", "tenant_switch", eve.Bearer().With(scene.Args{"tenant": "nothing", "ip": nil}))
	require.Equal(t, m.ID, m.switches(bob)["tenant_id"])
	bob.Refreshes()
	require.Equal(t, m.ID, *bob.Column("tenant_id"), "refreshing keeps it")
	me := m.Call("me", bob.Bearer()).Object("me")
	require.Equal(t, m.ID, me["tenant_id"])
	out := m.Call("tenant_switch", bob.Bearer().With(scene.Args{"tenant": nil, "ip": nil})).Object("claims")
	require.NotContains(t, out, "tenant_id")
	require.NotContains(t, m.Call("me", bob.Bearer()).Object("me"), "tenant_id")
	m.switches(bob)
	m.AsOwner().Call("member_remove", scene.Args{"tenant": m.ID, "user": bob.User, "project": m.Project})
	require.Nil(t, bob.Column("tenant_id"), "who is removed is out at once")
	require.NotContains(t, m.Call("me", bob.Bearer()).Object("me"), "tenant_id")
	m.RefusesUndone("tenant_not_member", "tenant_switch", bob.Bearer().With(scene.Args{"tenant": m.ID, "ip": nil}))
}

func TestLookup(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	require.Equal(t, map[string]any{"id": m.ID, "slug": "acme", "name": "acme"},
		m.Call("tenant_lookup", scene.Args{"project": m.Project, "slug": "acme"}).Object("tenant_lookup"))
	m.RefusesUndone("tenant_not_found", "tenant_lookup", scene.Args{"project": m.Project, "slug": m.ID})
	m.RefusesUndone("tenant_not_found", "tenant_lookup", scene.Args{"project": m.Another().Project, "slug": "acme"})
}
