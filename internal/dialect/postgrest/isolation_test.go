package postgrest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// TestEverybodySeesTheirOwn compares every kind of request with what
// row-level security says, for two users, nobody and the service.
func TestEverybodySeesTheirOwn(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for i, who := range []string{"alice", "bob"} {
		a := s.send(who, "POST /todos", fmt.Sprintf(`{"id":%d,"title":%q}`, i+1, who))
		require.Equal(t, 201, a.Status, a.Body)
	}
	alice := s.callers["alice"].Subject
	for _, c := range []struct {
		who, line, body string
		status          int
		want            string
	}{
		{"alice", "GET /todos?select=title", "", 200, `[{"title":"alice"}]`},
		{"bob", "GET /todos?select=title", "", 200, `[{"title":"bob"}]`},
		{"bob", "GET /todos?select=title&id=eq.1", "", 200, `[]`},
		{"bob", "GET /open_todos?select=title", "", 200, `[{"title":"bob"}]`},
		{"anon", "GET /todos", "", 401, ``},
		{"service", "GET /todos?select=title&order=id", "", 200, `[{"title":"alice"},{"title":"bob"}]`},
		{"bob", "PATCH /todos?id=eq.1", `{"title":"stolen"}`, 200, `[]`},
		{"bob", "DELETE /todos?id=eq.1", "", 200, `[]`},
		{"bob", "POST /todos", `{"title":"x","user_id":"` + alice + `"}`, 403, ``},
		{"bob", "PATCH /todos?id=eq.2", `{"user_id":"` + alice + `"}`, 403, ``},
		{"anon", "POST /todos", `{"title":"x"}`, 401, ``},
		{"anon", "DELETE /todos", ``, 401, ``},
		{"bob", "PATCH /todos?select=title", `{"title":"all of bob's"}`, 200, `[{"title":"all of bob's"}]`},
		{"bob", "DELETE /todos?select=title", "", 200, `[{"title":"all of bob's"}]`},
		{"service", "GET /todos?select=title", "", 200, `[{"title":"alice"}]`},
	} {
		a := s.send(c.who, c.line, c.body, representation)
		require.Equal(t, c.status, a.Status, "%s %s: %s", c.who, c.line, a.Body)
		if c.want != "" {
			require.JSONEq(t, c.want, a.Body, "%s %s", c.who, c.line)
		}
	}
	require.Equal(t, "*/1", s.send("service", "HEAD /todos?limit=0", "", counted).Header.Get("Content-Range"))
	require.Equal(t, "*/0", s.send("bob", "HEAD /todos?limit=0", "", counted).Header.Get("Content-Range"))
}

// TestDeadTokensAndKeys holds that the state check comes before the query, in
// the same round trip.
func TestDeadTokensAndKeys(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	require.Equal(t, 201, s.send("alice", "POST /todos", `{"title":"x"}`).Status)
	s.exec(t, "update auth.sessions set revoked_at = now() where id = '"+s.callers["alice"].Session+"'")
	for _, line := range []string{"GET /todos", "POST /todos", "DELETE /todos"} {
		a := s.send("alice", line, `{"title":"y"}`)
		require.Equal(t, http.StatusUnauthorized, a.Status, a.Body)
		require.Contains(t, a.Body, `"hint":"token_revoked"`)
		require.Contains(t, a.Body, `"code":"PGRST301"`)
		require.NotEmpty(t, a.Header.Get("Www-Authenticate"))
	}
	s.exec(t, "update auth.api_keys set revoked_at = now() where kind = 'secret'")
	require.Equal(t, http.StatusUnauthorized, s.send("service", "GET /todos", "").Status)
	var n int
	require.NoError(t, s.db.Superuser(t).QueryRow(context.Background(), "select count(*) from public.todos").Scan(&n))
	require.Equal(t, 1, n)
}

