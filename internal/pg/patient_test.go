package pg_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// A pool that is overrun answers 503 before anybody's patience ends, and works
// again as soon as a connection is free.
func TestOverrunPoolIsUnavailable(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pool, err := pg.Open(ctx, pgtest.Shared(t).ServiceURL, pg.PoolOptions{MaxConns: 1, Prepared: true, Name: "test"})
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	held, err := pool.Acquire(ctx)
	require.NoError(t, err)

	began := time.Now()
	_, err = pg.Value[any](ctx, pg.Patient{Pool: pool}, "maintain")
	require.Equal(t, "unavailable", fault.Code(err))
	require.Less(t, time.Since(began), 5*time.Second)

	held.Release()
	for range 3 { // more calls than connections: each gives its own back
		_, err = pg.Value[any](ctx, pg.Patient{Pool: pool}, "maintain")
		require.NoError(t, err)
	}
}
