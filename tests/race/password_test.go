package race_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// wrong is both halves of a sign-in with a wrong password.
func wrong(s *scene.Scene, email, ip string) answer {
	row, err := s.SignIn(email, ip, false)
	return answer{row, err}
}

// The password is changed while the old one is being hashed.
func TestPasswordChangedDuringSignIn(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	alice := s.Alice()
	begun := s.Call("signin_begin", scene.Args{"project": s.Project, "identifier": alice.Email, "ip": scene.HomeIP})
	finish := scene.Args{"project": s.Project, "user": alice.ID, "password_version": begun["password_version"], "matches": true,
		"new_hash": nil, "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("r")}

	change, err := s.Owner.Begin(t.Context())
	require.NoError(t, err)
	_, err = change.Exec(t.Context(), "update auth.users set password_hash = 'new' where id = $1", alice.ID)
	require.NoError(t, err)
	done := make(chan answer, 1)
	go func() { done <- ask(s, "signin_finish", finish) }()
	select {
	case a := <-done:
		t.Fatal("did not wait for the change: ", kind(a))
	case <-time.After(100 * time.Millisecond):
	}
	require.NoError(t, change.Commit(t.Context()))
	require.Equal(t, "invalid_credentials", kind(<-done))
	require.Zero(t, alice.LiveSessions())
}

// A session that a sign-in has just opened is seen by a change that ends all.
func TestSignInDuringPasswordChange(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	s.Set("sessions_on_password_change", `"revoke_all"`)
	s.Set("limit_signin_account_network", `"0/1"`) // who loses the race ten times is not locked out here
	alice := s.Alice()
	for round := range 10 {
		answers := race.Together(6, func(i int) answer {
			if i == 3 {
				_, err := s.Owner.Exec(t.Context(), "update auth.users set password_hash = $2 where id = $1", alice.ID, fmt.Sprint("new ", round))
				return answer{nil, err}
			}
			row, err := s.SignIn(alice.Email, scene.HomeIP, true)
			return answer{row, err}
		})
		require.NoError(t, answers[3].err)
		version := *alice.Column("password_version")
		require.Zero(t, scene.Get[int](s, `select count(*) from auth.sessions s where s.user_id = $1 and s.revoked_at is null
			and s.created_at < (select password_changed_at from auth.users where id = $1)`, alice.ID), "version %s", version)
		for _, a := range append(answers[:3:3], answers[4:]...) {
			require.Contains(t, []string{"done", "invalid_credentials"}, kind(a))
		}
	}
}

func TestWrongPasswordsNeverPassTheLimit(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	s.Alice()
	for _, email := range []string{"alice@example.com", "nobody@example.com"} {
		answers := race.Together(100, func(int) answer { return wrong(s, email, scene.HomeIP) })
		require.Equal(t, map[string]int{"invalid_credentials": 10, "account_locked": 90}, race.Count(answers, kind))
	}
}

func TestOneLinkIsRedeemedOnce(t *testing.T) {
	t.Parallel()
	server := scene.Committed(t)
	for purpose, redeem := range map[string]struct {
		function string
		more     scene.Args
	}{
		"verify_email":   {"email_verify", nil},
		"reset_password": {"password_reset_finish", scene.Args{"new_hash": "new"}},
	} {
		s := server.Another()
		alice := s.Alice()
		s.Exec(`insert into auth.tickets (project_id, user_id, purpose, destination, hash, expires_at)
			values ($1, $2, $3, $4, $5, now() + interval '1 hour')`, s.Project, alice.ID, purpose, alice.Email, scene.Hash("link"))
		args := scene.Args{"project": s.Project, "ticket_hash": scene.Hash("link"), "ip": scene.HomeIP}.With(redeem.more)
		answers := race.Together(20, func(int) answer { return ask(s, redeem.function, args) })
		require.Equal(t, map[string]int{"done": 1, "link_invalid": 19}, race.Count(answers, kind), purpose)
	}
}

// Two changes with the same current password: one makes it, the other knew an old one.
func TestTwoChangesAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	alice := s.Alice()
	sessions := []*scene.Session{alice.SignsIn(), alice.SignsIn(), alice.SignsIn(), alice.SignsIn()}
	answers := race.Together(len(sessions), func(i int) answer {
		return ask(s, "password_change_finish", sessions[i].Bearer().With(scene.Args{
			"read_version": 1, "matches": true, "new_hash": fmt.Sprint("new ", i), "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 1, "token_revoked": len(sessions) - 1}, race.Count(answers, kind))
	require.Equal(t, "2", *alice.Column("password_version"))
}
