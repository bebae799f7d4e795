package tenant_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// invitation are the arguments that invite_send takes besides who asks.
func invitation(email string, roles ...string) scene.Args {
	if roles == nil {
		roles = []string{}
	}
	return scene.Args{"email": email, "roles": roles, "owner": false, "redirect": nil, "link_hash": scene.Hash("it to ", email), "proof_sealed": []byte("sealed")}
}

func accept(x *scene.Session, hash []byte, id any) scene.Args {
	return x.Bearer().With(scene.Args{"hash": hash, "invite": id, "ip": nil})
}

func signup(s *scene.Scene, hash []byte) scene.Args {
	return scene.Args{"project": s.Project, "hash": hash, "password_hash": nil, "profile": "{}", "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt")}
}

func TestInvitationIsAccepted(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.role("editor", "posts.write")
	alice, eve := m.Alice(), m.Person("eve@example.com").SignsIn()
	alice.Update("email_confirmed_at = null")
	phone := alice.SignsIn()
	sent := m.Call("invite_send", m.args(m.Owner, invitation(" Alice@Example.com", "editor"))).Object("invite")
	require.Equal(t, "alice@example.com", sent["email"])
	require.NotContains(t, scene.JSON(m.Scene, sent), "hash")
	require.Equal(t, 1, scene.Get[int](m.Scene, "select count(*) from auth.outbox where project_id = $1 and template = 'tenant_invite' and data ->> 'tenant_name' = 'acme' and destination = 'alice@example.com'", m.Project))

	token := scene.Hash("it to ", " Alice@Example.com")
	m.RefusesUndone("invite_foreign", "invite_accept", accept(eve, token, nil))
	m.RefusesUndone("invite_invalid", "invite_accept", accept(eve, nil, sent["id"]))
	m.RefusesUndone("email_not_verified", "invite_accept", accept(phone, nil, sent["id"]))
	require.Empty(t, m.Call("my_invites_read", phone.Bearer())["my_invites_read"], "who has not shown the address learns nothing")
	m.RefusesUndone("invite_invalid", "invite_accept", accept(phone, scene.Hash("another"), nil))
	m.RefusesUndone("invite_invalid", "invite_accept", accept(phone, []byte{}, sent["id"]))

	joined := m.Call("invite_accept", accept(phone, token, nil)).Object("invite_accept")
	require.Equal(t, m.ID, joined["id"])
	require.Equal(t, []any{"editor"}, joined["roles"])
	require.NotNil(t, alice.Column("email_confirmed_at"), "who has the token has the mailbox")
	m.RefusesUndone("invite_invalid", "invite_accept", accept(phone, token, nil))
	m.RefusesUndone("member_exists", "invite_send", m.args(m.Owner, invitation("alice@example.com")))
	m.switches(phone)
	require.Equal(t, 1, m.Audited("invite_sent")*m.Audited("invite_accepted"))
}

func TestInvitationIsAcceptedByItsID(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	phone := m.Alice().SignsIn()
	m.Call("invite_send", m.args(m.Owner, invitation("alice@example.com").With(scene.Args{"owner": true})))
	list := m.Call("my_invites_read", phone.Bearer())["my_invites_read"].([]any)
	require.Len(t, list, 1)
	mine := list[0].(map[string]any)
	require.Equal(t, "acme", mine["tenant"].(map[string]any)["slug"])
	require.Equal(t, true, m.Call("invite_accept", accept(phone, nil, mine["id"])).Object("invite_accept")["is_owner"])
	require.Empty(t, m.Call("my_invites_read", phone.Bearer())["my_invites_read"])
}

