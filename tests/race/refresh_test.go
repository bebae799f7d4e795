package race_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const crowd = 50

// answer is what one of many got.
type answer struct {
	row scene.Row
	err error
}

// kind is the outcome or the refusal; anything else is its error's words.
func kind(a answer) string {
	switch {
	case fault.Code(a.err) != "":
		return fault.Code(a.err)
	case a.err != nil:
		return a.err.Error()
	case a.row.Text("outcome") != "":
		return a.row.Text("outcome")
	}
	return "done"
}

// ask is a call as one of many makes it.
func ask(s *scene.Scene, function string, args scene.Args) answer {
	row, err := s.Ask(function, args)
	return answer{row, err}
}

// refreshAll is a crowd with one token, each with a child of its own.
func refreshAll(s *scene.Scene, n int, token []byte, try int) []answer {
	return race.Together(n, func(i int) answer {
		return ask(s, "session_refresh", scene.RefreshArgs(s.Project, token, scene.Hash("child", try, i)))
	})
}

// live is the number of unused tokens in sessions that have not ended.
func live(s *scene.Scene) int {
	s.Helper()
	return scene.Get[int](s, `select count(*) from auth.refresh_tokens t join auth.sessions s using (project_id)
		where s.project_id = $1 and s.id = t.session_id and t.used_at is null and s.revoked_at is null`, s.Project)
}

func TestFiftyRefreshesOfOneTokenGetOneChild(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	phone := s.Alice().SignsIn()
	for try := range 5 {
		answers := refreshAll(s, crowd, phone.Token, try)
		require.Equal(t, map[string]int{"rotated": 1, "repeated": crowd - 1}, race.Count(answers, kind))
		child := answers[0].row["child_sealed"].([]byte)
		for _, a := range answers {
			require.True(t, bytes.Equal(child, a.row["child_sealed"].([]byte)), "all of them got the same child")
		}
		require.Equal(t, 1, live(s))
		phone.Token = child
	}
	phone.Holds()
}

// With a window of 0 one wins; the others are reuse, and end what they reused.
func TestFiftyRefreshesWithoutAWindow(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	s.Set("refresh_grace", "0")
	phone := s.Alice().SignsIn()
	counts := race.Count(refreshAll(s, crowd, phone.Token, 0), kind)
	require.Equal(t, map[string]int{"rotated": 1, "refresh_token_reused": 1, "session_ended": crowd - 2}, counts)
	require.Zero(t, live(s))
}

// However a session is ended in the middle of a burst, no token of it lives on
// and nobody waits for a deadlock.
func TestRefreshAgainstAnEnd(t *testing.T) {
	t.Parallel()
	server := scene.Committed(t)
	exec := func(s *scene.Scene, sql string, args ...any) error {
		_, err := s.Owner.Exec(t.Context(), sql, args...)
		return err
	}
	for name, end := range map[string]func(*scene.Person) error{
		"sessions_revoke": func(p *scene.Person) error {
			_, err := p.AsOwner().Ask("sessions_revoke", scene.Args{"user": p.Email, "project": p.Project})
			return err
		},
		"disabled by plain SQL": func(p *scene.Person) error {
			return exec(p.Scene, "update auth.users set disabled_at = now() where id = $1", p.ID)
		},
		"a new password that ends sessions": func(p *scene.Person) error {
			return exec(p.Scene, "update auth.users set password_hash = 'new' where id = $1", p.ID)
		},
	} {
		for _, rule := range []string{"family", "user"} {
			s := server.Another()
			s.Set("reuse_revokes", `"`+rule+`"`)
			s.Set("sessions_on_password_change", `"revoke_all"`)
			alice := s.Alice()
			tokens := [][]byte{alice.SignsIn().Token, alice.SignsIn().Token, alice.SignsIn().Token}
			answers := race.Together(31, func(i int) answer {
				if i == 15 {
					return answer{nil, end(alice)}
				}
				return ask(s, "session_refresh", scene.RefreshArgs(s.Project, tokens[i%3], scene.Hash("child", i)))
			})
			counts := race.Count(answers, kind)
			for _, fine := range []string{"rotated", "repeated", "session_ended"} {
				delete(counts, fine)
			}
			require.Equal(t, map[string]int{"done": 1}, counts, "%s, reuse_revokes %s", name, rule)
			require.Zero(t, live(s))
		}
	}
}

// Reuse in two sessions at once, each ending both: in whatever order.
func TestReuseEverywhereAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	s.Set("reuse_revokes", `"user"`)
	alice := s.Alice()
	var parents [][]byte
	for range 6 {
		session := alice.SignsIn()
		parents = append(parents, session.Token)
		session.Refreshes()
		session.Refreshes()
	}
	answers := race.Together(30, func(i int) answer {
		return ask(s, "session_refresh", scene.RefreshArgs(s.Project, parents[i%6], scene.Hash("child", i)))
	})
	require.Equal(t, map[string]int{"refresh_token_reused": 1, "session_ended": 29}, race.Count(answers, kind))
	require.Zero(t, live(s))
	require.Equal(t, 1, s.Audited("refresh_token_reused"))
}
