package bus_test

import (
	"context"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/rolecall/rolecall/internal/bus"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const project = "0190b0c4-0000-7000-8000-000000000001"

// node is a bus that remembers what it was told.
type node struct {
	*testing.T
	*bus.Bus
	mu     sync.Mutex
	events []bus.Event
	at     []time.Time
	stop   func()
}

func start(t *testing.T, directURL, replicationURL string) *node {
	t.Helper()
	n := &node{T: t}
	var err error
	n.Bus, err = bus.New(bus.Options{
		DirectURL: directURL, ReplicationURL: replicationURL, Log: slog.New(slog.DiscardHandler),
		Handler: func(e bus.Event) {
			n.mu.Lock()
			defer n.mu.Unlock()
			n.events, n.at = append(n.events, e), append(n.at, time.Now())
		},
	})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); n.Bus.Run(ctx) }()
	n.stop = func() { cancel(); <-done }
	t.Cleanup(n.stop)
	return n
}

// count says how often an event came.
func (n *node) count(want bus.Event) (times int) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, e := range n.events {
		if e == want {
			times++
		}
	}
	return times
}

// hears waits for an event that came more than `before` times.
func (n *node) hears(want bus.Event, before int, within time.Duration) {
	n.Helper()
	require.Eventually(n, func() bool { return n.count(want) > before }, within, 2*time.Millisecond, "%v; status %+v", want, n.Status())
}

func (n *node) reaches(mode string, within time.Duration) {
	n.Helper()
	require.Eventually(n, func() bool { return n.Status().Mode == mode }, within, 5*time.Millisecond, "status %+v", n.Status())
}

func emit(t *testing.T, db *pgtest.DB, topic string) {
	t.Helper()
	_, err := db.Owner(t).Exec(t.Context(), "select auth.bus_emit($1, $2)", topic, project)
	require.NoError(t, err)
}

func TestCommitReachesAllNodes(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	reader := start(t, db.ServiceURL, db.ReplicationURL)
	reader.reaches(bus.ModeWAL, 5*time.Second)
	other := start(t, db.ServiceURL, db.ReplicationURL)
	other.reaches(bus.ModeNotify, 5*time.Second)
	require.Empty(t, other.Status().Reason, "that another node reads is nothing to excuse")

	want := bus.Event{Topic: bus.TopicProject, Project: project}
	emit(t, db, bus.TopicProject)
	reader.hears(want, 0, time.Second)
	other.hears(want, 0, time.Second)
	require.Equal(t, 1, other.count(want), "once, not by SQL and by the reader")
}

func TestRolledBackIsNotTold(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	reader := start(t, db.ServiceURL, db.ReplicationURL)
	reader.reaches(bus.ModeWAL, 5*time.Second)
	tx, err := db.Owner(t).Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "select auth.bus_emit('keys', $1)", project)
	require.NoError(t, err)
	require.NoError(t, tx.Rollback(t.Context()))
	emit(t, db, bus.TopicProject)
	reader.hears(bus.Event{Topic: bus.TopicProject, Project: project}, 0, time.Second)
	require.Zero(t, reader.count(bus.Event{Topic: bus.TopicKeys, Project: project}))
}

func TestOutboxInsertWakes(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	reader := start(t, db.ServiceURL, db.ReplicationURL)
	reader.reaches(bus.ModeWAL, 5*time.Second)
	// A plain insert, as a DBA would write it: no function, no message.
	_, err := db.Owner(t).Exec(t.Context(), "insert into auth.outbox (project_id, template, destination) values ($1, 'x', 'a@b')", project)
	require.NoError(t, err)
	reader.hears(bus.Event{Topic: bus.TopicOutbox, Project: project}, 0, time.Second)
}

func TestWithoutReplicationSQLNotifies(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	for _, url := range []string{"", db.ServiceURL} { // none, and a login that may not replicate
		n := start(t, db.ServiceURL, url)
		n.reaches(bus.ModeNotify, 5*time.Second)
		require.Eventually(t, func() bool { return n.Status().Reason != "" }, 5*time.Second, 5*time.Millisecond)
		before := n.count(bus.Event{Topic: bus.TopicKeys, Project: project})
		emit(t, db, bus.TopicKeys)
		n.hears(bus.Event{Topic: bus.TopicKeys, Project: project}, before, time.Second)
		require.Equal(t, bus.ModeNotify, n.Status().Mode)
	}
}

