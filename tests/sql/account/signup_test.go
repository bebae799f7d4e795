package account_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// asks is the first half of a sign-up.
func asks(s *scene.Scene, email string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "profile": `{"display_name": "Al"}`, "ip": scene.HomeIP, "redirect": nil}
}

// comes is the second half; its secrets are named after the try.
func comes(s *scene.Scene, email, try string) scene.Args {
	return asks(s, email).With(scene.Args{
		"password_hash": "hash", "user_agent": "test", "refresh_hash": scene.Hash("refresh", try),
		"link_hash": scene.Hash("ticket", try), "proof_sealed": []byte(try),
	})
}

func users(s *scene.Scene) int {
	return scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project)
}

// mails lists what waits in the outbox, by template and address.
func mails(s *scene.Scene) []string {
	return scene.List[string](s, "select template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project)
}

func TestSignUp(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	require.Equal(t, false, s.Call("signup_begin", asks(s, " Alice@Example.com "))["replayed"])
	row := s.Call("signup_finish", comes(s, " Alice@Example.com ", "1"))

	profile := row.Object("profile")
	require.Equal(t, "alice@example.com", profile["email"], "the canonical form")
	require.Equal(t, false, profile["email_verified"])
	require.Equal(t, "Al", profile["display_name"])
	require.NotContains(t, profile, "password_hash")
	s.Opened(row, nil).Holds()
	require.Empty(t, mails(s), "verify_email is off by default")
	require.Equal(t, 1, s.Audited("signed_up"))
}

func TestSignUpIsRefused(t *testing.T) {
	t.Parallel()
	for code, change := range map[string]func(*scene.Scene, scene.Args){
		"email_missing":        func(_ *scene.Scene, a scene.Args) { a["identifier"] = "  " },
		"email_invalid":        func(_ *scene.Scene, a scene.Args) { a["identifier"] = "alice" },
		"profile_invalid":      func(_ *scene.Scene, a scene.Args) { a["profile"] = `{"app_metadata": {"admin": true}}` },
		"redirect_not_allowed": func(_ *scene.Scene, a scene.Args) { a["redirect"] = "https://evil.example" },
		"signup_disabled":      func(s *scene.Scene, _ scene.Args) { s.Set("signup_enabled", "false") },
		"project_not_found":    func(_ *scene.Scene, a scene.Args) { a["project"] = "00000000-0000-4000-8000-000000000000" },
		"project_disabled": func(s *scene.Scene, _ scene.Args) {
			s.Exec("update auth.projects set disabled_at = now() where id = $1", s.Project)
		},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			args := asks(s, "alice@example.com")
			change(s, args)
			s.RefusesUndone(code, "signup_begin", args)
		})
	}
}

func TestSignUpsOfOneNetworkAreLimited(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signup_network", `"2/3600"`)
	s.Call("signup_begin", asks(s, "a@example.com"))
	s.Call("signup_begin", asks(s, "b@example.com"))
	refusal := s.Refuses("over_limit", "signup_begin", asks(s, "c@example.com"))
	require.Equal(t, "limit_signup_network", refusal.Limit)
	require.Equal(t, 3600, refusal.RetryAfter)
	s.Call("signup_begin", asks(s, "c@example.com").With(scene.Args{"ip": scene.AwayIP}))
	s.Set("ip_limits", "false")
	s.Call("signup_begin", asks(s, "c@example.com"))
}

func TestTakenAddress(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.Refuses("email_taken", "signup_finish", comes(s, "ALICE@example.com", "1"))
	require.Equal(t, 1, s.Audited("signup_taken"), "the try is kept")
	require.Zero(t, alice.LiveSessions())
	require.Empty(t, mails(s))

	shop := s.Another()
	shop.Call("signup_finish", comes(shop, "alice@example.com", "2"))
}

func TestVerificationMail(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("verify_email", "true")
	row := s.Call("signup_finish", comes(s, "alice@example.com", "1"))
	require.NotNil(t, row.Object("claims"), "a session comes before the proof")
	require.Equal(t, []string{"verify_email alice@example.com"}, mails(s))
	require.Equal(t, scene.Hash("ticket", "1"), scene.Get[[]byte](s, "select hash from auth.tickets where project_id = $1", s.Project))

	s.Set("signin_needs_verified_email", "true")
	row = s.Call("signup_finish", comes(s, "bob@example.com", "2"))
	require.Nil(t, row.Object("claims"), "no session before the proof")
}

// The answer must not tell whether there was an account.
func TestConceal(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("conceal", "true")
	require.Equal(t, `{t,t}`, scene.Get[string](s, `select array[settings -> 'verify_email' = 'true', settings -> 'signin_needs_verified_email' = 'true']::text
		from auth.projects where id = $1`, s.Project), "conceal implies proof before a session")
	s.Alice()

	known := s.Call("signup_finish", comes(s, "alice@example.com", "1"))
	unknown := s.Call("signup_finish", comes(s, "bob@example.com", "2"))

	require.Nil(t, known["claims"])
	require.Equal(t, known, unknown)
	require.Equal(t, []string{"account_exists alice@example.com", "verify_email bob@example.com"}, mails(s), "the mailbox learns")
	require.Equal(t, 2, users(s))
}

// Somebody who signs up with a known address again and again must not flood its owner.
func TestConcealMailsAreLimited(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("conceal", "true")
	s.Alice()
	s.Call("signup_finish", comes(s, "alice@example.com", "1"))
	s.Call("signup_finish", comes(s, "alice@example.com", "2"))
	require.Equal(t, []string{"account_exists alice@example.com"}, mails(s))
}
