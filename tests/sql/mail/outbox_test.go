package mail_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// outbox is a scene without other messages, as workers serve all projects.
func outbox(t *testing.T, messages int) *scene.Scene {
	t.Helper()
	s := scene.Tx(t)
	for i := range messages {
		s.Exec(`insert into auth.outbox (project_id, template, destination, payload_sealed, next_at)
			values ($1, 'verify_email', $2, 'sealed', now() - make_interval(secs => $3))`, s.Project, fmt.Sprintf("u%d@example.com", i), 100-i)
	}
	return s
}

// claim takes messages for a lease of 30 seconds, as destinations.
func claim(s *scene.Scene, limit int) []string {
	s.Helper()
	return scene.List[string](s, "select destination from auth.outbox_claim($1, 30, '{mail}') order by 1", limit)
}

// column reads it of the one message there is.
func column(s *scene.Scene, name string) string {
	s.Helper()
	return scene.Get[string](s, "select coalesce(("+name+")::text, '') from auth.outbox where project_id = $1", s.Project)
}

func fail(s *scene.Scene, permanent bool) {
	s.Helper()
	s.Call("outbox_fail", scene.Args{"project": s.Project, "id": column(s, "id"), "error": "550 no", "permanent": permanent})
}

func TestClaimIsALease(t *testing.T) {
	t.Parallel()
	s := outbox(t, 3)
	require.Equal(t, []string{"u0@example.com", "u1@example.com"}, claim(s, 2), "the oldest first")
	require.Equal(t, []string{"u2@example.com"}, claim(s, 2))
	require.Empty(t, claim(s, 2))
	s.Exec("update auth.outbox set next_at = next_at - interval '30 seconds' where project_id = $1", s.Project)
	require.Len(t, claim(s, 9), 3, "its node died: due again")
	require.Equal(t, 2, scene.Get[int](s, "select min(attempts) from auth.outbox where project_id = $1", s.Project))
}

func TestDone(t *testing.T) {
	t.Parallel()
	s := outbox(t, 1)
	claim(s, 1)
	s.Call("outbox_done", scene.Args{"project": s.Project, "id": column(s, "id")})
	require.Equal(t, "sent", column(s, "status"))
	require.Empty(t, column(s, "payload_sealed"), "the secret is gone")
	require.NotEmpty(t, column(s, "finished_at"))
	fail(s, true)
	require.Equal(t, "sent", column(s, "status"), "what is sent stays sent")
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	s := outbox(t, 1)
	wait := 2.0
	for attempt := 1; attempt <= 9; attempt++ {
		require.Len(t, claim(s, 1), 1, "attempt %d", attempt)
		fail(s, false)
		require.Equal(t, "pending", column(s, "status"))
		require.Equal(t, "550 no", column(s, "last_error"))
		seconds := scene.Get[float64](s, "select extract(epoch from next_at - now())::float8 from auth.outbox where project_id = $1", s.Project)
		require.InDelta(t, wait, seconds, 0.2*wait+0.001, "after attempt %d", attempt)
		require.Empty(t, claim(s, 1), "not before")
		s.Exec("update auth.outbox set next_at = now() where project_id = $1", s.Project)
		wait *= 2
	}
	claim(s, 1)
	fail(s, false)
	require.Equal(t, "dead", column(s, "status"), "the tenth try is the last")
	require.Empty(t, column(s, "payload_sealed"))
}

func TestPermanentErrorIsTheEnd(t *testing.T) {
	t.Parallel()
	s := outbox(t, 1)
	claim(s, 1)
	fail(s, true)
	require.Equal(t, "dead", column(s, "status"))
	require.Empty(t, column(s, "payload_sealed"))
	s.Exec("update auth.outbox set next_at = now() where project_id = $1", s.Project)
	require.Empty(t, claim(s, 1))
}

// A message that ends its worker never comes to outbox_fail.
func TestMessageThatKillsItsWorkersDies(t *testing.T) {
	t.Parallel()
	s := outbox(t, 1)
	for range 10 {
		require.Len(t, claim(s, 1), 1)
		s.Exec("update auth.outbox set next_at = now() where project_id = $1", s.Project)
	}
	require.Empty(t, claim(s, 1))
	require.Equal(t, "dead", column(s, "status"))
	require.Empty(t, column(s, "payload_sealed"))
}

func TestDue(t *testing.T) {
	t.Parallel()
	s := outbox(t, 1)
	require.Zero(t, s.Call("outbox_due", scene.Args{"kinds": []string{"mail"}})["outbox_due"], "overdue is now")
	claim(s, 1)
	require.EqualValues(t, 30, s.Call("outbox_due", scene.Args{"kinds": []string{"mail"}})["outbox_due"])
	s.Call("outbox_done", scene.Args{"project": s.Project, "id": column(s, "id")})
	require.Nil(t, s.Call("outbox_due", scene.Args{"kinds": []string{"mail"}})["outbox_due"])
}

func TestPutNamesTheProject(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("mail_from", `"Shop <shop@example.com>"`)
	s.Set("site_url", `"https://shop.example"`)
	alice := s.Alice()
	alice.Update("display_name = 'Al', locale = 'de'")
	s.Exec("select auth.outbox_put(u, 'verify_email', 'sealed', '{\"expires_in\": 60}') from auth.users u where id = $1", alice.ID)
	require.Equal(t, "de", column(s, "locale"))
	for key, want := range map[string]string{
		"mail_from": "Shop <shop@example.com>", "site_url": "https://shop.example", "email": "alice@example.com",
		"display_name": "Al", "expires_in": "60", "project_name": "Test"} {
		require.Equal(t, want, column(s, "data ->> '"+key+"'"))
	}
}
