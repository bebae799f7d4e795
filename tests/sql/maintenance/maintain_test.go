package maintenance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// begin is a scene that maintains: one transaction at a time can.
func begin(t *testing.T) *scene.Scene {
	t.Helper()
	s := scene.Tx(t)
	s.Exec("select pg_catalog.pg_advisory_xact_lock(7205759403792793602)")
	return s
}

func count(s *scene.Scene, from string) int {
	s.Helper()
	return scene.Get[int](s, "select count(*) from auth."+from+" and project_id = $1", s.Project)
}

func maintain(s *scene.Scene) {
	s.Helper()
	s.Call("maintain", nil)
}

func TestSessionsAreKeptToBeLookedAt(t *testing.T) {
	t.Parallel()
	s := begin(t)
	alice := s.Alice()
	live, ended, longEnded, expired := alice.SignsIn(), alice.SignsIn(), alice.SignsIn(), alice.SignsIn()
	ended.Update("revoked_at = now() - interval '29 days'")
	longEnded.Update("revoked_at = now() - interval '31 days'")
	expired.Update("idle_expires_at = now() - interval '31 days'")
	maintain(s)
	require.ElementsMatch(t, []string{live.ID, ended.ID}, scene.List[string](s, "select id::text from auth.sessions where user_id = $1", alice.ID))
	require.Equal(t, 2, count(s, "refresh_tokens where true"), "tokens go with their session")
}

func TestSealedChildrenAreWipedAfterTheirWindow(t *testing.T) {
	t.Parallel()
	s := begin(t)
	early, late := s.Alice().SignsIn(), s.Person("bob@example.com").SignsIn()
	early.Refreshes()
	late.Refreshes()
	late.Update("rotated_at = now() - interval '11 seconds'")
	maintain(s)
	require.NotNil(t, early.Column("child_sealed"))
	require.Nil(t, late.Column("child_sealed"))
	late.Holds()
	late.Refreshes()
}

// A used token is kept as long as its reuse would mean something.
func TestUsedTokens(t *testing.T) {
	t.Parallel()
	s := begin(t)
	phone := s.Alice().SignsIn()
	parent := phone.Token
	phone.Refreshes()
	maintain(s)
	require.Equal(t, 1, count(s, "refresh_tokens where used_at is not null"))
	s.Exec("update auth.refresh_tokens set used_at = now() - interval '31 days' where hash = $1", parent)
	maintain(s)
	require.Zero(t, count(s, "refresh_tokens where used_at is not null"))
	phone.Refreshes()
}

func TestWhatExpires(t *testing.T) {
	t.Parallel()
	s := begin(t)
	alice, bob := s.Alice(), s.Person("bob@example.com")
	for person, ends := range map[*scene.Person]string{alice: "1 second", bob: "-1 second"} {
		s.Exec("insert into auth.tickets (project_id, user_id, purpose, destination, hash, expires_at) values ($1, $2, 'verify_email', 'x', $3, now() + $4::interval)",
			s.Project, person.ID, scene.Hash(ends), ends)
		s.Exec("insert into auth.rate_limits values ($1, 'limit', $2, 1, now() + $3::interval)", s.Project, scene.Hash(ends), ends)
		s.Exec("insert into auth.idempotency_keys (project_id, key, request, result, created_at) values ($1, $2, $2, '{}', now() - interval '24 hours' + $3::interval)",
			s.Project, scene.Hash(ends), ends)
		s.Exec("insert into auth.outbox (project_id, template, destination, status, finished_at) values ($1, 't', 'd', 'sent', now() - interval '7 days' + $2::interval)", s.Project, ends)
	}
	s.Exec("insert into auth.outbox (project_id, template, destination, created_at) values ($1, 't', 'd', now() - interval '1 year')", s.Project)

	maintain(s)

	for _, table := range []string{"tickets", "rate_limits", "idempotency_keys"} {
		require.Equal(t, 1, count(s, table+" where true"), table)
	}
	require.Equal(t, 1, count(s, "outbox where status = 'sent'"))
	require.Equal(t, 1, count(s, "outbox where status = 'pending'"), "what waits is not cleaned, however old")
}

func TestPreviousKeyVerifiesUntilItsLastTokenIsOver(t *testing.T) {
	t.Parallel()
	s := begin(t)
	for kid, retired := range map[string]string{"young": "3659 seconds", "old": "3661 seconds"} {
		s.Exec("insert into auth.signing_keys (project_id, kid, alg, status, private_sealed, retired_at) values ($1, $2, 'ES256', 'previous', 'x', now() - $3::interval)",
			s.Project, kid, retired)
	}
	maintain(s)
	require.Equal(t, []string{"old revoked", "young previous"},
		scene.List[string](s, "select kid || ' ' || status from auth.signing_keys where project_id = $1 order by 1", s.Project))
	require.Equal(t, 1, count(s, "signing_keys where private_sealed is null"))
}

func TestBatches(t *testing.T) {
	t.Parallel()
	s := begin(t)
	for i := range 5 {
		s.Exec("insert into auth.rate_limits values ($1, 'limit', $2, 1, now() - interval '1 second')", s.Project, scene.Hash("x", i))
	}
	s.Call("maintain", scene.Args{"batch": 2})
	require.Equal(t, 3, count(s, "rate_limits where true"))
}

// Any node may ask; one does it, and none waits.
func TestOneAtATime(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	expire := "insert into auth.rate_limits values ($1, 'limit', $2, 1, now() - interval '1 second')"
	s.Exec(expire, s.Project, scene.Hash("x"))
	other, err := s.Owner.Begin(t.Context())
	require.NoError(t, err)
	_, err = other.Exec(t.Context(), "select pg_advisory_xact_lock(7205759403792793602)")
	require.NoError(t, err)
	maintain(s)
	require.Equal(t, 1, count(s, "rate_limits where true"))
	require.NoError(t, other.Rollback(t.Context()))
	maintain(s)
	require.Zero(t, count(s, "rate_limits where true"))
}

// What somebody works on can wait for the next round: maintenance waits for
// nobody, so it is in no deadlock.
func TestLockedRowsAreSkipped(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	phone := s.Alice().SignsIn()
	phone.Update("revoked_at = now() - interval '1 year', child_sealed = 'x', rotated_at = now() - interval '1 year'")
	s.Exec("insert into auth.tickets (project_id, user_id, purpose, destination, hash, expires_at) values ($1, $2, 'verify_email', 'x', $3, now())",
		s.Project, phone.User, scene.Hash("x"))
	s.Exec("update auth.rate_limits set window_ends_at = now() where project_id = $1", s.Project)
	tables := []string{"sessions where true", "tickets where true", "rate_limits where true"}
	kept := []int{}
	other, err := s.Owner.Begin(t.Context())
	require.NoError(t, err)
	for _, table := range tables {
		kept = append(kept, count(s, table))
		_, err = other.Exec(t.Context(), "select from auth."+table+" for update")
		require.NoError(t, err)
	}
	maintain(s)
	for i, table := range tables {
		require.NotZero(t, kept[i], table)
		require.Equal(t, kept[i], count(s, table), table)
	}
	require.NoError(t, other.Rollback(t.Context()))
	maintain(s)
	for _, table := range tables {
		require.Zero(t, count(s, table), table)
	}
}
