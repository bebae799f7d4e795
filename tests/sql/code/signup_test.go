package code_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// ask begins an account with a code.
func ask(s *scene.Scene, to, code string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "profile": `{"display_name": "Al", "locale": "de"}`, "password_hash": nil, "ip": scene.HomeIP,
		"link_hash": nil, "code_mac": scene.Hash(code), "proof_sealed": []byte("sealed"), "silent": false}
}

// come brings it.
func come(s *scene.Scene, to, code string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "profile": `{"display_name": "Alice"}`, "password_hash": nil, "ip": scene.HomeIP,
		"macs": [][]byte{scene.Hash(code)}, "user_agent": "test", "refresh_hash": scene.Hash("refresh", to, code)}
}

func TestCodeBeforeAccount(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Set("signup_proof", `"code"`)
	for to, way := range map[string]string{"alice@example.com": "mail", "+14155552671": "sms"} {
		before := users(s)
		s.Call("signup_code_begin", ask(s, to, "code").With(scene.Args{"password_hash": "first"}))
		require.Contains(t, sentTo(s), way+" sign_up "+to)
		require.Equal(t, before, users(s), "nobody before the proof")
		s.Refuses("code_invalid", "signup_code_finish", come(s, to, "wrong"))
		row := s.Call("signup_code_finish", come(s, to, "code"))
		require.Equal(t, "Alice", row.Object("profile")["display_name"], "what the proof brings wins")
		require.Equal(t, "de", row.Object("profile")["locale"])
		session := s.Opened(row, nil)
		session.Holds()
		require.Equal(t, "first", scene.Get[string](s, "select password_hash from auth.users where project_id = $1 and id = $2", s.Project, session.User))
		s.Refuses("code_invalid", "signup_code_finish", come(s, to, "code"))
	}
	s.RefusesUndone("signup_needs_code", "signup_begin", scene.Args{"project": s.Project, "identifier": "bob@example.com", "profile": "{}", "ip": nil})
}

func TestKnownAddressesAskForAnAccount(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice().Update("phone = '+14155552671'")
	s.Refuses("email_taken", "signup_code_begin", ask(s, "ALICE@example.com", "code"))
	s.Refuses("phone_taken", "signup_code_begin", ask(s, "+1 415 555 2671", "code"))
	require.Empty(t, sentTo(s))

	s.Set("conceal", "true")
	unknown := s.Call("signup_code_begin", ask(s, "bob@example.com", "code"))
	require.Equal(t, unknown, s.Call("signup_code_begin", ask(s, "alice@example.com", "code")))
	require.Equal(t, unknown, s.Call("signup_code_begin", ask(s, "+14155552671", "code")))
	require.Equal(t, []string{"mail account_exists alice@example.com", "mail sign_up bob@example.com", "sms account_exists +14155552671"}, sentTo(s))
	s.Refuses("code_invalid", "signup_code_finish", come(s, "alice@example.com", "code"))
}

// Somebody made the account while the code was on its way.
func TestSomebodyWasQuicker(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Call("signup_code_begin", ask(s, "alice@example.com", "code"))
	s.Alice()
	s.Refuses("email_taken", "signup_code_finish", come(s, "alice@example.com", "code"))
}

func TestClosedForSignUp(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Call("signup_code_begin", ask(s, "alice@example.com", "code"))
	s.Set("signup_enabled", "false")
	s.RefusesUndone("signup_disabled", "signup_code_begin", ask(s, "bob@example.com", "code"))
	s.RefusesUndone("signup_disabled", "signup_code_finish", come(s, "alice@example.com", "code"))
}

// An address may begin with a plus; it is no number for that.
func TestAddressWithAPlus(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Call("signup_code_begin", ask(s, "+Tag@example.com", "code"))
	row := s.Call("signup_code_finish", come(s, "+tag@example.com", "code"))
	require.Equal(t, "+tag@example.com", row.Object("profile")["email"])
}
