package admin_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func redeeming(secret, email string) scene.Args {
	return scene.Args{"hash": scene.Hash(secret), "email": email, "password_hash": "hash", "profile": `{"display_name": "Root"}`,
		"ip": nil, "user_agent": "test", "refresh_hash": scene.Hash("rt of " + email)}
}

func TestBootstrap(t *testing.T) {
	t.Parallel()
	s := realm(scene.Tx(t))
	s.RefusesUndone("link_invalid", "admin_bootstrap_finish", redeeming("guess", "root@example.com"))
	s.AsOwner().Call("admin_bootstrap", scene.Args{"hash": scene.Hash("bs 1")})
	s.AsOwner().Call("admin_bootstrap", scene.Args{"hash": scene.Hash("bs 2")})
	s.Refuses("link_invalid", "admin_bootstrap_begin", scene.Args{"hash": scene.Hash("bs 1"), "ip": nil})
	s.Call("admin_bootstrap_begin", scene.Args{"hash": scene.Hash("bs 2"), "ip": nil})
	s.RefusesUndone("link_invalid", "admin_bootstrap_finish", redeeming("bs 1", "root@example.com"))

	row := s.Call("admin_bootstrap_finish", redeeming("bs 2", "Root@example.com"))
	root := s.Opened(row, scene.Hash("rt of Root@example.com"))
	root.Holds()
	require.Equal(t, "rolecall-admin", row.Object("claims")["aud"])
	require.Equal(t, "root@example.com", row.Object("profile")["email"])
	s.RefusesUndone("link_invalid", "admin_bootstrap_finish", redeeming("bs 2", "second@example.com"))
	require.True(t, s.AsOwner().Call("admins_any", nil)["admins_any"].(bool))
	who := by{"user": root.User, "session": root.ID, "password_version": 1, "epoch": root.Epoch}
	other := s.Another()
	require.NotNil(t, other.Call("users_page", asked(other, who, nil)), "the server is theirs")

	s.AsOwner().Call("admin_bootstrap", scene.Args{"hash": scene.Hash("bs 3")})
	s.Exec("update auth.tickets set expires_at = now() where purpose = 'bootstrap'")
	s.RefusesUndone("link_invalid", "admin_bootstrap_finish", redeeming("bs 3", "late@example.com"))
	s.AsOwner().Call("admin_bootstrap", scene.Args{"hash": scene.Hash("bs 4")})
	s.RefusesUndone("email_taken", "admin_bootstrap_finish", redeeming("bs 4", "root@example.com"))
	s.Call("admin_bootstrap_begin", scene.Args{"hash": scene.Hash("bs 4"), "ip": nil}) // still good for another address
}

func TestLastOwnerStays(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t) // the realm's owners are all of the server's
	r := realm(s)
	root, deputy := newAdmin(s, "root").of(r, "owner"), newAdmin(s, "deputy").of(r, "owner")
	assistant := newAdmin(s, "assistant").of(r, "admin")
	last := func() {
		for function, more := range map[string]scene.Args{
			"admin_revoke": nil, "user_disable": nil, "user_delete": nil, "admin_grant": {"role": "admin"},
		} {
			r.RefusesUndone("admin_last", function, asked(r, root.by(), scene.Args{"user": root.ID}.With(more)))
		}
		r.Fails("PT409", "delete from auth.users where id = $1", root.ID)
	}
	r.Call("user_disable", asked(r, root.by(), scene.Args{"user": deputy.ID}))
	last()
	r.Call("user_enable", asked(r, root.by(), scene.Args{"user": deputy.ID}))
	r.Call("admin_grant", asked(r, root.by(), scene.Args{"user": deputy.ID, "role": "admin"}))
	last()
	r.Call("user_delete", asked(r, root.by(), scene.Args{"user": assistant.ID}))
	require.Zero(t, scene.Get[int](r, "select count(*) from auth.project_admins where user_id = $1", assistant.ID))
	last()
	r.Call("admin_grant", asked(r, root.by(), scene.Args{"user": deputy.ID, "role": "owner"}))
	r.Call("admin_revoke", asked(r, root.by(), scene.Args{"user": root.ID}))
	r.RefusesUndone("admin_forbidden", "users_page", asked(r, root.by(), nil))
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	r, shop := realm(s), s.Another()
	owner := newAdmin(s, "owner").of(s, "owner").of(shop, "owner")
	email := "new-" + strings.ToLower(rand.Text()[:8]) + "@example.com"
	invite := func(to *scene.Scene, token, role string) scene.Row {
		return to.Call("admin_invite", asked(to, owner.by(), scene.Args{"email": email, "hash": scene.Hash(token), "sealed": []byte("sealed"), "role": role}))
	}
	invite(s, "it 1", "admin")
	invite(shop, "it 2", "owner")
	listed := func(of *scene.Scene) []any {
		list, _ := of.Call("admin_invites_read", asked(of, owner.by(), nil))["admin_invites_read"].([]any)
		return list
	}
	require.Len(t, listed(s), 1, "the newer one is for both")
	require.Equal(t, "owner", listed(shop)[0].(map[string]any)["role"])
	r.Refuses("invitation_invalid", "invitation_address", scene.Args{"project": r.Project, "invitation": scene.Hash("it 1")})

	signing := scene.Args{"project": r.Project, "identifier": email, "password_hash": "hash", "profile": "{}", "ip": nil, "user_agent": nil,
		"refresh_hash": scene.Hash("rt"), "link_hash": nil, "proof_sealed": nil, "redirect": nil}
	_, err := r.Ask("signup_finish", signing)
	require.ErrorContains(t, err, "invit", "nobody without one")
	row := r.Call("signup_finish", signing.With(scene.Args{"invitation": scene.Hash("it 2")}))
	made := r.Opened(row, scene.Hash("rt"))
	who := by{"user": made.User, "session": made.ID, "password_version": 1, "epoch": made.Epoch}
	s.Call("users_page", asked(s, who, nil))
	s.RefusesUndone("admin_forbidden", "admin_invite", asked(s, who, scene.Args{"email": "x@example.com", "hash": scene.Hash("x"), "sealed": nil, "role": "admin"}))
	shop.Call("admin_invite", asked(shop, who, scene.Args{"email": "x-" + email, "hash": scene.Hash("x"), "sealed": nil, "role": "admin"}))
	require.Equal(t, "{}", scene.Get[string](r, "select app_metadata::text from auth.users where id = $1", made.User))
	require.Empty(t, listed(s))

	// Who has an account needs none.
	granted := invite(s, "it 3", "owner").Object("admin_invite")
	require.Equal(t, "owner", granted["admin"].(map[string]any)["role"])
	r.Exec("update auth.users set email_confirmed_at = null where id = $1", made.User)
	s.RefusesUndone("email_not_verified", "admin_invite", asked(s, owner.by(), scene.Args{"email": email, "hash": scene.Hash("it 4"), "sealed": nil, "role": "admin"}))
}

