package clients_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// TestProjectsStayApart holds that a project's data API reaches no other
// project's tables, by whatever token, schema or setting.
func TestProjectsStayApart(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	origin := serve(t, db)
	var schema, anon, authenticated string
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), "select slug from auth.project_create('Shop')").Scan(new(string)))
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), "select data_schema, anon_role, authenticated_role from auth.projects where slug = 'shop'").
		Scan(&schema, &anon, &authenticated))
	_, err := db.Superuser(t).Exec(t.Context(), strings.NewReplacer("$s", schema, "$r", anon+", "+authenticated).Replace(
		`create table "$s".lists (id int primary key, name text); insert into "$s".lists values (7, 'of the shop'); grant select on "$s".lists to $r`))
	require.NoError(t, err)
	shopper := signUp(t, origin+"/p/shop", "alice@example.com")
	alice := signUp(t, origin+"/p/default", "alice@example.com")

	for _, c := range []struct {
		path, token, profile string
		status               int
		body                 string
	}{
		{"/p/shop/rest/v1/lists", "", "", 200, `[{"id":7,"name":"of the shop"}]`},
		{"/p/shop/rest/v1/lists", shopper, "", 200, `[{"id":7,"name":"of the shop"}]`},
		{"/p/shop/rest/v1/lists", alice, "", 401, "PGRST301"},
		{"/p/default/rest/v1/lists?select=id&order=id", shopper, "", 401, "PGRST301"},
		{"/p/default/rest/v1/lists?select=id&order=id", alice, "", 200, `"id":1`},
		{"/p/shop/rest/v1/todos", shopper, "", 404, "PGRST205"},
		{"/p/shop/rest/v1/rpc/add?a=1", shopper, "", 404, "PGRST202"},
		{"/p/shop/rest/v1/lists", shopper, "api", 406, "PGRST106"},
		{"/p/default/rest/v1/lists", alice, schema, 406, "PGRST106"},
	} {
		status, body := read(t, origin+c.path, c.token, c.profile)
		require.Equal(t, c.status, status, "%s: %s", c.path, body)
		require.Contains(t, body, c.body)
	}

	_, err = db.Owner(t).Exec(t.Context(), `select auth.project_set('shop', 'rest.schemas', '"`+schema+`, api, auth"'), auth.project_set('shop', 'rest.openapi_mode', '"ignore-privileges"')`)
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		status, body := read(t, origin+"/p/shop/rest/v1/lists", shopper, "api")
		return status == 404 && strings.Contains(body, "PGRST205")
	}, 10*time.Second, 100*time.Millisecond, "its login may not use the other schema, so there is nothing in it")
	status, body := read(t, origin+"/p/shop/rest/v1/", shopper, "api")
	require.Equal(t, 200, status, body)
	require.NotContains(t, body, "todos")
	status, _ = read(t, origin+"/p/shop/rest/v1/users", shopper, "auth")
	require.Equal(t, 406, status)
}

func read(t *testing.T, url, token, profile string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if profile != "" {
		r.Header.Set("Accept-Profile", profile)
	}
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(body)
}
