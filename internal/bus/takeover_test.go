package bus_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/bus"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// TestAsNode is a node in a process of its own: it says when it reads, and
// waits to be killed. It is nothing where nobody asked for it.
func TestAsNode(t *testing.T) {
	direct := os.Getenv("BUS_TEST_DIRECT")
	if direct == "" {
		return
	}
	n := start(t, direct, os.Getenv("BUS_TEST_REPLICATION"))
	n.reaches(bus.ModeWAL, 20*time.Second)
	fmt.Println("reads")
	time.Sleep(time.Minute)
}

// process starts another node and waits until it reads.
func process(t *testing.T, db *pgtest.DB) *os.Process {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^TestAsNode$", "-test.timeout=90s")
	cmd.Env = append(os.Environ(), "BUS_TEST_DIRECT="+db.ServiceURL, "BUS_TEST_REPLICATION="+db.ReplicationURL)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "reads\n", line)
	return cmd.Process
}

// chatter emits numbered events until it is told to stop, and then gives the
// moment after which each was surely committed.
func chatter(t *testing.T, db *pgtest.DB) (stop func() []time.Time) {
	t.Helper()
	pool := db.Owner(t)
	quit, done := make(chan struct{}), make(chan []time.Time)
	go func() {
		var at []time.Time
		for {
			select {
			case <-quit:
				done <- at
				return
			case <-time.After(5 * time.Millisecond):
			}
			if _, err := pool.Exec(t.Context(), "select auth.bus_emit('keys', $1, $2)", project, strconv.Itoa(len(at))); err != nil {
				t.Error(err)
			}
			at = append(at, time.Now())
		}
	}()
	return func() []time.Time { close(quit); return <-done }
}

// missed counts events that neither came nor were followed by a reset.
func (n *node) missed(committed []time.Time) (missed int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	heard := map[string]bool{}
	var lastReset time.Time
	for i, e := range n.events {
		heard[e.Key] = true
		if e.Topic == bus.TopicReset {
			lastReset = n.at[i]
		}
	}
	for i, at := range committed {
		if !heard[strconv.Itoa(i)] && at.After(lastReset) {
			missed++
		}
	}
	return missed
}

func TestReaderIsReplaced(t *testing.T) {
	for name, c := range map[string]struct {
		signal syscall.Signal
		within time.Duration
	}{
		"killed": {syscall.SIGKILL, 2 * time.Second},
		"frozen": {syscall.SIGSTOP, 4 * time.Second}, // the server drops it after 1.5 s
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := pgtest.Clone(t)
			reader := process(t, db)
			heir := start(t, db.ServiceURL, db.ReplicationURL)
			heir.reaches(bus.ModeNotify, 5*time.Second)
			stop := chatter(t, db)
			time.Sleep(300 * time.Millisecond)
			struck := time.Now()
			require.NoError(t, reader.Signal(c.signal))
			heir.reaches(bus.ModeWAL, c.within)
			t.Logf("%s: replaced after %v", name, time.Since(struck).Round(time.Millisecond))
			time.Sleep(300 * time.Millisecond)
			committed := stop()
			last := bus.Event{Topic: bus.TopicKeys, Project: project, Key: strconv.Itoa(len(committed) - 1)}
			heir.hears(last, 0, time.Second)
			require.Zero(t, heir.missed(committed), "of %d", len(committed))
		})
	}
}

func TestTransactionOpenDuringTakeOverIsCovered(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	reader := process(t, db)
	heir := start(t, db.ServiceURL, db.ReplicationURL)
	heir.reaches(bus.ModeNotify, 5*time.Second)
	tx, err := db.Owner(t).Begin(t.Context())
	require.NoError(t, err)
	// The reader lives, so SQL leaves it to the reader.
	_, err = tx.Exec(t.Context(), "select auth.bus_emit('keys', $1, 'late')", project)
	require.NoError(t, err)
	require.NoError(t, reader.Kill())
	time.Sleep(1500 * time.Millisecond) // long enough for the heir to have looked
	require.NoError(t, tx.Commit(t.Context()))
	committed := []time.Time{time.Now()}
	heir.reaches(bus.ModeWAL, 3*time.Second)
	require.Eventually(t, func() bool {
		return heir.count(bus.Event{Topic: bus.TopicKeys, Project: project, Key: "late"}) > 0 || heir.missed(committed) == 0
	}, time.Second, 5*time.Millisecond)
}

func TestListenerComesBack(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	n := start(t, db.ServiceURL, db.ReplicationURL)
	n.reaches(bus.ModeWAL, 5*time.Second)
	resets := n.count(bus.Event{Topic: bus.TopicReset})
	_, err := db.Superuser(t).Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity
		where application_name = 'rolecall bus' and datname = current_database()`)
	require.NoError(t, err)
	n.hears(bus.Event{Topic: bus.TopicReset}, resets, 2*time.Second)
	emit(t, db, bus.TopicProject)
	n.hears(bus.Event{Topic: bus.TopicProject, Project: project}, 0, time.Second)
	n.reaches(bus.ModeWAL, 5*time.Second)
}

func TestStrangersLockIsSeenThrough(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	stranger, err := pgx.Connect(t.Context(), db.AuthenticatorURL)
	require.NoError(t, err)
	_, err = stranger.Exec(t.Context(), "select pg_advisory_lock(7205759403792793601)")
	require.NoError(t, err)
	n := start(t, db.ServiceURL, db.ReplicationURL)
	require.Eventually(t, func() bool { return n.Status().Reason != "not connected yet" }, 5*time.Second, 5*time.Millisecond)
	require.Equal(t, bus.ModePoll, n.Status().Mode)
	require.Contains(t, n.Status().Reason, "lock")
	require.NoError(t, stranger.Close(t.Context()))
	n.reaches(bus.ModeWAL, 3*time.Second)
}
