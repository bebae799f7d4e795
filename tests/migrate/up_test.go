package migrate_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestEmptyToHead(t *testing.T) {
	t.Parallel()
	db := empty(t)
	require.ErrorIs(t, migrate.Check(t.Context(), db.Service(t)), migrate.ErrNoSchema)
	before, err := migrate.Status(t.Context(), db.OwnerURL)
	require.NoError(t, err)
	require.EqualValues(t, -1, before.Version)
	require.NotEmpty(t, before.Pending)

	report := up(t, migrate.Embedded(), db.OwnerURL)
	require.Equal(t, before.Pending, report.Applied)
	require.True(t, report.Sources)
	require.Empty(t, report.Pending)
	require.NoError(t, migrate.Check(t.Context(), db.Service(t)))
	after, err := migrate.Status(t.Context(), db.OwnerURL)
	require.NoError(t, err)
	require.True(t, after.Current)
	require.Equal(t, migrate.Release, after.Release)
}

func TestSuperuserMigratesAsOwner(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.SuperuserURL)
	var strangers int
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), `
		select count(*) from pg_class where relnamespace in ('auth'::regnamespace, 'rolecall'::regnamespace)
		and relowner <> 'auth_owner'::regrole`).Scan(&strangers))
	require.Zero(t, strangers)
}

func TestOtherLoginsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	db := empty(t)
	_, err := migrate.Up(t.Context(), db.ServiceURL, quiet)
	require.ErrorContains(t, err, "may not act as auth_owner")
}

func TestRerunIsANoOp(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	var before, after time.Time
	const when = "select applied_at from rolecall.source"
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), when).Scan(&before))
	report := up(t, migrate.Embedded(), db.OwnerURL)
	require.Empty(t, report.Applied)
	require.False(t, report.Sources)
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), when).Scan(&after))
	require.Equal(t, before, after)
}

func TestCurrentDatabaseNeedsNoGate(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	shutGate(t, db)
	up(t, migrate.Embedded(), db.OwnerURL)
}

// shutGate holds the gate as a node in the middle of a migration does.
func shutGate(t *testing.T, db *pgtest.DB) (open func()) {
	t.Helper()
	conn, err := db.Owner(t).Acquire(t.Context())
	require.NoError(t, err)
	_, err = conn.Exec(t.Context(), "select pg_advisory_lock(7205759403792793603)")
	require.NoError(t, err)
	open = func() {
		if conn != nil {
			_, err := conn.Exec(t.Context(), "select pg_advisory_unlock_all()")
			require.NoError(t, err)
			conn.Release()
			conn = nil
		}
	}
	t.Cleanup(func() {
		if conn != nil {
			conn.Release()
		}
	})
	return open
}

func TestGateIsWaitedFor(t *testing.T) {
	t.Parallel()
	db := empty(t)
	open := shutGate(t, db)
	done := make(chan error, 1)
	go func() {
		_, err := migrate.Up(t.Context(), db.OwnerURL, quiet)
		done <- err
	}()
	select {
	case err := <-done:
		t.Fatal("passed a shut gate: ", err)
	case <-time.After(200 * time.Millisecond):
	}
	open()
	require.NoError(t, <-done)
}

func TestHeadDownHead(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	first := schema(t, db)
	require.NoError(t, migrate.Embedded().Down(t.Context(), db.OwnerURL, quiet))
	require.ErrorIs(t, migrate.Check(t.Context(), db.Service(t)), migrate.ErrNoSchema)
	up(t, migrate.Embedded(), db.OwnerURL)
	require.Equal(t, first, schema(t, db))
}

func TestInitCanBeRepeatedAndRunAtOnce(t *testing.T) {
	t.Parallel()
	one, two := pgtest.Empty(t), pgtest.Empty(t)
	done := make(chan error)
	for _, db := range []*pgtest.DB{one, two, one, two} {
		go func() { done <- migrate.Init(t.Context(), db.SuperuserURL, migrate.InitOptions{}) }()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
}

func TestInitSetsPasswords(t *testing.T) {
	t.Parallel()
	db := pgtest.Empty(t)
	_, err := db.Superuser(t).Exec(t.Context(), `create role "o'neil" login`)
	require.NoError(t, err)
	t.Cleanup(func() { _, _ = db.Superuser(t).Exec(context.Background(), `drop role "o'neil"`) })
	require.NoError(t, migrate.Init(t.Context(), db.SuperuserURL,
		migrate.InitOptions{Passwords: map[string]string{"o'neil": "it's a secret"}}))
	var kept string
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(),
		`select rolpassword from pg_authid where rolname = $1`, "o'neil").Scan(&kept))
	require.Contains(t, kept, "SCRAM-SHA-256$4096:")
}
