package race_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestTwoWorkersShareNoMessage(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t) // workers serve all projects
	s.Exec("insert into auth.outbox (project_id, template, destination) select $1, 't', n::text from generate_series(1, 100) n", s.Project)
	claimed := race.Together(10, func(int) []string {
		return scene.List[string](s, "select destination from auth.outbox_claim(10, 60, '{mail}')")
	})
	seen := map[string]bool{}
	for _, batch := range claimed {
		for _, message := range batch {
			require.False(t, seen[message], "message %s was claimed twice", message)
			seen[message] = true
		}
	}
	require.Equal(t, 100, scene.Get[int](s, "select count(*) from auth.outbox where attempts <= 1"))
	require.Len(t, seen, scene.Get[int](s, "select count(*) from auth.outbox where attempts = 1"))
}

func TestOneNodeMakesTheSigningKey(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	for _, status := range []string{"current", "next"} {
		taken := race.Together(10, func(i int) any {
			return ask(s, "signing_key_ensure", scene.Args{"project": s.Project, "status": status, "kid": fmt.Sprint(status, i),
				"alg": "ES256", "public_jwk": "{}", "private_sealed": []byte("x")}).row["signing_key_ensure"]
		})
		require.Equal(t, map[string]int{"true": 1, "false": 9}, race.Count(taken, func(v any) string { return fmt.Sprint(v) }))
	}
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.signing_keys where project_id = $1", s.Project))
}

func TestRotationsAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	s.Call("signing_key_ensure", scene.Args{"project": s.Project, "status": "current", "kid": "a", "alg": "ES256", "public_jwk": "{}", "private_sealed": nil})
	s.Call("signing_key_ensure", scene.Args{"project": s.Project, "status": "next", "kid": "b", "alg": "ES256", "public_jwk": "{}", "private_sealed": nil})
	answers := race.Together(8, func(i int) answer {
		if i%2 == 0 {
			return ask(s.AsOwner(), "signing_key_rotate", scene.Args{"project": s.Project})
		}
		return ask(s, "signing_key_ensure", scene.Args{"project": s.Project, "status": "next", "kid": fmt.Sprint("n", i), "alg": "ES256", "public_jwk": "{}", "private_sealed": nil})
	})
	require.Equal(t, map[string]int{"done": 8}, race.Count(answers, kind))
	require.LessOrEqual(t, scene.Get[int](s, "select count(*) from auth.signing_keys where project_id = $1 and status = 'current'", s.Project), 1)
}

// Roles and their rights on the database are the whole server's: those who make
// projects at once change the same rows of the catalog.
func TestProjectsMadeAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	answers := race.Together(8, func(i int) answer {
		return ask(s.AsOwner(), "project_create", scene.Args{"name": fmt.Sprintf("Race %d", i/2)})
	})
	require.Equal(t, map[string]int{"done": 4, "name_taken": 4}, race.Count(answers, kind))
	dropped := race.Together(4, func(i int) answer {
		return ask(s.AsOwner(), "project_drop", scene.Args{"ref": fmt.Sprintf("race-%d", i)})
	})
	require.Equal(t, map[string]int{"done": 4}, race.Count(dropped, kind))
}

func TestOneDataLoginPassword(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	id := s.AsOwner().Call("project_create", scene.Args{"name": "Login race"}).Text("id")
	t.Cleanup(func() { s.AsOwner().Call("project_drop", scene.Args{"ref": id}) })
	answers := race.Together(6, func(i int) answer {
		return ask(s, "data_login_ensure", scene.Args{"project": id, "sealed": []byte{byte(i)},
			"verifier": "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy"})
	})
	sealed := race.Count(answers, func(a answer) string { return fmt.Sprint(a.row["data_login_ensure"], a.err) })
	require.Len(t, sealed, 1, "all know the same one")
}