func TestGarbageIsDropped(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	reader := start(t, db.ServiceURL, db.ReplicationURL)
	reader.reaches(bus.ModeWAL, 5*time.Second)
	tx, err := db.Authenticator(t).Begin(t.Context())
	require.NoError(t, err)
	for _, sql := range []string{
		"set local role anon",
		"select pg_logical_emit_message(true, 'rolecall', 'outbox:''; drop table x')",
		"select pg_logical_emit_message(true, 'rolecall', repeat('x', 100000))",
		"select pg_logical_emit_message(true, 'rolecall', '\\x00ff'::bytea)",
		"select pg_logical_emit_message(true, 'other', 'keys:" + project + ":')",
		"select pg_logical_emit_message(false, 'rolecall', 'keys:" + project + ":')",
		"notify rolecall, 'rm -rf'",
		"notify other, 'keys:" + project + ":'",
	} {
		_, err := tx.Exec(t.Context(), sql)
		require.NoError(t, err, sql)
	}
	require.NoError(t, tx.Commit(t.Context()))
	emit(t, db, bus.TopicProject)
	reader.hears(bus.Event{Topic: bus.TopicProject, Project: project}, 0, time.Second)
	require.Equal(t, bus.ModeWAL, reader.Status().Mode)
	require.EqualValues(t, 1, reader.Status().Dropped)
	reader.mu.Lock()
	defer reader.mu.Unlock()
	for _, e := range reader.events {
		require.Contains(t, []string{bus.TopicReset, bus.TopicProject}, e.Topic)
	}
}

func TestFloodIsPassedOnOnceEach(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	reader := start(t, db.ServiceURL, db.ReplicationURL)
	reader.reaches(bus.ModeWAL, 5*time.Second)
	_, err := db.Owner(t).Exec(t.Context(), `select auth.bus_emit('project', md5(i::text)::uuid), auth.bus_emit('project', $1)
		from generate_series(1, 2000) i`, project)
	require.NoError(t, err)
	_, err = db.Owner(t).Exec(t.Context(), "select auth.bus_emit('keys', $1)", project)
	require.NoError(t, err)
	reader.hears(bus.Event{Topic: bus.TopicKeys, Project: project}, 0, 5*time.Second)
	require.GreaterOrEqual(t, reader.Status().Events, uint64(2000))
	require.Less(t, reader.count(bus.Event{Topic: bus.TopicProject, Project: project}), 20)
}

func TestStopLeavesNothingBehind(t *testing.T) {
	db := pgtest.Clone(t)
	pool := db.Superuser(t)
	require.NoError(t, pool.Ping(t.Context()))
	before := goleak.IgnoreCurrent()
	reader := start(t, db.ServiceURL, db.ReplicationURL)
	reader.reaches(bus.ModeWAL, 5*time.Second)
	reader.stop()
	goleak.VerifyNone(t, before)
	require.Eventually(t, func() bool {
		var left int
		err := pool.QueryRow(t.Context(), `select (select count(*) from pg_replication_slots where database = current_database())
			+ (select count(*) from pg_stat_activity where application_name = 'rolecall bus' and datname = current_database())`).Scan(&left)
		return err == nil && left == 0
	}, 2*time.Second, 10*time.Millisecond)
}

// TestSchemaIsReloaded holds the two ways in which a change of the schema is
// told: by itself, through the event trigger, and as PostgREST's users do.
func TestSchemaIsReloaded(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	n := start(t, db.ServiceURL, "")
	n.reaches(bus.ModeNotify, 5*time.Second)
	told := bus.Event{Topic: bus.TopicSchema}
	for _, sql := range []string{
		"notify pgrst, 'reload schema'", "notify pgrst", "create table public.fresh (id int primary key)", "create unique index on public.fresh (id)",
		"create domain public.kind as text", "comment on table public.fresh is 'x'", "drop table public.fresh",
	} {
		before := n.count(told)
		_, err := db.Superuser(t).Exec(t.Context(), sql)
		require.NoError(t, err)
		n.hears(told, before, time.Second)
	}
	before := n.count(told)
	_, err := db.Superuser(t).Exec(t.Context(), "notify pgrst, 'reload config'")
	require.NoError(t, err)
	emit(t, db, bus.TopicProject)
	n.hears(bus.Event{Topic: bus.TopicProject, Project: project}, 0, time.Second)
	require.Equal(t, before, n.count(told))
}
