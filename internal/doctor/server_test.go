package doctor_test

import (
	"log/slog"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// A server that was not set up for the bus: no logical WAL, then too few slots.
func TestServerSettings(t *testing.T) {
	t.Parallel()
	dir := pgtest.Dir(t)
	found := serverFindings(t, dir, map[string]string{"wal_level": "replica", "fsync": "off"})
	require.Contains(t, found["wal_level"], "alter system set wal_level = logical")
	require.Contains(t, found["durability"], "alter system set")
	require.NotContains(t, found, "replication_slots")

	found = serverFindings(t, dir, map[string]string{"max_replication_slots": "1"})
	require.NotContains(t, found, "wal_level")
	require.Contains(t, found["replication_slots"], "alter system set max_replication_slots = 11")
}

// serverFindings starts a server of its own and gives the remedies by check.
func serverFindings(t *testing.T, dir string, settings map[string]string) map[string]string {
	t.Helper()
	c, err := cluster.Open(t.Context(), cluster.Options{Dir: dir, Settings: settings, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	defer func() { require.NoError(t, c.Close()) }()
	url := c.SuperuserURL("postgres")
	require.NoError(t, migrate.Init(t.Context(), url, migrate.InitOptions{}))
	_, err = migrate.Up(t.Context(), url, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	conn, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { _ = conn.Close(t.Context()) }()
	rows, err := conn.Query(t.Context(), "select name, remedy from auth.doctor() where state <> 'ok'")
	require.NoError(t, err)
	remedies := map[string]string{}
	var name, remedy string
	_, err = pgx.ForEachRow(rows, []any{&name, &remedy}, func() error { remedies[name] = remedy; return nil })
	require.NoError(t, err)
	return remedies
}
