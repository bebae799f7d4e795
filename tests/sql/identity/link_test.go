package identity_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func listed(x *scene.Session) []any {
	x.Helper()
	return x.Call("identities_read", x.Bearer())["identities_read"].([]any)
}

func TestLink(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x, bob := alice.SignsIn(), s.Person("bob@example.com").SignsIn()
	links(x, account{"github", "", "alice", "whatever@example.net", false})
	links(x, google("alice", "alice.work@example.net"))
	links(x, google("alice", "alice.work@example.net"))
	require.Len(t, listed(x), 2)
	require.Equal(t, "alice", listed(x)[0].(map[string]any)["subject"])
	require.Equal(t, "alice@example.com", *alice.Column("email"))
	require.Empty(t, listed(bob))

	bob.Refuses("identity_taken", "identity_link", linking(bob, google("alice", "alice.work@example.net")))
	bob.Refuses("identity_invalid", "identity_link", linking(bob, google("bob", "")).With(scene.Args{"fault": "expired"}))
	require.Equal(t, 2, s.Audited("identity_refused"))
	require.Equal(t, alice.ID, signsIn(s, google("alice", "")).User)
}

func TestTwentyAreEnough(t *testing.T) {
	t.Parallel()
	_, alice := begin(t)
	x := alice.SignsIn()
	for i := range 20 {
		links(x, google(fmt.Sprint("a", i), ""))
	}
	x.RefusesUndone("identities_too_many", "identity_link", linking(x, google("one more", "")))
}

// Security item 25: a new way in is as much as a factor.
func TestSecondFactorGuardsLinks(t *testing.T) {
	t.Parallel()
	_, alice := begin(t)
	x := alice.SignsIn()
	id := links(x, google("alice", ""))
	holdsTOTP(alice)
	x.RefusesUndone("second_factor_required", "identity_link", linking(x, google("other", "")))
	x.RefusesUndone("second_factor_required", "identity_unlink", unlinking(x, id))
	x.Update("aal = 2")
	x.Call("identity_unlink", unlinking(x, id))
}

func TestUnlink(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x, bob := alice.SignsIn(), s.Person("bob@example.com").SignsIn()
	id, other := links(x, google("alice", "")), links(x, account{"github", "", "alice", "", false})
	byGoogle, byGitHub := signsIn(s, google("alice", "")), signsIn(s, account{"github", "", "alice", "", false})
	bob.RefusesUndone("identity_not_found", "identity_unlink", unlinking(bob, id))
	byGoogle.Again().Call("identity_unlink", unlinking(byGoogle, other))
	require.Equal(t, "identity_unlinked", byGitHub.Ended(), "what it opened ends")
	byGoogle.Call("identity_unlink", unlinking(byGoogle, id))
	require.Empty(t, byGoogle.Ended(), "not the session that does it")
	byGoogle.RefusesUndone("identity_not_found", "identity_unlink", unlinking(byGoogle, id))
	require.NotEqual(t, alice.ID, signsIn(s, google("alice", "")).User, "it is nobody's now")
	require.Equal(t, 2, s.Audited("identity_unlinked"))

	again := links(x, google("again", ""))
	y := signsIn(s, google("again", ""))
	s.Exec("delete from auth.identities where id = $1", again)
	require.Equal(t, "identity_unlinked", y.Ended(), "however it was done")
}

func TestLastWayInStays(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	one, two := links(x, google("alice", "")), links(x, account{"github", "", "alice", "", false})
	alice.Update("password_hash = null")
	x = signsIn(s, google("alice", ""))
	x.Call("identity_unlink", unlinking(x, two))
	x.RefusesUndone("identity_last", "identity_unlink", unlinking(x, one))
	s.Exec(`insert into auth.passkeys (project_id, user_id, credential_id, public_key, backup_eligible, backup_state) values ($1, $2, 'k', 'k', false, false)`, s.Project, alice.ID)
	key := scene.Get[string](s, "select id::text from auth.passkeys where user_id = $1", alice.ID)
	x.Call("passkey_revoke", x.Bearer().With(scene.Args{"passkey": key, "ip": nil}))
	x.RefusesUndone("identity_last", "identity_unlink", unlinking(x, one))

	s.Exec("update auth.passkeys set revoked_at = null")
	x.Call("identity_unlink", unlinking(x, one))
	x.RefusesUndone("passkey_last", "passkey_revoke", x.Bearer().With(scene.Args{"passkey": key, "ip": nil}))
	three := links(x, google("three", ""))
	s.Exec("update auth.providers set disabled_at = now() where project_id = $1 and name = 'google'", s.Project)
	x.RefusesUndone("passkey_last", "passkey_revoke", x.Bearer().With(scene.Args{"passkey": key, "ip": nil}))
	s.Exec("update auth.providers set disabled_at = null")
	x.Call("passkey_revoke", x.Bearer().With(scene.Args{"passkey": key, "ip": nil}))
	x.RefusesUndone("identity_last", "identity_unlink", unlinking(x, three))
}

func guest(s *scene.Scene) *scene.Session {
	s.Helper()
	s.Set("anonymous_enabled", "true")
	return s.Opened(s.Call("signup_anonymous", scene.Args{"project": s.Project, "profile": "{}", "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt of guest")}), scene.Hash("rt of guest"))
}

func TestGuestsBecomeAccounts(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := guest(s)
	x.RefusesUndone("email_taken", "identity_link", linking(x, google("alice", alice.Email)))
	links(x, google("carol", "carol@example.com"))
	carol := &scene.Person{Scene: s, ID: x.User}
	require.Equal(t, "carol@example.com false true", *carol.Column("email || ' ' || is_anonymous || ' ' || (email_confirmed_at is not null)"))
	require.Equal(t, "Name of carol", *carol.Column("display_name"))
	x.Holds()
	require.Equal(t, x.User, signsIn(s, google("carol", "")).User)
	require.Equal(t, 1, s.Audited("converted"))

	s.Exec("delete from auth.refresh_tokens where hash = $1", scene.Hash("rt of guest"))
	y := guest(s)
	links(y, account{"github", "", "dave", "dave@example.com", false})
	require.Nil(t, (&scene.Person{Scene: s, ID: y.User}).Column("email"), "nobody has verified it")
	s.Set("signup_enabled", "false")
	s.Exec("update auth.users set is_anonymous = true where id = $1", y.User)
	y.RefusesUndone("signup_disabled", "identity_link", linking(y, google("dave", "")))
}
