package password_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// forgot asks for a reset link of this name.
func forgot(s *scene.Scene, email, link string) scene.Args {
	return scene.Args{
		"project": s.Project, "identifier": email, "redirect": nil, "ip": scene.HomeIP,
		"link_hash": scene.Hash(link), "proof_sealed": []byte("sealed " + link),
	}
}

// reset redeems the link.
func reset(s *scene.Scene, link string) scene.Args {
	return scene.Args{"project": s.Project, "ticket_hash": scene.Hash(link), "new_hash": "reset", "ip": scene.HomeIP}
}

func outbox(s *scene.Scene) []string {
	return scene.List[string](s, "select template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project)
}

func TestForgotAndReset(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	s.Call("password_forgot", forgot(s, " ALICE@example.com", "link"))
	require.Equal(t, []string{"password_reset alice@example.com"}, outbox(s))
	phone.Holds()

	s.Call("password_reset_begin", scene.Args{"project": s.Project, "ticket_hash": scene.Hash("link")})
	s.Call("password_reset_finish", reset(s, "link"))

	require.Equal(t, "reset", *alice.Column("password_hash"))
	phone.Dead("token_revoked")
	phone.Refreshes() // sessions_on_password_reset is keep
	require.Equal(t, []string{"password_changed alice@example.com", "password_reset alice@example.com"}, outbox(s))
	require.Equal(t, 1, s.Audited("password_reset"))
	s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "link")) // once
}

func TestForgotAnswersAlike(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	s.Person("bob@example.com").Update("disabled_at = now()")
	for _, email := range []string{"alice@example.com", "bob@example.com", "nobody@example.com"} {
		require.Nil(t, s.Call("password_forgot", forgot(s, email, email))["refusal"])
		limited := s.Refuses("over_limit", "password_forgot", forgot(s, email, "again"))
		require.Equal(t, "limit_mail_address", limited.Limit)
	}
	require.Equal(t, []string{"password_reset alice@example.com"}, outbox(s))
	require.Equal(t, 3, s.Audited("password_forgot"))
}

func TestForgotRefusesBeforeItLooks(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, email := range []string{"alice@example.com", "nobody@example.com"} {
		s.RefusesUndone("redirect_not_allowed", "password_forgot", forgot(s, email, "x").With(scene.Args{"redirect": "https://evil.example/"}))
	}
	s.RefusesUndone("email_missing", "password_forgot", forgot(s, "", "x"))
	s.RefusesUndone("email_invalid", "password_forgot", forgot(s, "alice", "x"))
	s.Set("redirect_origins", `["https://app.example"]`)
	s.Call("password_forgot", forgot(s, "alice@example.com", "x").With(scene.Args{"redirect": "https://app.example/new"}))
}

func TestLinkDies(t *testing.T) {
	t.Parallel()
	for name, kill := range map[string]func(*scene.Person){
		"when it expires": func(p *scene.Person) { p.Exec("update auth.tickets set expires_at = now() where user_id = $1", p.ID) },
		"when a newer one is asked for": func(p *scene.Person) {
			p.Exec("delete from auth.rate_limits")
			p.Call("password_forgot", forgot(p.Scene, p.Email, "newer"))
		},
		"when the address changes":  func(p *scene.Person) { p.Update("email = 'alice.new@example.com'") },
		"when the password changes": func(p *scene.Person) { p.Update("password_hash = 'by hand'") },
		"when the user is disabled": func(p *scene.Person) { p.Update("disabled_at = now()") },
		"when the user is gone":     func(p *scene.Person) { p.Exec("delete from auth.users where id = $1", p.ID) },
		"when its purpose is another": func(p *scene.Person) {
			p.Exec("update auth.tickets set purpose = 'verify_email' where user_id = $1", p.ID)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			alice := s.Alice()
			s.Call("password_forgot", forgot(s, alice.Email, "link"))
			kill(alice)
			s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "link"))
		})
	}
}

func TestLinkOfAnotherProject(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	s.Call("password_forgot", forgot(s, "alice@example.com", "link"))
	shop := s.Another()
	shop.Alice()
	s.RefusesUndone("link_invalid", "password_reset_finish", reset(shop, "link"))
	s.RefusesUndone("link_invalid", "password_reset_begin", scene.Args{"project": shop.Project, "ticket_hash": scene.Hash("link")})
	s.Call("password_reset_finish", reset(s, "link"))
}

func TestResetBeginConsumesNothing(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	s.Call("password_forgot", forgot(s, "alice@example.com", "link"))
	ask := scene.Args{"project": s.Project, "ticket_hash": scene.Hash("link")}
	s.Call("password_reset_begin", ask)
	s.Call("password_reset_begin", ask)
	s.RefusesUndone("link_invalid", "password_reset_begin", scene.Args{"project": s.Project, "ticket_hash": scene.Hash("other")})
}

func TestSessionsAfterAReset(t *testing.T) {
	t.Parallel()
	for rule, end := range map[string]string{"keep": "", "revoke_others": "password_reset", "revoke_all": "password_reset"} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set("sessions_on_password_reset", `"`+rule+`"`)
			s.Set("access_on_password_change", `"keep_own"`) // there is no own one here
			phone := s.Alice().SignsIn()
			s.Call("password_forgot", forgot(s, "alice@example.com", "link"))
			s.Call("password_reset_finish", reset(s, "link"))
			require.Equal(t, end, phone.Ended())
			phone.Dead("token_revoked")
		})
	}
}

// Whoever signed up without proof of a mailbox may not be its owner; the owner
// who resets must not share the account with them.
func TestResetProvesTheMailbox(t *testing.T) {
	t.Parallel()
	for verify, end := range map[string]string{"true": "mailbox_proven", "false": ""} {
		t.Run("verify_email "+verify, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set("verify_email", verify)
			alice := s.Alice()
			alice.Update("email_confirmed_at = null")
			squatter := alice.SignsIn()
			s.Call("password_forgot", forgot(s, alice.Email, "link"))
			s.Call("password_reset_finish", reset(s, "link"))
			require.NotNil(t, alice.Column("email_confirmed_at"))
			require.Equal(t, end, squatter.Ended())
		})
	}
}

func TestResetOpensALockedAccount(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"limit_signin_account", "limit_signin_account_network"} {
		t.Run(limit, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set(limit, `"1/3600"`)
			alice := s.Alice()
			guess(s, alice.Email, scene.HomeIP)
			require.Equal(t, "account_locked", guess(s, alice.Email, scene.HomeIP).Code)
			s.Call("password_forgot", forgot(s, alice.Email, "link"))
			s.Call("password_reset_finish", reset(s, "link"))
			alice.SignsIn()
		})
	}
}