func TestInvitationIsTakenBack(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	shop := s.Another()
	owner := newAdmin(s, "owner").of(s, "owner").of(shop, "owner")
	email := "new-" + strings.ToLower(rand.Text()[:8]) + "@example.com"
	for _, to := range []*scene.Scene{s, shop} {
		to.Call("admin_invite", asked(to, owner.by(), scene.Args{"email": email, "hash": scene.Hash("it", to.Project), "sealed": nil, "role": "admin"}))
	}
	id := scene.Get[string](s, "select id::text from auth.invitations where email = $1 and revoked_at is null", email)
	s.Another().RefusesUndone("admin_forbidden", "admin_invite_revoke", asked(s.Another(), owner.by(), scene.Args{"invite": id}))
	s.Call("admin_invite_revoke", asked(s, owner.by(), scene.Args{"invite": id}))
	s.RefusesUndone("invite_not_found", "admin_invite_revoke", asked(s, owner.by(), scene.Args{"invite": id}))
	require.Nil(t, scene.Get[*string](s, "select revoked_at::text from auth.invitations where id = $1", id), "for the shop it holds")
	shop.Call("admin_invite_revoke", asked(shop, owner.by(), scene.Args{"invite": id}))
	require.NotNil(t, scene.Get[*string](s, "select revoked_at::text from auth.invitations where id = $1", id))
}

func TestAccountKeysAreTheirAdmins(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	a := newAdmin(s, "a").of(s, "owner")
	making := a.session.Bearer().With(scene.Args{"hash": scene.Hash("mk " + a.ID), "hint": "abcd", "name": "ci", "ip": nil})
	made := a.session.Call("account_key_create", making).Object("account_key_create")
	require.NotContains(t, made, "hash")
	who := key("account_key", "mk "+a.ID)
	s.Call("users_page", asked(s, who, nil))
	s.Call("admins_read", asked(s, who, nil))
	project := s.Call("project_create_by_account", scene.Args{"account_key": scene.Hash("mk " + a.ID), "name": "made by " + a.ID, "preset": "moondb",
		"public_hash": nil, "public_hint": "", "secret_hash": nil, "secret_hint": ""}).Object("result")
	require.Equal(t, "owner", scene.Get[string](s, "select role from auth.project_admins where project_id = $1 and user_id = $2", project["id"], a.ID), "who makes it owns it")
	mine, _ := s.Call("my_projects", scene.Args{"by": scene.JSON(s, who)})["my_projects"].([]any)
	require.Len(t, mine, 2)

	x := s.Alice().SignsIn()
	s.RefusesUndone("project_not_found", "account_key_create", x.Bearer().With(scene.Args{"hash": scene.Hash("mk 2"), "hint": "abcd", "name": nil, "ip": nil}))
	a.session.Call("account_key_revoke", a.session.Bearer().With(scene.Args{"key": made["id"], "ip": nil}))
	s.RefusesUndone("key_invalid", "users_page", asked(s, who, nil))
	a.session.Call("account_key_create", making.With(scene.Args{"hash": scene.Hash("mk 3 " + a.ID)}))
	a.Update("disabled_at = now()")
	s.RefusesUndone("key_invalid", "users_page", asked(s, key("account_key", "mk 3 "+a.ID), nil))
}
