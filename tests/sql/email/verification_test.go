package email_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// unproven is Alice before she proved her address.
func unproven(t *testing.T) (*scene.Scene, *scene.Person) {
	t.Helper()
	s := scene.Tx(t)
	alice := s.Alice()
	alice.Update("email_confirmed_at = null")
	return s, alice
}

func resend(s *scene.Scene, email, link string) scene.Args {
	return scene.Args{
		"project": s.Project, "identifier": email, "redirect": nil, "ip": scene.HomeIP,
		"link_hash": scene.Hash(link), "proof_sealed": []byte("sealed " + link),
	}
}

func verify(s *scene.Scene, link string) scene.Args {
	return scene.Args{"project": s.Project, "ticket_hash": scene.Hash(link), "ip": scene.HomeIP}
}

func outbox(s *scene.Scene) []string {
	return scene.List[string](s, "select template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project)
}

func TestVerify(t *testing.T) {
	t.Parallel()
	s, alice := unproven(t)
	s.Set("redirect_origins", `["https://app.example"]`)
	s.Call("verification_resend", resend(s, "ALICE@example.com", "link").With(scene.Args{"redirect": "https://app.example/welcome"}))
	require.Equal(t, []string{"verify_email alice@example.com"}, outbox(s))

	row := s.Call("email_verify", verify(s, "link"))

	require.Equal(t, "https://app.example/welcome", row.Text("redirect_to"))
	require.Equal(t, true, row.Object("profile")["email_verified"])
	require.NotNil(t, alice.Column("email_confirmed_at"))
	require.Equal(t, 1, s.Audited("email_verified"))
	s.RefusesUndone("link_invalid", "email_verify", verify(s, "link")) // once
}

func TestVerificationLinkDies(t *testing.T) {
	t.Parallel()
	for name, kill := range map[string]func(*scene.Person){
		"when it expires":           func(p *scene.Person) { p.Exec("update auth.tickets set expires_at = now() where user_id = $1", p.ID) },
		"when the address changes":  func(p *scene.Person) { p.Update("email = 'alice.new@example.com'") },
		"when the user is disabled": func(p *scene.Person) { p.Update("disabled_at = now()") },
		"when a newer one is asked for": func(p *scene.Person) {
			p.Set("limit_mail_address", `"0/1"`)
			p.Call("verification_resend", resend(p.Scene, p.Email, "newer"))
		},
		"for another purpose": func(p *scene.Person) {
			p.Exec("update auth.tickets set purpose = 'reset_password' where user_id = $1", p.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, alice := unproven(t)
			s.Call("verification_resend", resend(s, alice.Email, "link"))
			kill(alice)
			s.RefusesUndone("link_invalid", "email_verify", verify(s, "link"))
			require.Nil(t, alice.Column("email_confirmed_at"))
		})
	}
}

// A link of one kind is none of another, though both may be open at once.
func TestPurposesDoNotMix(t *testing.T) {
	t.Parallel()
	s, alice := unproven(t)
	s.Call("verification_resend", resend(s, alice.Email, "verify"))
	s.Call("password_forgot", resend(s, alice.Email, "reset"))
	s.RefusesUndone("link_invalid", "email_verify", verify(s, "reset"))
	s.RefusesUndone("link_invalid", "password_reset_finish", verify(s, "verify").With(scene.Args{"new_hash": "x"}))
	s.Call("email_verify", verify(s, "verify"))
	s.Call("password_reset_finish", verify(s, "reset").With(scene.Args{"new_hash": "x"}))
}

// A new password closes reset links, not the proof of an address.
func TestVerificationOutlivesANewPassword(t *testing.T) {
	t.Parallel()
	s, alice := unproven(t)
	s.Call("verification_resend", resend(s, alice.Email, "link"))
	alice.Update("password_hash = 'by hand'")
	s.Call("email_verify", verify(s, "link"))
}

func TestResendAnswersAlike(t *testing.T) {
	t.Parallel()
	s, alice := unproven(t)
	s.Person("proven@example.com")
	s.Person("disabled@example.com").Update("disabled_at = now(), email_confirmed_at = null")
	for _, email := range []string{alice.Email, "proven@example.com", "disabled@example.com", "nobody@example.com"} {
		require.Nil(t, s.Call("verification_resend", resend(s, email, email))["refusal"])
		limited := s.Refuses("over_limit", "verification_resend", resend(s, email, "again"))
		require.Equal(t, "limit_mail_address", limited.Limit)
		require.Equal(t, 60, limited.RetryAfter)
	}
	require.Equal(t, []string{"verify_email alice@example.com"}, outbox(s))
}

func TestResendRefuses(t *testing.T) {
	t.Parallel()
	s, alice := unproven(t)
	s.RefusesUndone("redirect_not_allowed", "verification_resend", resend(s, alice.Email, "x").With(scene.Args{"redirect": "https://evil.example"}))
	s.RefusesUndone("email_invalid", "verification_resend", resend(s, "alice", "x"))
	s.RefusesUndone("email_missing", "verification_resend", resend(s, "", "x"))
}

func TestResendForTheBearer(t *testing.T) {
	t.Parallel()
	s, alice := unproven(t)
	phone := alice.SignsIn()
	ask := phone.Bearer().With(scene.Args{"purpose": "verify_email", "identifier": nil, "redirect": nil, "ip": scene.HomeIP,
		"link_hash": scene.Hash("link"), "code_mac": nil, "proof_sealed": []byte("x"), "silent": false})
	s.Call("my_proof_send", ask)
	s.Refuses("over_limit", "my_proof_send", ask)
	s.Call("email_verify", verify(s, "link"))
	s.RefusesUndone("email_already_verified", "my_proof_send", ask)
	s.Call("session_revoke", scene.Args{"session": phone.ID, "project": s.Project})
	s.RefusesUndone("token_revoked", "my_proof_send", ask)
}
