package migrate_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/sql"
	"github.com/rolecall/rolecall/tests/pgtest"
)

const childURL = "ROLECALL_TEST_MIGRATE_URL"

// TestMain doubles as a node that migrates and may be killed while it does.
func TestMain(m *testing.M) {
	url := os.Getenv(childURL)
	if url == "" {
		pgtest.Main(m)
	}
	fmt.Println("ready")
	if _, err := migrate.Up(context.Background(), url, quiet); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

var quiet = slog.New(slog.DiscardHandler)

// node is another process that runs Up.
func node(url string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childURL+"="+url)
	return cmd
}

// empty is a database that had the superuser step and nothing else.
func empty(t *testing.T) *pgtest.DB {
	t.Helper()
	db := pgtest.Empty(t)
	require.NoError(t, migrate.Init(t.Context(), db.SuperuserURL, migrate.InitOptions{}))
	return db
}

func up(t *testing.T, set migrate.Set, url string) migrate.Report {
	t.Helper()
	report, err := set.Up(t.Context(), url, quiet)
	require.NoError(t, err)
	require.True(t, report.Current)
	return report
}

// with is this binary's set with some files changed or added.
func with(t *testing.T, release int, files map[string]string) migrate.Set {
	t.Helper()
	all := fstest.MapFS{}
	require.NoError(t, fs.WalkDir(sql.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sql.FS, path)
		all[path] = &fstest.MapFile{Data: text}
		return err
	}))
	for path, text := range files {
		all[path] = &fstest.MapFile{Data: []byte(text)}
	}
	return migrate.Set{FS: all, Release: release}
}

// step is one more migration, as a later release would bring it.
func step(version int, up, down string) map[string]string {
	return map[string]string{
		fmt.Sprintf("migrations/%06d_more.up.sql", version):   fmt.Sprintf("%s;\ninsert into rolecall.applied (version) values (%d);\n", up, version),
		fmt.Sprintf("migrations/%06d_more.down.sql", version): fmt.Sprintf("%s;\ndelete from rolecall.applied where version = %d;\n", down, version),
	}
}

func join(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := fs.ReadFile(sql.FS, path)
	require.NoError(t, err)
	return string(text)
}

// schema is the catalog of schema auth in lines, to compare two databases.
func schema(t *testing.T, db *pgtest.DB) []string {
	t.Helper()
	rows, err := db.Superuser(t).Query(t.Context(), `
		select format('table %s.%s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod))
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p')
		union all
		select format('function %s %s', p.oid::regprocedure, p.proacl)
		from pg_proc p where p.pronamespace = 'auth'::regnamespace
		union all
		select format('trigger %s on %s', t.tgname, t.tgrelid::regclass) from pg_trigger t where not t.tgisinternal
		union all
		select format('policy %s on %s', p.polname, p.polrelid::regclass) from pg_policy p`)
	require.NoError(t, err)
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var line string
		require.NoError(t, rows.Scan(&line))
		lines = append(lines, line)
	}
	require.NoError(t, rows.Err())
	slices.Sort(lines)
	return lines
}

// exitOf runs a node to its end.
func exitOf(cmd *exec.Cmd) error {
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return errors.Join(err, errors.New(said.String()))
	}
	return nil
}
