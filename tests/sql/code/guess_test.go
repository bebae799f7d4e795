package code_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestTriesOfOneCode(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice()
	s.Call("signin_send", send(s, "alice@example.com", "code"))
	for range 5 {
		s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "wrong"))
	}
	s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "code")) // right, and too late
	s.Call("signin_send", send(s, "alice@example.com", "next"))
	s.Call("signin_redeem", redeem(s, "alice@example.com", "next"))
}

func TestTriesByDestinationAndDay(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice()
	for _, to := range []string{"alice@example.com", "nobody@example.com"} {
		for range 20 {
			s.Refuses("code_invalid", "signin_redeem", redeem(s, to, "wrong"))
		}
		s.Call("signin_send", send(s, to, "code"))
		refusal := s.Refuses("over_limit", "signin_redeem", redeem(s, to, "code"))
		require.Equal(t, "limit_code_destination", refusal.Limit)
		require.Equal(t, 86400, refusal.RetryAfter)
	}
}

// Guesses at a user's address and at their number are guesses at one user, and
// the answer doesn't say whose they are.
func TestTriesByUser(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice().Update("phone = '+14155552671', phone_confirmed_at = now()")
	for range 10 {
		s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "wrong"))
		s.Refuses("code_invalid", "signin_redeem", redeem(s, "+14155552671", "wrong"))
	}
	s.Call("signin_send", send(s, "+14155552671", "code"))
	s.Refuses("code_invalid", "signin_redeem", redeem(s, "+14155552671", "code"))
}

func TestRightCodeClearsTheCounts(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice()
	for _, code := range []string{"a", "b", "c"} {
		s.Call("signin_send", send(s, "alice@example.com", code))
		for range 4 {
			s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "wrong"))
		}
		s.Call("signin_redeem", redeem(s, "alice@example.com", code))
	}
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.rate_limits where project_id = $1 and name like 'limit_code%'", s.Project))
}

// A code belongs to a purpose, a project, an address and a user.
func TestCodesAreBound(t *testing.T) {
	t.Parallel()
	s := patient(t)
	alice, bob := s.Alice(), s.Person("bob@example.com")
	s.Call("signin_send", send(s, alice.Email, "code"))
	s.Call("signin_send", send(s, bob.Email, "bob's"))
	s.Refuses("code_invalid", "signin_redeem", redeem(s, bob.Email, "code"))
	s.Refuses("code_invalid", "password_reset_redeem", scene.Args{"project": s.Project, "identifier": alice.Email,
		"macs": [][]byte{scene.Hash("code")}, "reset_hash": scene.Hash("r"), "ip": nil})
	s.Refuses("code_invalid", "proof_redeem", scene.Args{"project": s.Project, "identifier": alice.Email, "macs": [][]byte{scene.Hash("code")}, "ip": nil})
	shop := s.Another()
	shop.Alice()
	shop.Refuses("code_invalid", "signin_redeem", redeem(shop, alice.Email, "code"))
	alice.Update("email = 'elsewhere@example.com'")
	s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "code"))
	s.Refuses("code_invalid", "signin_redeem", redeem(s, "elsewhere@example.com", "code"))
}

func TestNewCodeKillsTheOlder(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice()
	s.Call("signin_send", send(s, "alice@example.com", "old"))
	s.Call("signin_send", send(s, "alice@example.com", "new"))
	s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "old"))
	s.Call("signin_redeem", redeem(s, "alice@example.com", "new"))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.tickets where project_id = $1", s.Project))
}

func TestCodesExpire(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice()
	s.Call("signin_send", send(s, "alice@example.com", "code"))
	s.Exec("update auth.tickets set expires_at = now() where project_id = $1", s.Project)
	s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "code"))
}

func TestSendingIsLimited(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	for to, limit := range map[string]string{"alice@example.com": "limit_mail_address", "nobody@example.com": "limit_mail_address", "+14155552671": "limit_sms_number"} {
		s.Call("signin_send", send(s, to, "code"))
		require.Equal(t, limit, s.Refuses("over_limit", "signin_send", send(s, to, "code")).Limit)
	}
	s.RefusesUndone("email_missing", "signin_send", send(s, " ", "code"))
	s.RefusesUndone("email_invalid", "signin_send", send(s, "alice", "code"))
	s.RefusesUndone("phone_invalid", "signin_send", send(s, "+0", "code"))
	s.RefusesUndone("redirect_not_allowed", "signin_send", send(s, "alice@example.com", "code").With(scene.Args{"redirect": "https://evil.example"}))
	s.RefusesUndone("profile_invalid", "signin_send", send(s, "alice@example.com", "code").With(scene.Args{"profile": `{"role": "x"}`}))
}
