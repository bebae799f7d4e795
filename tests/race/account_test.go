package race_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestAccountIsDeletedOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	gone := phone.Bearer().With(scene.Args{"read_version": 1, "matches": true, "ip": nil})
	answers := race.Together(8, func(int) answer { return ask(s, "me_delete", gone) })
	require.Equal(t, map[string]int{"done": 1, "token_revoked": 7}, race.Count(answers, kind))
	require.Equal(t, 1, s.Audited("user_deleted"))
}

// Whoever signs in beside a deletion has a session that goes with the account, or none.
func TestSignInDuringDeletion(t *testing.T) {
	t.Parallel()
	server := scene.Clone(t)
	for range 5 {
		s := server.Another()
		alice := s.Alice()
		phone := alice.SignsIn()
		s.Exec(`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at)
			values ($1, $2, $3, 'abcd', now() + interval '1 day')`, s.Project, alice.ID, scene.Hash("pat"))
		answers := race.Together(8, func(i int) answer {
			switch i % 4 {
			case 0:
				return ask(s, "me_delete", phone.Bearer().With(scene.Args{"read_version": 1, "matches": true, "ip": nil}))
			case 1:
				return ask(s, "pat_signin", scene.Args{"project": s.Project, "hash": scene.Hash("pat"), "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("pat", i)})
			case 2:
				row, err := s.Refresh(phone.Token, scene.Hash("child", i))
				return answer{row, err}
			}
			row, err := s.SignIn(alice.Email, scene.HomeIP, true)
			return answer{row, err}
		})
		for _, a := range answers {
			require.Contains(t, []string{"done", "rotated", "repeated", "token_revoked", "pat_invalid", "invalid_credentials", "refresh_token_invalid", "session_ended"}, kind(a))
		}
		require.Zero(t, scene.Get[int](s, "select count(*) from auth.sessions where project_id = $1", s.Project))
	}
}

// A token is revoked while a script signs in by it: nothing that it opened lives.
func TestTokenRevokedDuringSignIn(t *testing.T) {
	t.Parallel()
	server := scene.Clone(t)
	for range 5 {
		s := server.Another()
		phone := s.Alice().SignsIn()
		made := s.Call("pat_create", phone.Bearer().With(scene.Args{"hash": scene.Hash("pat"), "hint": "abcd",
			"expires": time.Now().Add(time.Hour), "metadata": nil, "ip": nil}))
		id := made.Object("pat_create")["id"]
		answers := race.Together(8, func(i int) answer {
			if i == 3 || i == 4 {
				return ask(s, "pat_revoke", phone.Bearer().With(scene.Args{"pat": id, "ip": nil}))
			}
			return ask(s, "pat_signin", scene.Args{"project": s.Project, "hash": scene.Hash("pat"), "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt", i)})
		})
		require.Equal(t, map[string]int{"done": 1, "pat_not_found": 1}, race.Count(answers[3:5], kind))
		for _, a := range append(answers[:3:3], answers[5:]...) {
			require.Contains(t, []string{"done", "pat_invalid"}, kind(a))
		}
		require.Equal(t, []string{phone.ID}, scene.List[string](s, "select id::text from auth.sessions where project_id = $1 and revoked_at is null", s.Project))
	}
}

// Two guests want the same address; one guest wants two.
func TestConversionsAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	s.Set("anonymous_enabled", "true")
	guest := func(i int) *scene.Session {
		token := scene.Hash("rt", i)
		return s.Opened(s.Call("signup_anonymous", scene.Args{"project": s.Project, "profile": "{}", "ip": nil, "user_agent": nil, "refresh_hash": token}), token)
	}
	convert := func(x *scene.Session, to string) answer {
		return ask(s, "anonymous_convert", x.Bearer().With(scene.Args{"identifier": to, "macs": nil, "password_hash": "hash", "redirect": nil,
			"link_hash": nil, "code_mac": nil, "proof_sealed": nil, "silent": false, "ip": nil}))
	}
	guests := make([]*scene.Session, 8)
	for i := range guests {
		guests[i] = guest(i)
	}
	answers := race.Together(len(guests), func(i int) answer { return convert(guests[i], "ann@example.com") })
	require.Equal(t, map[string]int{"done": 1, "email_taken": len(guests) - 1}, race.Count(answers, kind))

	undecided := guest(100)
	answers = race.Together(8, func(i int) answer { return convert(undecided, string(rune('a'+i))+"@example.com") })
	require.Equal(t, map[string]int{"done": 1, "token_revoked": 7}, race.Count(answers, kind))
}
