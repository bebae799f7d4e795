package access_test

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// reach says which roles each login may become. SQL that runs under a login
// can become any of them, so this is what a project's SQL can reach.
var reach = map[string][]string{
	"auth_service":    {},
	"auth_replicator": {},
	"authenticator":   {"anon", "authenticated", "service_role"},
	"shop login":      {"shop anon", "shop authenticated", "shop service"},
	"auth_owner":      {"anon", "authenticated", "shop anon", "shop authenticated"}, // to try policies: act_as
}

func TestReach(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	s := &scene.Scene{TB: t, Service: db.Owner(t), Owner: db.Owner(t)}
	role := shop(s, "reach")
	t.Cleanup(func() { s.Call("project_drop", scene.Args{"ref": "reach"}) })
	_, err := db.Superuser(t).Exec(t.Context(), "alter role "+role("shop login")+" password 'rolecall-test'")
	require.NoError(t, err)
	targets := append([]string{"auth_owner", "pg_read_all_data", "pg_execute_server_program", superuser(t, db)}, roles...)

	for login, may := range reach {
		conn := connect(t, db, role(login))
		for _, target := range targets {
			if target == login {
				continue
			}
			_, err := conn.Exec(t.Context(), "set role "+pgx.Identifier{role(target)}.Sanitize())
			if slices.Contains(may, target) {
				assert.NoError(t, err, "%s may become %s", login, target)
			} else {
				assert.ErrorContains(t, err, "permission denied", "%s may not become %s", login, target)
			}
			_, err = conn.Exec(t.Context(), "reset role")
			require.NoError(t, err)
			_, err = conn.Exec(t.Context(), "set session authorization "+pgx.Identifier{role(target)}.Sanitize())
			assert.ErrorContains(t, err, "permission denied", "%s", login)
		}
	}
}

func superuser(t *testing.T, db *pgtest.DB) (name string) {
	t.Helper()
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), "select current_user").Scan(&name))
	return name
}

// connect opens a connection of a login of the test server.
func connect(t *testing.T, db *pgtest.DB, login string) *pgx.Conn {
	t.Helper()
	u, err := url.Parse(db.ServiceURL)
	require.NoError(t, err)
	password, _ := u.User.Password()
	u.User = url.UserPassword(login, password)
	conn, err := pgx.Connect(t.Context(), u.String())
	require.NoError(t, err)
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}
