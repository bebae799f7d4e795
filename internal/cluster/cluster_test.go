package cluster_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
)

// folder is one that the server's user can reach when the tests run as root.
func folder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "rolecall-cluster-")
	require.NoError(t, err)
	require.NoError(t, os.Chmod(dir, 0o711))
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

// seed is a cluster at rest, for the tests that are not about making one.
var seed = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "rolecall-cluster-seed-")
	if err != nil {
		return "", err
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return "", err
	}
	c, err := cluster.Open(context.Background(), cluster.Options{Dir: dir})
	if err != nil {
		return "", err
	}
	return dir, errors.Join(c.Close(), os.Remove(filepath.Join(dir, "pg", "port")))
})

// seeded is a folder that holds a copy of the seed.
func seeded(t *testing.T) string {
	t.Helper()
	from, err := seed()
	require.NoError(t, err)
	dir := folder(t)
	out, err := exec.Command("cp", "-a", filepath.Join(from, "pg"), dir).CombinedOutput()
	require.NoError(t, err, string(out))
	return dir
}

func open(t *testing.T, o cluster.Options) *cluster.Cluster {
	t.Helper()
	c, err := cluster.Open(t.Context(), o)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

func connect(t *testing.T, c *cluster.Cluster) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), c.SuperuserURL("postgres"))
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// answers waits for a server that is coming back and gives its pid.
func answers(t *testing.T, c *cluster.Cluster, not string) (pid string) {
	t.Helper()
	require.Eventually(t, func() bool {
		conn, err := pgx.Connect(t.Context(), c.SuperuserURL("postgres"))
		if err != nil {
			return false
		}
		defer conn.Close(t.Context())
		pid = postmaster(t, c)
		return pid != "" && pid != not
	}, 15*time.Second, 20*time.Millisecond)
	return pid
}

func postmaster(t *testing.T, c *cluster.Cluster) string {
	t.Helper()
	text, _ := os.ReadFile(filepath.Join(c.DataDir(), "postmaster.pid"))
	first, _, _ := strings.Cut(string(text), "\n")
	return first
}

func TestSecondStartFindsDataAndPort(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	first, err := cluster.Open(t.Context(), cluster.Options{Dir: dir})
	require.NoError(t, err)
	_, err = connect(t, first).Exec(t.Context(), "create table kept (id int)")
	require.NoError(t, err)
	require.NoError(t, first.Close())

	second := open(t, cluster.Options{Dir: dir})
	require.Equal(t, first.Port(), second.Port())
	_, err = connect(t, second).Exec(t.Context(), "select * from kept")
	require.NoError(t, err)
}

func TestServerIsPrivateAndLogical(t *testing.T) {
	t.Parallel()
	c := open(t, cluster.Options{Dir: seeded(t), Durable: true, Settings: map[string]string{"application_name": "it's"}})
	for name, want := range map[string]string{
		"wal_level": "logical", "listen_addresses": "127.0.0.1", "fsync": "on",
		"server_encoding": "UTF8", "application_name": "it's",
	} {
		config, err := pgx.ParseConfig(c.SuperuserURL("postgres"))
		require.NoError(t, err)
		conn, err := pgx.ConnectConfig(t.Context(), config)
		require.NoError(t, err)
		var got string
		require.NoError(t, conn.QueryRow(t.Context(), "select current_setting($1)", name).Scan(&got))
		require.Equal(t, want, got, name)
		require.NoError(t, conn.Close(t.Context()))
	}
	_, err := pgx.Connect(t.Context(), c.URL(cluster.Superuser, "wrong", "postgres"))
	require.ErrorContains(t, err, "password authentication failed")
	socket := fmt.Sprintf("host=%s port=%d user=postgres dbname=postgres password=wrong", c.SocketDir(), c.Port())
	_, err = pgx.Connect(t.Context(), socket)
	require.ErrorContains(t, err, "password authentication failed")
}

func TestOneProcessHoldsTheCluster(t *testing.T) {
	t.Parallel()
	dir := seeded(t)
	open(t, cluster.Options{Dir: dir})
	_, err := cluster.Open(t.Context(), cluster.Options{Dir: dir})
	require.ErrorContains(t, err, "another process")
}

func TestLongFolderStillHasASocket(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(folder(t), strings.Repeat("long/", 30))
	c := open(t, cluster.Options{Dir: dir})
	require.Less(t, len(c.SocketDir()), 80)
	require.FileExists(t, filepath.Join(c.SocketDir(), fmt.Sprintf(".s.PGSQL.%d.lock", c.Port())))
}

func TestOtherMajorVersionIsRefusedInWords(t *testing.T) {
	t.Parallel()
	dir := seeded(t)
	bin, err := cluster.Find(t.Context())
	require.NoError(t, err)
	bin.Major++
	_, err = cluster.Open(t.Context(), cluster.Options{Dir: dir, Binaries: bin})
	require.ErrorContains(t, err, "was made by PostgreSQL")
}
