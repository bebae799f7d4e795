package migrate_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/bus"
	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// A rolling upgrade: a node that serves, and reads the log for all, holds
// nobody's gate shut.
func TestUpWhileANodeReadsTheLog(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	node, err := bus.New(bus.Options{DirectURL: db.ServiceURL, ReplicationURL: db.ReplicationURL, Handler: func(bus.Event) {}, Log: quiet})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { node.Run(ctx) })
	defer func() { cancel(); running.Wait() }()
	require.Eventually(t, func() bool { return node.Status().Mode == bus.ModeWAL }, 10*time.Second, 10*time.Millisecond)

	_, err = db.Owner(t).Exec(t.Context(), "delete from rolecall.source")
	require.NoError(t, err)
	soon, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	report, err := migrate.Up(soon, db.OwnerURL, quiet)
	require.NoError(t, err)
	require.True(t, report.Sources)
	require.Equal(t, bus.ModeWAL, node.Status().Mode)
}
