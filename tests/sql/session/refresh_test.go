package session_test

import (
	"flag"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) {
	_ = flag.Set("rapid.checks", "30") // -rapid.checks=1000 looks longer
	pgtest.Main(m)
}

// begin is Alice with one session.
func begin(t *testing.T) (*scene.Scene, *scene.Session) {
	t.Helper()
	s := scene.Tx(t)
	return s, s.Alice().SignsIn()
}

// refresh offers a child of this name for the token and expects an answer.
func refresh(s *scene.Scene, token []byte, child string) scene.Row {
	s.Helper()
	return s.Call("session_refresh", scene.RefreshArgs(s.Project, token, scene.Hash(child)))
}

// refuses offers a child for a token that is worth nothing.
func refuses(s *scene.Scene, code string, token []byte) {
	s.Helper()
	s.Refuses(code, "session_refresh", scene.RefreshArgs(s.Project, token, scene.Hash("never")))
	require.Zero(s, scene.Get[int](s, "select count(*) from auth.refresh_tokens where hash = $1", scene.Hash("never")))
}

func TestRefreshRotates(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	phone.Update("refreshed_at = now() - interval '1 day', idle_expires_at = now() + interval '1 hour'")

	row := refresh(s, phone.Token, "child")

	require.Equal(t, "rotated", row.Text("outcome"))
	require.Equal(t, phone.ID, row.Text("session_id"))
	require.Equal(t, phone.User, row.Text("user_id"))
	require.Equal(t, scene.Hash("child"), row["child_sealed"])
	require.Equal(t, "true", *phone.Column("refreshed_at = now() and idle_expires_at = now() + interval '30 days'"))
	require.Equal(t, [][]byte{scene.Hash("child")}, live(s, phone), "the parent is used")
}

// live lists the unused tokens of a session.
func live(s *scene.Scene, x *scene.Session) [][]byte {
	s.Helper()
	return scene.List[[]byte](s, "select hash from auth.refresh_tokens where session_id = $1 and used_at is null", x.ID)
}

func TestRepeatInsideGraceGetsTheSameChild(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	refresh(s, phone.Token, "first")
	phone.Update("rotated_at = now() - interval '9 seconds'")

	row := refresh(s, phone.Token, "second")

	require.Equal(t, "repeated", row.Text("outcome"))
	require.Equal(t, scene.Hash("first"), row["child_sealed"])
	require.NotEmpty(t, row.Object("claims"))
	require.Equal(t, [][]byte{scene.Hash("first")}, live(s, phone), "the second child was never born")
}

func TestReuse(t *testing.T) {
	t.Parallel()
	for name, later := range map[string]func(*scene.Scene, *scene.Session){
		"after the window": func(_ *scene.Scene, x *scene.Session) {
			x.Update("rotated_at = now() - interval '10 seconds'")
		},
		"once the child was used": func(s *scene.Scene, _ *scene.Session) { refresh(s, scene.Hash("child"), "grandchild") },
		"of a grandparent": func(s *scene.Scene, _ *scene.Session) {
			refresh(s, scene.Hash("child"), "grandchild")
			refresh(s, scene.Hash("grandchild"), "great-grandchild")
		},
		"once the sealed child was wiped": func(_ *scene.Scene, x *scene.Session) { x.Update("child_sealed = null") },
		"with the window set to 0":        func(s *scene.Scene, _ *scene.Session) { s.Set("refresh_grace", "0") },
		"with the window set to 0, asked by a transaction that began before the rotation": func(s *scene.Scene, x *scene.Session) {
			s.Set("refresh_grace", "0")
			x.Update("rotated_at = now() + interval '1 second'")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, phone := begin(t)
			refresh(s, phone.Token, "child")
			later(s, phone)

			refuses(s, "refresh_token_reused", phone.Token)

			require.Equal(t, "refresh_token_reused", phone.Ended(), "the end of the family is kept")
			require.Equal(t, 1, s.Audited("refresh_token_reused"))
			phone.Dead("token_revoked")
			refuses(s, "session_ended", scene.Hash("child"))
			refuses(s, "session_ended", phone.Token)
			require.Equal(t, 1, s.Audited("refresh_token_reused"), "what has ended cannot end again")
		})
	}
}

func TestReuseEndsWhatTheProjectSays(t *testing.T) {
	t.Parallel()
	for rule, laptopEnds := range map[string]string{"family": "", "user": "refresh_token_reused"} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set("reuse_revokes", `"`+rule+`"`)
			alice := s.Alice()
			phone, laptop, bobs := alice.SignsIn(), alice.SignsIn(), s.Person("bob@example.com").SignsIn()
			refresh(s, phone.Token, "child")
			phone.Update("rotated_at = now() - interval '1 hour'")

			refuses(s, "refresh_token_reused", phone.Token)

			require.Equal(t, "refresh_token_reused", phone.Ended())
			require.Equal(t, laptopEnds, laptop.Ended())
			require.Empty(t, bobs.Ended())
			require.Equal(t, rule, scene.Get[string](s, "select detail ->> 'revoked' from auth.audit_log where event = 'refresh_token_reused'"))
		})
	}
}

func TestRefreshIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code string
		when func(*scene.Scene, *scene.Session)
	}{
		"when nobody has the token": {"refresh_token_invalid", func(_ *scene.Scene, x *scene.Session) { x.Token = scene.Hash("made up") }},
		"after the idle end":        {"session_expired", func(_ *scene.Scene, x *scene.Session) { x.Update("idle_expires_at = now()") }},
		"after the absolute end":    {"session_expired", func(_ *scene.Scene, x *scene.Session) { x.Update("expires_at = now()") }},
		"when the session was ended": {"session_ended", func(s *scene.Scene, x *scene.Session) {
			s.Call("session_revoke", scene.Args{"session": x.ID, "project": s.Project})
		}},
		"when the user is disabled": {"session_ended", func(s *scene.Scene, x *scene.Session) {
			s.Call("user_disable", scene.Args{"user": x.User, "project": s.Project})
		}},
		"when the project is disabled": {"project_disabled", func(s *scene.Scene, _ *scene.Session) {
			s.Exec("update auth.projects set disabled_at = now() where id = $1", s.Project)
		}},
		"in another project": {"refresh_token_invalid", func(s *scene.Scene, _ *scene.Session) {
			s.Project = s.Another().Project
		}},
		"without a token": {"refresh_token_invalid", func(_ *scene.Scene, x *scene.Session) { x.Token = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, phone := begin(t)
			test.when(s, phone)
			refuses(s, test.code, phone.Token)
			require.Zero(t, s.Audited("refresh_token_reused"))
		})
	}
}

func TestSessionsEndHoweverOftenTheyAreRefreshed(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	s.Set("session_ttl", "100") // of sessions to come
	tablet := s.Person("bob@example.com").SignsIn()
	require.Equal(t, "100", *tablet.Column("extract(epoch from expires_at - created_at)::integer"))
	tablet.Update("expires_at = now() + interval '5 seconds'")
	row := refresh(s, tablet.Token, "child")
	claims := row.Object("claims")
	require.EqualValues(t, 5, claims["exp"].(float64)-claims["iat"].(float64), "no token outlives its session")
	phone.Holds()
}
