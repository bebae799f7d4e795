package race_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// code opens one of this name for an address and a purpose.
func code(s *scene.Scene, function, to, name string, more scene.Args) {
	s.Helper()
	s.Call(function, scene.Args{"project": s.Project, "identifier": to, "ip": nil, "link_hash": nil, "code_mac": scene.Hash(name),
		"proof_sealed": nil, "silent": true}.With(more))
}

func unhurried(t *testing.T) *scene.Scene {
	t.Helper()
	s := scene.Clone(t)
	for _, name := range []string{"limit_mail_address", "limit_mail_address_hour", "limit_code_destination", "limit_code_user"} {
		s.Set(name, `"0/1"`)
	}
	return s
}

func signInBy(s *scene.Scene, to, name string, i int) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "macs": [][]byte{scene.Hash(name)}, "link_hash": nil, "ip": nil, "user_agent": nil,
		"refresh_hash": scene.Hash("refresh", name, i)}
}

func TestCodeIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := unhurried(t)
	s.Set("signin_creates_user", "true")
	s.Alice()
	for _, to := range []string{"alice@example.com", "nobody@example.com"} {
		code(s, "signin_send", to, "code", scene.Args{"profile": "{}", "redirect": nil})
		answers := race.Together(20, func(i int) answer { return ask(s, "signin_redeem", signInBy(s, to, "code", i)) })
		require.Equal(t, map[string]int{"done": 1, "code_invalid": 19}, race.Count(answers, kind), to)
	}
}

// Counted before the compare: a hundred guesses at once are five.
func TestGuessesAtOnce(t *testing.T) {
	t.Parallel()
	s := unhurried(t)
	s.Alice()
	code(s, "signin_send", "alice@example.com", "code", scene.Args{"profile": "{}", "redirect": nil})
	answers := race.Together(100, func(i int) answer { return ask(s, "signin_redeem", signInBy(s, "alice@example.com", "wrong", i)) })
	require.Equal(t, map[string]int{"code_invalid": 100}, race.Count(answers, kind))
	require.Equal(t, 5, scene.Get[int](s, "select attempts from auth.tickets"))
	require.Equal(t, "code_invalid", kind(ask(s, "signin_redeem", signInBy(s, "alice@example.com", "code", 0))))
}

// A change of address and a sign-up want the same one.
func TestChangeOfAddressMeetsSignUp(t *testing.T) {
	t.Parallel()
	s := unhurried(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	for range 5 {
		s.Call("my_proof_send", phone.Bearer().With(scene.Args{"purpose": "change_email", "identifier": "new@example.com", "redirect": nil, "ip": nil,
			"link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true}))
		answers := race.Together(2, func(i int) answer {
			if i == 0 {
				return ask(s, "my_proof_redeem", phone.Bearer().With(scene.Args{"purpose": "change_email", "identifier": "new@example.com",
					"macs": [][]byte{scene.Hash("code")}, "ip": nil}))
			}
			return ask(s, "signup_finish", comes(s, "new@example.com", 0))
		})
		require.Equal(t, map[string]int{"done": 1, "email_taken": 1}, race.Count(answers, kind))
		s.Exec("delete from auth.users where email = 'new@example.com' and id <> $1", alice.ID)
		s.Exec("update auth.users set email = 'alice@example.com' where id = $1", alice.ID)
		s.Exec("delete from auth.refresh_tokens where hash = $1", scene.Hash("refresh", 0))
	}
}
