package compose_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// A stock PostgREST calls auth.postgrest_config as its login, reads the
// settings in the same transaction, and does so again after NOTIFY pgrst.
func TestPostgRESTGetsKeysFromTheDatabase(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	require.Empty(t, postgrestSettings(t, db)["jwt_secret"], "no key yet: PostgREST refuses an empty set")

	listener, err := pgx.Connect(t.Context(), db.AuthenticatorURL)
	require.NoError(t, err)
	defer func() { _ = listener.Close(context.Background()) }()
	_, err = listener.Exec(t.Context(), "listen pgrst")
	require.NoError(t, err)
	for _, sql := range []string{
		`select auth.signing_key_ensure(auth.project_find('default'), 'current', 'one', 'ES256', '{"kid": "one"}', '\x01')`,
		`select auth.signing_key_ensure(auth.project_find('default'), 'next', 'two', 'ES256', '{"kid": "two"}', '\x01')`,
		`select auth.signing_key_ensure(auth.project_find('admin'), 'current', 'admins', 'ES256', '{"kid": "admins"}', '\x01')`,
	} {
		_, err = db.Owner(t).Exec(t.Context(), sql)
		require.NoError(t, err)
		wait, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		note, err := listener.WaitForNotification(wait)
		cancel()
		require.NoError(t, err)
		require.Equal(t, "reload config", note.Payload)
	}
	got := postgrestSettings(t, db)
	require.Equal(t, map[string]string{"db_schemas": "public", "db_max_rows": "1000", "db_tx_end": "commit", "db_extra_search_path": "extensions",
		"db_aggregates_enabled": "false", "db_plan_enabled": "false", "db_root_spec": "", "openapi_mode": "follow-privileges", "db_anon_role": "anon", "db_pre_request": "auth.pre_request",
		"jwt_aud": "authenticated", "jwt_secret": got["jwt_secret"]}, got)
	require.ElementsMatch(t, []string{"one", "two"}, kids(t, got["jwt_secret"]), "its own project's alone")

	_, err = db.Owner(t).Exec(t.Context(), `select auth.project_set('default', 'rest.schemas', '"api, auth,public "'), auth.project_set('default', 'rest.max_rows', '50')`)
	require.NoError(t, err)
	got = postgrestSettings(t, db)
	require.Equal(t, "api, public 50", got["db_schemas"]+" "+got["db_max_rows"], "never the schema auth")

	_, err = db.Owner(t).Exec(t.Context(), "select auth.signing_keys_revoke()")
	require.NoError(t, err)
	require.Empty(t, postgrestSettings(t, db)["jwt_secret"])
}

func postgrestSettings(t *testing.T, db *pgtest.DB) map[string]string {
	t.Helper()
	tx, err := db.Authenticator(t).Begin(t.Context())
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(context.Background()) }()
	_, err = tx.Exec(t.Context(), "select auth.postgrest_config()")
	require.NoError(t, err)
	found := map[string]string{}
	for _, name := range []string{"db_schemas", "db_anon_role", "db_pre_request", "jwt_aud", "jwt_secret",
		"db_max_rows", "db_tx_end", "db_extra_search_path", "db_aggregates_enabled", "db_plan_enabled", "db_root_spec", "openapi_mode"} {
		var value string
		require.NoError(t, tx.QueryRow(t.Context(), "select coalesce(current_setting('pgrst.' || $1, true), '')", name).Scan(&value))
		found[name] = value
	}
	return found
}

func kids(t *testing.T, jwks string) (list []string) {
	t.Helper()
	var set struct {
		Keys []struct{ Kid string }
	}
	require.NoError(t, json.Unmarshal([]byte(jwks), &set))
	for _, k := range set.Keys {
		list = append(list, k.Kid)
	}
	return list
}
