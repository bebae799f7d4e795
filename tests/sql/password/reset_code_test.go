package password_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// forgotCode asks for a reset code of this name.
func forgotCode(s *scene.Scene, to, code string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "redirect": nil, "ip": scene.HomeIP,
		"link_hash": nil, "proof_sealed": []byte("sealed"), "code_mac": scene.Hash(code)}
}

// exchange takes the code for a token of this name.
func exchange(s *scene.Scene, to, code, token string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "macs": [][]byte{scene.Hash(code)}, "reset_hash": scene.Hash(token), "ip": scene.HomeIP}
}

func TestResetByCode(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	alice.Update("phone = '+14155552671'")
	for i, to := range []string{"alice@example.com", "+1 415 555 2671"} {
		require.EqualValues(t, 600, s.Call("password_forgot", forgotCode(s, to, "code"))["expires_in"])
		s.Refuses("code_invalid", "password_reset_redeem", exchange(s, to, "wrong", "token"))
		s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "token"))
		require.EqualValues(t, 600, s.Call("password_reset_redeem", exchange(s, to, "code", "token"))["expires_in"])
		s.Refuses("code_invalid", "password_reset_redeem", exchange(s, to, "code", "other")) // once
		s.Call("password_reset_begin", scene.Args{"project": s.Project, "ticket_hash": scene.Hash("token")})
		s.Call("password_reset_finish", reset(s, "token").With(scene.Args{"new_hash": to}))
		require.Equal(t, to, *alice.Column("password_hash"))
		s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "token")) // once
		require.Equal(t, i+1, s.Audited("password_reset"))
	}
	require.NotNil(t, alice.Column("phone_confirmed_at"), "the number is proven")
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.outbox where project_id = $1 and kind = 'sms' and template = 'password_reset'", s.Project))
}

// A new code ends the token that an older one was taken for.
func TestNewResetCodeKillsTheOlderToken(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_mail_address", `"0/1"`)
	s.Alice()
	s.Call("password_forgot", forgotCode(s, "alice@example.com", "code"))
	s.Call("password_reset_redeem", exchange(s, "alice@example.com", "code", "token"))
	s.Call("password_forgot", forgotCode(s, "alice@example.com", "next"))
	s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "token"))
}

func TestResetTokenIsNotForTheDisabled(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.Call("password_forgot", forgotCode(s, alice.Email, "code"))
	s.Call("password_reset_redeem", exchange(s, alice.Email, "code", "token"))
	alice.Update("disabled_at = now()")
	s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "token"))
}

// ASVS 6.4.3: who resets owes the second factor at the next sign-in as ever.
func TestResetKeepsTheSecondFactor(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'totp', now())", s.Project, alice.ID)
	s.Call("password_forgot", forgotCode(s, alice.Email, "code"))
	s.Call("password_reset_redeem", exchange(s, alice.Email, "code", "token"))
	require.Empty(t, s.Call("password_reset_finish", reset(s, "token"))["password_reset_finish"], "no session")
	require.Zero(t, alice.LiveSessions())
	row := s.Call("signin_finish", scene.Args{"project": s.Project, "user": alice.ID, "password_version": 2, "matches": true, "new_hash": nil,
		"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("r"), "form": `{"challenge": "pending"}`})
	require.NotNil(t, row["challenge"])
	require.Equal(t, true, row.Object("claims")["mfa_pending"])
}