func TestInvitationIsSentAgainListedAndRevoked(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.Set("limit_mail_address", `"0/60"`)
	m.role("editor")
	phone := m.Alice().SignsIn()
	first := m.Call("invite_send", m.args(m.Owner, invitation("alice@example.com", "editor"))).Object("invite")
	again := invitation("alice@example.com").With(scene.Args{"again": first["id"], "email": nil, "link_hash": scene.Hash("second")})
	second := m.Call("invite_send", m.args(m.Owner, again)).Object("invite")
	require.Equal(t, []any{"editor"}, second["roles"], "as it was")
	m.RefusesUndone("invite_invalid", "invite_accept", accept(phone, scene.Hash("it to ", "alice@example.com"), nil))
	m.RefusesUndone("invite_not_found", "invite_send", m.args(m.Owner, again))
	require.Len(t, m.Call("invites_read", m.args(m.Owner, nil))["invites_read"], 1, "two invitations of one address are one")

	m.RefusesUndone("invite_not_found", "invite_revoke", m.args(m.Owner, scene.Args{"invite": first["id"]}))
	m.Call("invite_revoke", m.args(m.Owner, scene.Args{"invite": second["id"]}))
	m.RefusesUndone("invite_invalid", "invite_accept", accept(phone, scene.Hash("second"), nil))
	require.Empty(t, m.Call("invites_read", m.args(m.Owner, nil))["invites_read"])

	m.Call("invite_send", m.args(m.Owner, invitation("alice@example.com")))
	m.Exec("update auth.tickets set expires_at = now() where project_id = $1", m.Project)
	m.RefusesUndone("invite_invalid", "invite_accept", accept(phone, scene.Hash("it to ", "alice@example.com"), nil))
	m.RefusesUndone("invite_invalid", "invite_signup", signup(m.Scene, scene.Hash("it to ", "alice@example.com")))
	m.RefusesUndone("redirect_not_allowed", "invite_send", m.args(m.Owner, invitation("x@example.com").With(scene.Args{"redirect": "https://evil.example"})))
	m.RefusesUndone("email_invalid", "invite_send", m.args(m.Owner, invitation("x")))
}

func TestInvitationsAreLimited(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Tx(t), "acme")
	m.Set("limit_invite_tenant", `"2/60"`)
	m.Call("invite_send", m.args(m.Owner, invitation("a@example.com")))
	require.Equal(t, "limit_mail_address", m.Refuses("over_limit", "invite_send", m.args(m.Owner, invitation("a@example.com"))).Limit)
	require.Equal(t, "limit_invite_tenant", m.Refuses("over_limit", "invite_send", m.args(m.Owner, invitation("b@example.com"))).Limit)
}

func TestInvitedNewUserSignsUp(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Committed(t), "acme")
	m.Set("signup_mode", `"invitation"`)
	m.role("editor", "posts.write")
	m.role("viewer")
	m.Call("invite_send", m.args(m.Owner, invitation("new@example.com", "editor", "viewer")))
	m.AsOwner().Call("role_delete", scene.Args{"name": "viewer", "project": m.Project})
	token := scene.Hash("it to ", "new@example.com")
	require.Equal(t, "new@example.com", m.Call("invite_address", scene.Args{"project": m.Project, "hash": token}).Text("invite_address"))
	m.RefusesUndone("invite_invalid", "invite_address", scene.Args{"project": m.Project, "hash": scene.Hash("another")})
	row := m.Call("invite_signup", signup(m.Scene, token))
	claims := row.Object("claims")
	require.Equal(t, m.ID, claims["tenant_id"])
	require.Equal(t, []any{"editor"}, claims["roles"], "a role that was deleted since is not given")
	require.Equal(t, true, row.Object("profile")["email_verified"])
	m.RefusesUndone("invite_invalid", "invite_signup", signup(m.Scene, token))

	m.Person("old@example.com")
	m.Call("invite_send", m.args(m.Owner, invitation("old@example.com")))
	m.Refuses("email_taken", "invite_signup", signup(m.Scene, scene.Hash("it to ", "old@example.com")))
	require.Len(t, m.Call("invites_read", m.args(m.Owner, nil))["invites_read"], 1, "it is there to be accepted")
	m.Set("signup_mode", `"closed"`)
	m.Call("invite_send", m.args(m.Owner, invitation("other@example.com")))
	m.Refuses("signup_disabled", "invite_signup", signup(m.Scene, scene.Hash("it to ", "other@example.com")))
}
