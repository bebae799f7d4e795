package passkey_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// Security item 37.
func TestWhatAPasskeyProves(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	id := add(alice.SignsIn(), "phone")
	require.Equal(t, "2", *signsIn(s, id, 6, true).Column("aal"))
	require.Equal(t, "1", *signsIn(s, id, 7, false).Column("aal"))
	require.NotNil(t, alice.Column("last_sign_in_at"))
	require.Equal(t, "7 true true", scene.Get[string](s, "select sign_count || ' ' || backup_state || ' ' || (last_used_at is not null) from auth.passkeys"))

	holdsTOTP(alice)
	row := s.Call("passkey_signin_finish", signin(s, id, used(8, false), nil))
	require.Nil(t, row["claims"], "possession alone owes the second factor")
	require.NotNil(t, row.Object("challenge"))
	require.Equal(t, "2", *signsIn(s, id, 9, true).Column("aal"), "a verified user owes none")
}

// Security item 34.
func TestCountsOnlyGrow(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	id := add(alice.SignsIn(), "phone")
	for _, count := range []int{5, 4, 0} {
		s.Refuses("passkey_cloned", "passkey_signin_finish", signin(s, id, used(count, true), nil))
	}
	require.Equal(t, 3, s.Audited("signin_refused"))
	signsIn(s, id, 6, true)
	s.Exec("update auth.passkeys set sign_count = 0 where id = $1", id)
	signsIn(s, id, 0, true)
	signsIn(s, id, 0, true)
}

func TestSignInIsRefused(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	id := add(alice.SignsIn(), "phone")
	s.Refuses("passkey_invalid", "passkey_signin_finish", signin(s, id, nil, "wrong signature"))
	s.Refuses("passkey_invalid", "passkey_signin_finish", signin(s, nil, nil, "no such passkey"))
	other := s.Another()
	other.Set("webauthn_rp_id", `"shop.example"`)
	other.Refuses("passkey_invalid", "passkey_signin_finish", signin(other, id, used(6, true), nil))
	require.Equal(t, "wrong signature", scene.Get[string](s, `select detail ->> 'fault' from auth.audit_log
		where project_id = $1 and event = 'signin_refused' and user_id is not null`, s.Project))

	s.Set("signin_needs_verified_email", "true")
	alice.Update("email_confirmed_at = null")
	s.Refuses("email_not_verified", "passkey_signin_finish", signin(s, id, used(6, true), nil))
	alice.Update("disabled_at = now()")
	s.Refuses("user_disabled", "passkey_signin_finish", signin(s, id, used(7, true), nil))
	s.Exec("update auth.passkeys set revoked_at = now()")
	s.Refuses("passkey_invalid", "passkey_signin_finish", signin(s, id, used(8, true), nil))
	require.Equal(t, 0, alice.LiveSessions())
}

func options(s *scene.Scene, email any, challenge string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "challenge": scene.Hash(challenge), "ip": scene.HomeIP}
}

func redeem(s *scene.Scene, purpose, challenge string, session, credential any) scene.Args {
	return scene.Args{"project": s.Project, "purpose": purpose, "challenge": scene.Hash(challenge), "session": session, "credential": credential}
}

// Security items 31 and 33: whose key answers whose ceremony.
func TestCeremonyFindsTheKey(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	bob := s.Person("bob@example.com")
	mine, theirs := add(alice.SignsIn(), "mine"), add(bob.SignsIn(), "theirs")
	for _, c := range []struct {
		asked      any
		credential string
		found      any
		discovered bool
	}{
		{" ALICE@example.com", "mine", mine, false},
		{alice.Email, "theirs", nil, false},
		{"nobody@example.com", "mine", nil, false},
		{nil, "theirs", theirs, true},
		{nil, "unknown", nil, true},
	} {
		s.Call("passkey_signin_options", options(s, c.asked, "c"))
		row := s.Call("ceremony_redeem", redeem(s, "sign_in", "c", nil, []byte(c.credential)))
		require.Equal(t, c.found, row["passkey_id"], "%v %v", c.asked, c.credential)
		require.Equal(t, c.discovered, row["discovered"])
	}
	s.Exec("update auth.passkeys set revoked_at = now() where id = $1", mine)
	require.Equal(t, []any{}, s.Call("passkey_signin_options", options(s, alice.Email, "c"))["passkeys"])
	require.Nil(t, s.Call("ceremony_redeem", redeem(s, "sign_in", "c", nil, []byte("mine")))["passkey"])
}

func TestCeremonyIsForOneThing(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x, other := alice.SignsIn(), alice.SignsIn()
	x.Call("passkey_register_options", x.Bearer().With(scene.Args{"challenge": scene.Hash("c")}))
	s.RefusesUndone("ceremony_invalid", "ceremony_redeem", redeem(s, "sign_in", "c", x.ID, nil))
	s.RefusesUndone("ceremony_invalid", "ceremony_redeem", redeem(s, "register", "c", other.ID, nil))
	s.RefusesUndone("ceremony_invalid", "ceremony_redeem", redeem(s, "register", "c", nil, nil))
	s.RefusesUndone("ceremony_invalid", "ceremony_redeem", redeem(s.Another(), "register", "c", x.ID, nil))
	require.Equal(t, alice.ID, s.Call("ceremony_redeem", redeem(s, "register", "c", x.ID, nil))["user_id"])
	s.RefusesUndone("ceremony_invalid", "ceremony_redeem", redeem(s, "register", "c", x.ID, nil))

	x.Call("passkey_register_options", x.Bearer().With(scene.Args{"challenge": scene.Hash("late")}))
	s.Exec("update auth.ceremonies set expires_at = now()")
	s.RefusesUndone("ceremony_invalid", "ceremony_redeem", redeem(s, "register", "late", x.ID, nil))
}

func TestOptionsAreCounted(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	s.Set("limit_signin_network", `"2/600"`)
	s.Call("passkey_signin_options", options(s, alice.Email, "1"))
	s.Call("passkey_signin_options", options(s, "nobody@example.com", "2"))
	s.Refuses("over_limit", "passkey_signin_options", options(s, alice.Email, "3"))
	s.Refuses("over_limit", "passkey_signin_options", options(s, nil, "4"))
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.ceremonies"))
}
