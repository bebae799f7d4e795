package race_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// comes is the second half of a sign-up; its secrets are named after the try.
func comes(s *scene.Scene, email string, try int) scene.Args {
	return scene.Args{
		"project": s.Project, "identifier": email, "profile": "{}", "ip": scene.HomeIP, "password_hash": "hash", "user_agent": "test",
		"refresh_hash": scene.Hash("refresh", try), "link_hash": scene.Hash("ticket", try), "proof_sealed": []byte("x"),
	}
}

func users(s *scene.Scene) int {
	return scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project)
}

func TestFiftySignUpsOfOneAddressMakeOneUser(t *testing.T) {
	t.Parallel()
	server := scene.Committed(t)
	spellings := []string{"Alice@example.com", "alice@EXAMPLE.com", " alice@example.com ", "ａlice@example.com", "alice＠example.com"}
	for conceal, want := range map[string]map[string]int{
		"false": {"done": 1, "email_taken": crowd - 1},
		"true":  {"done": crowd},
	} {
		s := server.Another()
		s.Set("conceal", conceal)
		answers := race.Together(crowd, func(i int) answer { return ask(s, "signup_finish", comes(s, spellings[i%len(spellings)], i)) })
		require.Equal(t, want, race.Count(answers, kind))
		require.Equal(t, []string{"alice@example.com"}, scene.List[string](s, "select email from auth.users where project_id = $1", s.Project))
		require.Equal(t, crowd-1, s.Audited("signup_taken"), "a refused try is kept")
	}
}

func TestOneIdempotentSignUpManyTimesAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	key := scene.Args{"idempotency": scene.Hash("k"), "request": scene.Hash("r")}
	answers := race.Together(10, func(i int) answer {
		return ask(s, "signup_finish", comes(s, "alice@example.com", i).With(key).With(scene.Args{"sealed": scene.Hash("sealed", i)}))
	})
	require.Equal(t, 1, users(s))
	var first scene.Row
	for _, a := range answers {
		require.NoError(t, a.err)
		if a.row["replayed"] == false {
			require.Nil(t, first, "one answer is the first")
			first = a.row
		}
	}
	kept := scene.Get[[]byte](s, "select sealed from auth.idempotency_keys where project_id = $1", s.Project)
	for _, a := range answers {
		require.Equal(t, first.Object("claims")["sid"], a.row.Object("claims")["sid"])
		if a.row["replayed"] == true {
			require.Equal(t, kept, a.row["sealed"], "the first answer's refresh token")
		}
	}
}
