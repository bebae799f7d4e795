package pgtest_test

import (
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestCloneIsMigratedAndOpenToEachLogin(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	for user, pool := range map[string]*pgxpool.Pool{
		"postgres": db.Superuser(t), "auth_owner": db.Owner(t),
		"auth_service": db.Service(t), "authenticator": db.Authenticator(t),
	} {
		var got string
		require.NoError(t, pool.QueryRow(t.Context(), "select current_user").Scan(&got))
		if user != "postgres" { // TEST_DATABASE_URL may name another superuser
			require.Equal(t, user, got)
		}
	}
	var version int
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), "select version from rolecall.schema_migrations").Scan(&version))
	require.Positive(t, version)
	var mayCreate bool
	require.NoError(t, db.Owner(t).QueryRow(t.Context(),
		"select has_database_privilege('auth_owner', current_database(), 'create')").Scan(&mayCreate))
	require.True(t, mayCreate, "grants on the database are not copied by create database")
}

func TestClonesDoNotSeeEachOther(t *testing.T) {
	t.Parallel()
	one, two := pgtest.Clone(t), pgtest.Clone(t)
	_, err := one.Superuser(t).Exec(t.Context(), "create table public.mine (id int)")
	require.NoError(t, err)
	_, err = two.Superuser(t).Exec(t.Context(), "select * from public.mine")
	require.ErrorContains(t, err, "does not exist")
}

func TestTxActsAsOwnerWithoutSearchPath(t *testing.T) {
	t.Parallel()
	tx := pgtest.Tx(t)
	var user, path string
	require.NoError(t, tx.QueryRow(t.Context(), "select current_user, current_setting('search_path')").Scan(&user, &path))
	require.Equal(t, "auth_owner", user)
	require.Equal(t, `""`, path)
	_, err := tx.Exec(t.Context(), "set local role auth_service")
	require.NoError(t, err)
}
