package bus_test

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/bus"
	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// bare opens a server of the test's own without any schema.
func bare(t *testing.T, dir string, settings map[string]string) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Open(t.Context(), cluster.Options{Dir: dir, Settings: settings, Log: io.Discard})
	require.NoError(t, err)
	return c
}

func run(t *testing.T, url string, statements ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer conn.Close(t.Context())
	for _, sql := range statements {
		_, err := conn.Exec(t.Context(), sql)
		require.NoError(t, err, sql)
	}
}

func TestRestartOfPostgres(t *testing.T) {
	t.Parallel()
	dir := pgtest.Dir(t)
	c := bare(t, dir, nil)
	url := c.SuperuserURL("postgres")
	run(t, url, "create publication rolecall_outbox")
	n := start(t, url, url)
	n.reaches(bus.ModeWAL, 5*time.Second)
	resets := n.count(bus.Event{Topic: bus.TopicReset})

	require.NoError(t, c.Close())
	n.reaches(bus.ModePoll, 2*time.Second)
	c = bare(t, dir, nil)
	t.Cleanup(func() { n.stop(); _ = c.Close() })
	n.hears(bus.Event{Topic: bus.TopicReset}, resets, 4*time.Second)
	n.reaches(bus.ModeWAL, 10*time.Second)
	run(t, url, "select pg_logical_emit_message(true, 'rolecall', 'schema::')")
	n.hears(bus.Event{Topic: bus.TopicSchema}, 0, time.Second)
}

func TestServerThatCannotBeRead(t *testing.T) {
	t.Parallel()
	c := bare(t, pgtest.Dir(t), map[string]string{"wal_level": "replica"})
	url := c.SuperuserURL("postgres")
	n := start(t, url, url)
	t.Cleanup(func() { n.stop(); _ = c.Close() })
	excused := func(words string) {
		require.Eventually(t, func() bool { return n.Status().Mode == bus.ModeNotify && n.Status().Reason != "" }, 5*time.Second, 5*time.Millisecond)
		require.Contains(t, n.Status().Reason, words)
	}
	excused("publication rolecall_outbox is missing")
	n.stop()
	run(t, url, "create publication rolecall_outbox")
	n = start(t, url, url)
	excused("wal_level")
	run(t, url, "notify rolecall, 'schema::'")
	n.hears(bus.Event{Topic: bus.TopicSchema}, 0, time.Second)
}

// pooler stands between client and server and gives connections other numbers,
// as PgBouncer does.
func pooler(t *testing.T, server string) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			upstream, err := net.Dial("tcp", server)
			if err != nil {
				_ = client.Close()
				return
			}
			go func() { _, _ = io.Copy(upstream, client); _ = upstream.Close() }()
			go func() { renumber(client, upstream); _ = client.Close() }()
		}
	}()
	return listener.Addr().String()
}

// renumber copies and changes the process number in BackendKeyData.
func renumber(client io.Writer, upstream io.Reader) {
	buffer := make([]byte, 64<<10)
	for {
		n, err := upstream.Read(buffer)
		if at := bytes.Index(buffer[:n], []byte("K\x00\x00\x00\x0c")); at >= 0 && at+9 <= n {
			binary.BigEndian.PutUint32(buffer[at+5:], 12345)
		}
		if _, failed := client.Write(buffer[:n]); failed != nil || err != nil {
			return
		}
	}
}

func TestPoolerIsSeenThrough(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	u, err := url.Parse(db.ServiceURL)
	require.NoError(t, err)
	u.Host = pooler(t, u.Host)
	n := start(t, u.String(), "")
	require.Eventually(t, func() bool { return n.Status().Reason != "not connected yet" }, 5*time.Second, 5*time.Millisecond)
	require.Equal(t, bus.ModePoll, n.Status().Mode)
	require.Contains(t, n.Status().Reason, "ROLECALL_DIRECT_URL")
	n.stop()
}
