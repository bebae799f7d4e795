package pg_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// A function of a project's own runs on a connection that other projects use
// next: a setting for the session that it makes, or a lock, is not theirs.
func TestAProjectsCodeLeavesNothingInTheSession(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := pg.Open(ctx, pgtest.Shared(t).ServiceURL, pg.PoolOptions{MaxConns: 1, Prepared: true, Name: "test"})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	const settings = "select concat_ws(' ', current_setting('statement_timeout'), nullif(current_setting('rolecall.rehash', true), ''), nullif(current_setting('rolecall.pool', true), ''))"
	var before, after string
	require.NoError(t, pool.QueryRow(ctx, settings).Scan(&before))
	for range 2 {
		rows, err := pg.Patient{Pool: pool}.Within(5_000_000_000).Query(ctx, `select set_config('statement_timeout', '0', false),
			set_config('rolecall.rehash', 'on', false), set_config('rolecall.pool', 'x', false), pg_advisory_lock(7205759403792793699)`)
		require.NoError(t, err)
		require.True(t, rows.Next())
		rows.Close()
		require.NoError(t, rows.Err())
		require.NoError(t, pool.QueryRow(ctx, settings).Scan(&after))
		require.Equal(t, before, after)
		require.NoError(t, pool.QueryRow(ctx, "select count(*)::text from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()").Scan(&after))
		require.Equal(t, "0", after)
	}
}

// What fails ends before the batch comes to the clean-up.
func TestAFailureLeavesNoLock(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := pg.Open(ctx, pgtest.Shared(t).ServiceURL, pg.PoolOptions{MaxConns: 1, Prepared: true, Name: "test"})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	for _, sql := range []string{
		"select pg_advisory_lock(7205759403792793698), 1 / (select 0)",
		"select pg_advisory_lock(7205759403792793698) from generate_series(1, 2) i where 1 / (2 - i) >= 0",
	} {
		rows, err := pg.Patient{Pool: pool}.Within(5_000_000_000).Query(ctx, sql)
		if err == nil {
			for rows.Next() {
			}
			err = rows.Err()
			rows.Close()
		}
		require.ErrorContains(t, err, "division by zero")
		var locks int
		require.NoError(t, pool.QueryRow(ctx, "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()").Scan(&locks))
		require.Zero(t, locks, sql)
	}
}