// TestNothingIsLeftOnTheConnection mixes requests of all kinds and outcomes on
// one connection, in each mode that a pool may be in.
func TestNothingIsLeftOnTheConnection(t *testing.T) {
	t.Parallel()
	for _, mode := range []pgx.QueryExecMode{pgx.QueryExecModeCacheStatement, pgx.QueryExecModeExec, pgx.QueryExecModeCacheDescribe} {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			s := openShop(t)
			s.exec(t, leaky)
			s.project.TxEnd = "commit-allow-override"
			s.pool = s.single(t, mode)
			for range 60 {
				s.random()
				requireClean(t, s.pool)
			}
			require.Equal(t, `[]`, s.send("bob", "GET /todos?user_id=neq."+s.callers["bob"].Subject, "").Body)
		})
	}
}

// leaky are functions that try to leave something behind.
const leaky = `
create function public.escape() returns text language plpgsql as $$ begin
  perform set_config('role', 'none', true), set_config('request.jwt.claims', '{"sub":"x"}', true), set_config('search_path', 'pg_catalog', true);
  return current_user; end $$;
create function public.strictly(fail boolean default false) returns int language plpgsql set default_transaction_isolation = 'serializable' as $$ begin
  if fail then raise 'no'; end if; return 1; end $$;
grant execute on all functions in schema public to anon, authenticated, service_role`

// single is a pool of one connection.
func (s *shop) single(t *testing.T, mode pgx.QueryExecMode) *pgxpool.Pool {
	t.Helper()
	config, err := pgxpool.ParseConfig(s.db.AuthenticatorURL)
	require.NoError(t, err)
	config.MaxConns = 1
	config.ConnConfig.DefaultQueryExecMode = mode
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}

func (s *shop) random() {
	who := []string{"alice", "bob", "anon", "service", "stranger"}[rand.IntN(5)]
	title := fmt.Sprintf(`{"title":%q}`, who)
	switch rand.IntN(17) {
	case 0:
		s.send(who, "GET /todos", "")
	case 1:
		s.send(who, "GET /todos?id=eq.x", "")
	case 2:
		s.send(who, "POST /todos", title)
	case 3:
		s.send(who, "POST /todos", title, representation, object)
	case 4:
		s.send(who, "PATCH /todos", title, object)
	case 5:
		s.send(who, "DELETE /todos?rank=eq.5", "")
	case 6:
		s.send(who, "POST /bare", `{"note":"teapot"}`)
	case 7:
		s.send(who, "GET /hidden", "")
	case 8: // the client goes away
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
		defer cancel()
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/bare", strings.NewReader(`{"note":"slow"}`))
		r.Header.Set("Authorization", "Bearer alice")
		s.ServeHTTP(httptest.NewRecorder(), r, "default", "bare")
	case 9:
		s.send(who, "HEAD /news?select=id", "", counted)
	case 10: // in a transaction that is undone
		s.send(who, "POST /todos", title, "Prefer: tx=rollback", representation)
	case 11: // and one that fails before it is
		s.send(who, "POST /todos", `{"rank":"x"}`, "Prefer: tx=rollback")
	case 12:
		s.send(who, "POST /rpc/escape", `{}`)
	case 13: // in a transaction of its own kind, committed
		s.send(who, "POST /rpc/strictly", `{}`)
	case 14:
		s.send(who, "GET /news?select=id", "", "Prefer: timezone=Asia/Tokyo, count=planned")
	case 15:
		s.send(who, "GET /news?select=id", "", "Prefer: timezone=Nowhere")
	case 16:
		s.send(who, "POST /rpc/strictly?select=nope", `{"fail":true}`)
	}
}

func requireClean(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	var state string
	err := pool.QueryRow(context.Background(), `select concat_ws(',', current_user,
		coalesce(current_setting('request.jwt.claims', true), ''), coalesce(current_setting('request.jwt.claim.sub', true), ''),
		coalesce(current_setting('request.headers', true), ''), current_setting('transaction_read_only'),
		current_setting('statement_timeout'), current_setting('search_path'),
		current_setting('TimeZone') <> 'Asia/Tokyo',
		current_setting('transaction_isolation'))`).Scan(&state)
	require.NoError(t, err)
	require.Equal(t, `authenticator,,,,off,0,"$user", public,t,read committed`, state)
}
