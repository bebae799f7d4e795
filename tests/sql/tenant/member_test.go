package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMembersChangeAndLeave(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.role("editor", "posts.write")
	bob := m.joins("bob@example.com", "editor", "editor")
	list := m.Call("members_read", m.args(bob, nil)).Object("members_read")["members"].([]any)
	require.Len(t, list, 2)
	for _, item := range list {
		member := item.(map[string]any)
		require.Equal(t, member["user_id"] == m.Owner.User, member["is_owner"])
		require.NotContains(t, member, "app_metadata", "the others see no more of a member than this")
	}
	changed := m.Call("member_put", m.args(m.Owner, scene.Args{"user": "bob@example.com", "owner": true})).Object("member_put")
	require.Equal(t, true, changed["is_owner"])
	require.Equal(t, []any{"editor"}, changed["roles"], "what is not given stays, and each role is there once")
	m.Call("member_put", m.args(bob, scene.Args{"user": m.Owner.User, "owner": false}))
	m.Call("member_remove", m.args(m.Owner, scene.Args{"user": m.Owner.User}))
	m.RefusesUndone("tenant_not_found", "tenant_read", m.args(m.Owner, nil))
	require.Equal(t, 2, m.Audited("member_added"))
	require.Equal(t, 2, m.Audited("member_changed"))
	require.Equal(t, 1, m.Audited("member_removed"))
	require.Equal(t, "user "+bob.User, scene.Get[string](m.Scene, `select actor_kind || ' ' || actor from auth.audit_log
		where project_id = $1 and event = 'member_changed' and user_id = $2`, m.Project, m.Owner.User), "on whose word")
}

func TestTheLastOwnerStays(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	bob := m.joins("bob@example.com")
	m.RefusesUndone("tenant_owner_last", "member_remove", m.args(m.Owner, scene.Args{"user": m.Owner.User}))
	m.RefusesUndone("tenant_owner_last", "member_put", m.args(m.Owner, scene.Args{"user": m.Owner.User, "owner": false}))
	m.AsOwner().RefusesUndone("tenant_owner_last", "member_remove", scene.Args{"tenant": m.ID, "user": m.Owner.User, "project": m.Project})
	gone := m.Owner.Bearer().With(scene.Args{"read_version": 0, "matches": true, "ip": nil})
	gone["read_version"] = m.Owner.PasswordVersion
	m.RefusesUndone("tenant_owner_last", "me_delete", gone)
	m.Call("member_remove", m.args(bob, scene.Args{"user": bob.User}))
	m.Call("tenant_delete", m.args(m.Owner, nil))
	m.Call("me_delete", gone)
}

// Nobody gives what they do not have.
func TestNoMemberRaisesThemselves(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.role("manager", "members.manage", "members.invite")
	m.role("writer", "posts.write", "members.manage")
	m.role("greeter", "members.invite")
	bob, eve := m.joins("bob@example.com", "manager"), m.joins("eve@example.com")
	put := func(user string, more scene.Args) scene.Args { return m.args(bob, scene.Args{"user": user}.With(more)) }
	m.RefusesUndone("role_forbidden", "member_put", put(bob.User, scene.Args{"roles": []string{"manager", "writer"}}))
	m.RefusesUndone("tenant_forbidden", "member_put", put(bob.User, scene.Args{"owner": true}))
	m.RefusesUndone("tenant_forbidden", "member_put", put(m.Owner.User, scene.Args{"roles": []string{}}))
	m.RefusesUndone("tenant_forbidden", "member_remove", put(m.Owner.User, nil))
	m.RefusesUndone("role_not_found", "member_put", put(eve.User, scene.Args{"roles": []string{"nothing"}}))
	m.Call("member_put", put(eve.User, scene.Args{"roles": []string{"greeter"}}))
	m.RefusesUndone("tenant_forbidden", "member_put", m.args(eve, scene.Args{"user": eve.User, "roles": []string{}}))
	for more, code := range map[string]string{"writer": "role_forbidden", "manager": "role_forbidden"} {
		m.RefusesUndone(code, "invite_send", m.args(eve, invitation("x@example.com", more)))
	}
	m.RefusesUndone("tenant_forbidden", "invite_send", m.args(eve, invitation("x@example.com").With(scene.Args{"owner": true})))
	m.Call("member_remove", put(eve.User, nil))
	m.RefusesUndone("member_not_found", "member_put", put(m.Person("new@example.com").ID, scene.Args{"roles": []string{}}))
	m.RefusesUndone("member_not_found", "member_put", m.args(m.Owner, scene.Args{"user": "new@example.com", "roles": []string{}}))
	m.RefusesUndone("user_not_found", "member_put", m.args(m.Owner, scene.Args{"user": "nobody@example.com", "roles": []string{}}))
}

func TestRoles(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	other := newTeam(m.Scene, "other")
	dba := m.AsOwner()
	put := func(more scene.Args) scene.Args { return scene.Args{"project": m.Project}.With(more) }
	for _, bad := range []scene.Args{
		{"name": "owner"}, {"name": "a b"}, {"name": ""}, {"name": "x", "scope": "world"}, {"name": "x", "permissions": []string{"a b"}},
		{"name": "x", "permissions": []string{""}}, {"name": "x", "tenant": "acme", "scope": "project"}, {"name": "-x"}, {"name": "a\nb"},
	} {
		dba.RefusesUndone("role_invalid", "role_put", put(bad))
	}
	dba.Call("role_put", put(scene.Args{"name": "auditor", "tenant": "acme", "permissions": []string{"books.read", "books.read"}}))
	dba.RefusesUndone("role_name_taken", "role_put", put(scene.Args{"name": "auditor", "scope": "project"}))
	m.role("editor", "posts.write")
	dba.RefusesUndone("role_name_taken", "role_put", put(scene.Args{"name": "editor", "tenant": "acme"}))
	bob := m.joins("bob@example.com", "auditor")
	dba.RefusesUndone("role_not_found", "member_put", scene.Args{"tenant": other.ID, "user": bob.User, "roles": []string{"auditor"}, "project": m.Project})
	m.Fails("PT404", "update auth.memberships set roles = '{nothing}' where user_id = $1", bob.User)
	m.switches(bob)
	require.Equal(t, []string{"books.read"}, request(bob, nil, "books.read", "posts.write").Permissions)

	names := func(row scene.Row) (all []string) {
		for _, item := range row["roles_read"].([]any) {
			all = append(all, item.(map[string]any)["name"].(string))
		}
		return all
	}
	require.Equal(t, []string{"auditor", "editor"}, names(m.Call("roles_read", m.args(bob, nil))))
	require.Equal(t, []string{"editor"}, names(other.Call("roles_read", other.args(other.Owner, nil))))
	require.Equal(t, []string{"editor"}, names(dba.Call("roles_read", put(nil))))
	dba.RefusesUndone("role_not_found", "role_delete", put(scene.Args{"name": "auditor"}))
	dba.Call("role_delete", put(scene.Args{"name": "auditor", "tenant": "acme"}))
	require.Empty(t, request(bob, nil, "auditor", "books.read").Roles)
	dba.Call("role_put", put(scene.Args{"name": "editor", "scope": "project"}))
	require.Equal(t, []string{}, scene.Get[[]string](m.Scene, "select roles from auth.memberships where user_id = $1", bob.User))
}
