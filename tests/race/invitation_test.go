package race_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// One invitation, many at once, some by its token and some who have shown the
// address: one account comes of it.
func TestInvitationIsUsedOnce(t *testing.T) {
	t.Parallel()
	s := unhurried(t)
	s.Set("signup_mode", `"invitation"`)
	s.Set("signin_creates_user", "true")
	s.AsOwner().Call("invitation_create", scene.Args{"project": s.Project, "email": "alice@example.com", "hash": scene.Hash("token"), "sealed": nil})
	code(s, "signin_send", "alice@example.com", "code", scene.Args{"profile": "{}", "redirect": nil})
	answers := race.Together(crowd, func(i int) answer {
		if i%10 == 0 {
			return ask(s, "signin_redeem", signInBy(s, "alice@example.com", "code", i))
		}
		return ask(s, "signup_finish", comes(s, "alice@example.com", i).With(scene.Args{"invitation": scene.Hash("token")}))
	})
	counts := race.Count(answers, kind)
	// Whoever brings the code may sign in to the account that another has just made.
	require.Contains(t, []int{1, 2}, counts["done"], "%v", counts)
	for what := range counts {
		require.Contains(t, []string{"done", "invitation_invalid", "email_taken", "code_invalid"}, what)
	}
	require.Equal(t, 1, users(s))
	require.Equal(t, 1, s.Audited("invitation_accepted"))
}

// The first takes it back, or the other makes the account: never both.
func TestInvitationIsRevokedMeanwhile(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	for range 10 {
		s := s.Another()
		s.Set("signup_mode", `"invitation"`)
		id := s.AsOwner().Call("invitation_create", scene.Args{"project": s.Project, "email": "alice@example.com", "hash": scene.Hash("token"), "sealed": nil}).Object("invitation_create")["id"]
		answers := race.Together(2, func(i int) answer {
			if i == 0 {
				return ask(s.AsOwner(), "invitation_revoke", scene.Args{"invitation": id, "project": s.Project})
			}
			return ask(s, "signup_finish", comes(s, "alice@example.com", i).With(scene.Args{"invitation": scene.Hash("token")}))
		})
		require.Equal(t, 1, race.Count(answers, kind)["done"], "%v", race.Count(answers, kind))
	}
}

func TestOneIsInvitedManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	answers := race.Together(20, func(i int) answer {
		return ask(s.AsOwner(), "invitation_create", scene.Args{"project": s.Project, "email": "alice@example.com", "hash": scene.Hash("token", i), "sealed": nil})
	})
	require.Equal(t, map[string]int{"done": 20}, race.Count(answers, kind))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.invitations where project_id = $1 and revoked_at is null", s.Project))
}
