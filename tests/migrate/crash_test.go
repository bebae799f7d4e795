package migrate_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/tests/pgtest"
)

const rounds = 20

func TestFourNodesAtOnce(t *testing.T) {
	t.Parallel()
	db := empty(t)
	done := make(chan error)
	for range 4 {
		go func() {
			_, err := migrate.Up(t.Context(), db.OwnerURL, quiet)
			done <- err
		}()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	clean(t, db)
}

func TestFourProcessesAtOnce(t *testing.T) {
	t.Parallel()
	db := empty(t)
	done := make(chan error)
	for range 4 {
		go func() { done <- exitOf(node(db.OwnerURL)) }()
	}
	for range 4 {
		require.NoError(t, <-done)
	}
	clean(t, db)
}

// clean holds that the database is at head, undirtied, each step applied once.
func clean(t *testing.T, db *pgtest.DB) {
	t.Helper()
	report, err := migrate.Status(t.Context(), db.OwnerURL)
	require.NoError(t, err)
	require.True(t, report.Current)
	require.NoError(t, migrate.Check(t.Context(), db.Service(t)))
}

// TestKilledAtRandomPoints kills a node with SIGKILL somewhere in its run; the
// next one must end it, whatever was left.
func TestKilledAtRandomPoints(t *testing.T) {
	t.Parallel()
	db := empty(t)
	began := time.Now()
	up(t, migrate.Embedded(), db.OwnerURL)
	whole := time.Since(began)
	want := schema(t, db)
	left := map[string]int{}
	for range rounds {
		require.NoError(t, migrate.Embedded().Down(t.Context(), db.OwnerURL, quiet))
		kill(t, db.OwnerURL, rand.N(whole))
		report, err := migrate.Status(t.Context(), db.OwnerURL)
		require.NoError(t, err)
		left[fmt.Sprintf("version %d dirty %t", report.Version, report.Dirty)]++
		up(t, migrate.Embedded(), db.OwnerURL)
		clean(t, db)
		require.Equal(t, want, schema(t, db))
	}
	t.Log("left behind by the kills: ", left)
}

// kill starts a node and ends it some time after it began.
func kill(t *testing.T, url string, after time.Duration) {
	t.Helper()
	cmd := node(url)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	time.Sleep(after)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
}

func TestDirtyMarkIsRepaired(t *testing.T) {
	t.Parallel()
	set := with(t, migrate.Release, step(999998, "create table auth.last (id int)", "drop table auth.last"))
	for name, spoil := range map[string]string{
		"up committed but not recorded": "update rolecall.schema_migrations set dirty = true",
		"up not committed": `drop table auth.last;
			delete from rolecall.applied where version = 999998;
			update rolecall.schema_migrations set dirty = true`,
		"down not committed": `update rolecall.schema_migrations set dirty = true,
			version = (select max(version) from rolecall.applied where version < 999998)`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := empty(t)
			up(t, set, db.OwnerURL)
			_, err := db.Owner(t).Exec(t.Context(), spoil)
			require.NoError(t, err)
			require.ErrorIs(t, set.Check(t.Context(), db.Service(t)), migrate.ErrDirty)
			up(t, set, db.OwnerURL)
			require.NoError(t, set.Check(t.Context(), db.Service(t)))
			_, err = db.Owner(t).Exec(t.Context(), "select from auth.last")
			require.NoError(t, err)
		})
	}
}

func TestFailingMigrationLeavesNothing(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	broken := with(t, migrate.Release, step(999998, "create table auth.half (id int); select 1 / 0", "drop table auth.half"))
	_, err := broken.Up(t.Context(), db.OwnerURL, quiet)
	require.ErrorContains(t, err, "migration 999998: ERROR: division by zero")
	require.NotContains(t, err.Error(), "create table", "not the whole file")
	_, err = with(t, migrate.Release, step(999998, "select 1;\nselect nothing from auth.nowhere", "select 1")).Up(t.Context(), db.OwnerURL, quiet)
	require.ErrorContains(t, err, `line 2, "select nothing from auth.nowhere;": ERROR: relation "auth.nowhere" does not exist`)
	require.NotContains(t, err.Error(), "rolecall.applied")
	var half *string
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), "select to_regclass('auth.half')::text").Scan(&half))
	require.Nil(t, half)
	mended := with(t, migrate.Release, step(999998, "create table auth.half (id int)", "drop table auth.half"))
	require.Equal(t, []string{"999998_more"}, up(t, mended, db.OwnerURL).Applied)
}

func TestFailingSourceLeavesTheOldOnes(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	before := schema(t, db)
	broken := with(t, migrate.Release, map[string]string{
		"functions/aaa.sql": "create function auth.aaa() returns int language sql as 'select 1';",
		"functions/zzz.sql": "\ncreate nonsense;",
	})
	_, err := broken.Up(t.Context(), db.OwnerURL, quiet)
	require.ErrorContains(t, err, "apply sql/functions/zzz.sql")
	require.Equal(t, before, schema(t, db))
	require.NoError(t, migrate.Check(t.Context(), db.Service(t)))
}
