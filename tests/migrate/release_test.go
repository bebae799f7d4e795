package migrate_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/migrate"
)

func TestOlderBinaryLeavesANewerReleaseAlone(t *testing.T) {
	t.Parallel()
	db := empty(t)
	next := with(t, migrate.Release+1, step(999999, "alter table auth.users add column shoe_size int", "alter table auth.users drop column shoe_size"))
	up(t, next, db.OwnerURL)
	_, err := migrate.Up(t.Context(), db.OwnerURL, quiet)
	require.ErrorIs(t, err, migrate.ErrNewer)
	require.ErrorContains(t, err, "the database is at release 2, this binary knows 1")
	require.NoError(t, migrate.Check(t.Context(), db.Service(t)), "a node of the older release goes on")
	require.NoError(t, next.Check(t.Context(), db.Service(t)))
}

func TestUnknownMigrationOfTheSameReleaseIsRefused(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, with(t, migrate.Release, step(999999, "create table auth.more (id int)", "drop table auth.more")), db.OwnerURL)
	_, err := migrate.Up(t.Context(), db.OwnerURL, quiet)
	require.ErrorContains(t, err, "the database is at migration 999999")
	require.ErrorIs(t, migrate.Check(t.Context(), db.Service(t)), migrate.ErrOlder)
}

func TestChangedSourceIsAppliedAgain(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	const path = "functions/claims/uid.sql"
	changed := with(t, migrate.Release, map[string]string{path: read(t, path) + "\n-- changed\n"})
	require.ErrorIs(t, changed.Check(t.Context(), db.Service(t)), migrate.ErrOlder)
	report := up(t, changed, db.OwnerURL)
	require.True(t, report.Sources)
	require.Empty(t, report.Applied)
	require.NoError(t, changed.Check(t.Context(), db.Service(t)))
}

// TestNextMigrationAppliesTheSourcesAgain since it may have dropped one.
func TestNextMigrationAppliesTheSourcesAgain(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	next := with(t, migrate.Release, step(999999, "drop function auth.schema_status()", "select 1"))
	require.True(t, up(t, next, db.OwnerURL).Sources)
	require.NoError(t, next.Check(t.Context(), db.Service(t)))
}

// TestPreviousReleaseWorksOnTheNextSchema is a rolling upgrade: the next
// release adds a column, a table and a parameter with a default, and this
// binary, which names its arguments, does not notice.
func TestPreviousReleaseWorksOnTheNextSchema(t *testing.T) {
	t.Parallel()
	db := empty(t)
	up(t, migrate.Embedded(), db.OwnerURL)
	const path = "functions/project/project_config.sql"
	next := with(t, migrate.Release+1, join(
		step(999999, "alter table auth.users add column shoe_size int; create table auth.shoes (id int)", "drop table auth.shoes"),
		map[string]string{
			path: "drop function if exists auth.project_config(text);\n" +
				strings.ReplaceAll(strings.Replace(read(t, path), "p_ref text", "p_ref text, p_more boolean default false", 1),
					"function auth.project_config(text)", "function auth.project_config(text, boolean)"),
			"grants.sql": strings.Replace(read(t, "grants.sql"), "auth.project_config(text)", "auth.project_config(text, boolean)", 1),
		}))
	up(t, next, db.OwnerURL)

	require.NoError(t, migrate.Check(t.Context(), db.Service(t)))
	var found int
	require.NoError(t, db.Service(t).QueryRow(t.Context(),
		"select count(*) from auth.project_config(p_ref => $1::text)", "default").Scan(&found))
	require.Equal(t, 1, found)
}
