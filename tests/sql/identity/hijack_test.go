package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// A stranger signs up with Alice's address first, and waits (CVE-2026-44166 of
// PocketBase, GHSA-qq9h-g4jm-xgf3 of Better Auth): nothing of theirs opens the
// account once she shows that the address is hers.
func TestCVE_2026_44166_PreHijackedAccounts(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	stranger := alice.SignsIn()
	links(stranger, account{"github", "", "stranger", "", false})
	s.Exec(`insert into auth.passkeys (project_id, user_id, credential_id, public_key, backup_eligible, backup_state) values ($1, $2, 'k', 'k', false, false)`, s.Project, alice.ID)
	s.Exec(`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at) values ($1, $2, $3, 'hint', now() + interval '1 day')`, s.Project, alice.ID, scene.Hash("pat"))
	holdsTOTP(alice)
	alice.Update("email_confirmed_at = null, phone = '+14155552671', phone_confirmed_at = now()")

	x := signsIn(s, google("alice", alice.Email))

	require.Equal(t, alice.ID, x.User)
	require.Equal(t, "mailbox_proven", stranger.Ended())
	require.Equal(t, 1, alice.LiveSessions())
	require.Nil(t, alice.Column("password_hash"))
	require.Nil(t, alice.Column("phone"), "it was the stranger's, though it was proven")
	require.NotNil(t, alice.Column("email_confirmed_at"))
	require.Equal(t, []string{"google alice alice@example.com"}, identities(s))
	for _, table := range []string{"passkeys", "factors", "personal_access_tokens", "trusted_devices", "recovery_codes"} {
		require.Equal(t, 0, scene.Get[int](s, "select count(*) from auth."+table+" where project_id = $1", s.Project), table)
	}
	s.Call("identity_signin", signin(s, account{"github", "", "stranger", "", false}))
	require.Equal(t, 2, people(s), "the stranger's account there opens one of their own")
}

// The other way round: the stranger came by a provider that verified nothing.
func TestPreHijackedBySocialSignIn(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	stranger := signsIn(s, account{"github", "", "stranger", "carol@example.com", false})
	carol := signsIn(s, google("carol", "carol@example.com"))
	require.Equal(t, stranger.User, carol.User)
	require.Equal(t, "mailbox_proven", stranger.Ended())
	require.Equal(t, []string{"google carol carol@example.com"}, identities(s))

	s.Exec("insert into auth.tickets (project_id, user_id, purpose, destination, code_mac, expires_at) values ($1, $2, 'sign_in', 'dave@example.com', $3, now() + interval '1 hour')",
		s.Project, signsIn(s, account{"github", "", "another", "dave@example.com", false}).User, scene.Hash("123456"))
	s.Call("signin_redeem", scene.Args{"project": s.Project, "identifier": "dave@example.com", "macs": [][]byte{scene.Hash("123456")}, "link_hash": nil,
		"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt of dave")})
	require.Equal(t, []string{"google carol carol@example.com"}, identities(s), "a code by mail is as good a proof")
}

// The stranger's way in does not survive a new password, whatever the project verifies.
func TestResetEndsWhatAStrangerLinked(t *testing.T) {
	t.Parallel()
	for _, verifies := range []string{"true", "false"} {
		s, _ := begin(t)
		s.Set("verify_email", verifies)
		stranger := signsIn(s, account{"github", "", "stranger", "carol@example.com", false})
		reset := func(token string) {
			s.Exec("insert into auth.tickets (project_id, user_id, purpose, destination, hash, expires_at) values ($1, $2, 'reset_password', 'carol@example.com', $3, now() + interval '1 hour')",
				s.Project, stranger.User, scene.Hash(token))
			s.Call("password_reset_finish", scene.Args{"project": s.Project, "ticket_hash": scene.Hash(token), "new_hash": "hash of " + token, "ip": nil})
		}
		reset("first")
		require.Empty(t, identities(s))
		require.NotEmpty(t, stranger.Ended())
		signsIn(s, google("carol", "carol@example.com"))
		reset("second")
		require.Len(t, identities(s), 1, "what was linked since stays")
	}
}

// An account whose owner has linked it is theirs; the provider's later word on
// the same address proves it and takes nothing.
func TestLaterProofTakesNothing(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	carol := account{"github", "", "carol", "carol@example.com", false}
	x := signsIn(s, carol)
	carol.verified = true
	signsIn(s, carol)
	x.Holds()
	require.NotNil(t, (&scene.Person{Scene: s, ID: x.User}).Column("email_confirmed_at"))
}
