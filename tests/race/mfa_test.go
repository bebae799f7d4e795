package race_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// withFactor is somebody with a TOTP factor, last used at step 100, and a
// recovery code; their sessions are as good as two factors make them.
func withFactor(p *scene.Person) (factor string) {
	p.Helper()
	factor = scene.Get[string](p.Scene, `insert into auth.factors (project_id, user_id, kind, confirmed_at, last_step)
		values ($1, $2, 'totp', now(), 100) returning id::text`, p.Project, p.ID)
	p.Exec("insert into auth.recovery_codes (project_id, user_id, hash) values ($1, $2, $3)", p.Project, p.ID, scene.Hash("recovery"))
	return factor
}

// ticket is a challenge by its name.
func ticket(p *scene.Person, name string) scene.Args {
	p.Helper()
	p.Exec(`insert into auth.tickets (project_id, user_id, purpose, channel, destination, hash, payload, expires_at)
		values ($1, $2, 'second_factor', 'none', 'challenge', $3, '{"method": "pwd", "password_version": 1}', now() + interval '5 minutes')`,
		p.Project, p.ID, scene.Hash(name))
	return scene.Args{"project": p.Project, "ticket_hash": scene.Hash(name), "user": nil, "session": nil, "password_version": nil, "epoch": nil}
}

func shown(who scene.Args, name string, i int, more scene.Args) scene.Args {
	return who.With(scene.Args{"method": nil, "factor": nil, "step": nil, "macs": nil, "recovery_hash": nil, "device_hash": nil, "reset": false,
		"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash(name, i), "form": "{}"}).With(more)
}

// Two nodes are shown the same code for two challenges: one sign-in.
func TestOneTOTPCodeSignsInOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	factor := withFactor(alice)
	tickets := make([]scene.Args, 16)
	for i := range tickets {
		tickets[i] = ticket(alice, string(rune('a'+i)))
	}
	answers := race.Together(len(tickets), func(i int) answer {
		return ask(s, "second_factor_finish", shown(tickets[i], "totp", i, scene.Args{"factor": factor, "step": 101}))
	})
	require.Equal(t, map[string]int{"done": 1, "second_factor_wrong": len(tickets) - 1}, race.Count(answers, kind))
	require.Equal(t, 1, alice.LiveSessions())
}

func TestOneTicketIsFinishedOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	factor := withFactor(alice)
	who := ticket(alice, "t")
	answers := race.Together(16, func(i int) answer {
		return ask(s, "second_factor_finish", shown(who, "ticket", i, scene.Args{"factor": factor, "step": 101 + i}))
	})
	require.Equal(t, map[string]int{"done": 1, "ticket_invalid": 15}, race.Count(answers, kind))
	require.Equal(t, 1, alice.LiveSessions())
}

func TestOneRecoveryCodeIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	withFactor(alice)
	tickets := make([]scene.Args, 16)
	for i := range tickets {
		tickets[i] = ticket(alice, string(rune('a'+i)))
	}
	answers := race.Together(len(tickets), func(i int) answer {
		return ask(s, "second_factor_finish", shown(tickets[i], "recovery", i, scene.Args{"recovery_hash": scene.Hash("recovery")}))
	})
	require.Equal(t, map[string]int{"done": 1, "second_factor_wrong": len(tickets) - 1}, race.Count(answers, kind))
}

// A hundred guesses at once get no further than the limits of ticket and user.
func TestGuessesAtTheSecondFactor(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	withFactor(alice)
	one := ticket(alice, "t").With(scene.Args{"ip": nil})
	answers := race.Together(40, func(int) answer { return ask(s, "second_factor_begin", one) })
	require.Equal(t, map[string]int{"done": 5, "ticket_invalid": 35}, race.Count(answers, kind))
	tickets := make([]scene.Args, 40)
	for i := range tickets {
		tickets[i] = ticket(alice, string(rune('A'+i))).With(scene.Args{"ip": nil})
	}
	answers = race.Together(len(tickets), func(i int) answer { return ask(s, "second_factor_begin", tickets[i]) })
	require.Equal(t, map[string]int{"done": 5, "over_limit": 35}, race.Count(answers, kind), "ten in all")
}

// The last factor is removed from two sessions while a third signs in with it.
func TestLastFactorIsRemovedOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	sessions := []*scene.Session{alice.SignsIn(), alice.SignsIn(), alice.SignsIn(), alice.SignsIn()}
	factor := withFactor(alice)
	s.Exec(`update auth.sessions set aal = 2, amr = jsonb_build_array(jsonb_build_object('method', 'totp', 'factor', $1::text)) where user_id = $2`, factor, alice.ID)
	who := ticket(alice, "t")
	answers := race.Together(len(sessions)+1, func(i int) answer {
		if i == len(sessions) {
			return ask(s, "second_factor_finish", shown(who, "in", i, scene.Args{"factor": factor, "step": 101}))
		}
		return ask(s, "factor_remove", sessions[i].Bearer().With(scene.Args{"factor": factor, "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 1, "factor_not_found": 3}, race.Count(answers[:4], kind))
	require.Contains(t, []string{"done", "ticket_invalid"}, kind(answers[4]))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.sessions where aal = 2"), "and no session is left that it proves")
}

// Two factors are confirmed at once: the recovery codes are those of one of them.
func TestFirstFactorsConfirmedAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	alice := s.Alice()
	sessions := []*scene.Session{alice.SignsIn(), alice.SignsIn()}
	factors := make([]string, len(sessions))
	for i := range factors {
		factors[i] = scene.Get[string](s, "insert into auth.factors (project_id, user_id, kind) values ($1, $2, 'totp') returning id::text", s.Project, alice.ID)
	}
	answers := race.Together(len(sessions), func(i int) answer {
		return ask(s, "factor_confirm_finish", sessions[i].Bearer().With(scene.Args{"factor": factors[i], "step": 100, "macs": nil,
			"recovery_hashes": [][]byte{scene.Hash("code", i)}, "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 1, "second_factor_required": 1}, race.Count(answers, kind), "the other session is a weak one by then")
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.recovery_codes"))
}
