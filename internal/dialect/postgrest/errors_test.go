package postgrest_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/pg"
)

func TestErrors(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.callers["ghost"] = pg.Caller{Project: s.project.ID, Role: "rc_nobody", Claims: []byte("{}")}
	require.Equal(t, 201, s.send("alice", "POST /pairs", `{"a":1,"b":"x"}`).Status)
	for _, c := range []struct {
		who, line, body string
		status          int
		want            string
	}{
		{"anon", "GET /a/b", "", 404, `{"code":"PGRST125","message":"Invalid path specified in request URL","details":null,"hint":null}`},
		{"anon", "PUT /rpc/spy", "", 405, `{"code":"PGRST101","message":"Cannot use the PUT method on RPC","details":null,"hint":null}`},
		{"anon", "POST /rpc/spy", "", 404, `{"code":"PGRST202","message":"Could not find the function public.spy without parameters in the schema cache",
			"details":"Searched for the function public.spy without parameters or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache.","hint":null}`},
		{"anon", "GET /new", "", 404, `{"code":"PGRST205","message":"Could not find the table 'public.new' in the schema cache","details":null,"hint":null}`},
		{"anon", "GET /newss", "", 404, `{"code":"PGRST205","message":"Could not find the table 'public.newss' in the schema cache","details":null,"hint":"Perhaps you meant the table 'public.news'"}`},
		{"anon", "TRACE /news", "", 405, `{"code":"PGRST117","message":"Unsupported HTTP method: TRACE","details":null,"hint":null}`},
		{"anon", "GET /nothing", "", 404, `{"code":"PGRST205","message":"Could not find the table 'public.nothing' in the schema cache","details":null,"hint":null}`},
		{"anon", "GET /codes", "", 404, `{"code":"PGRST205","message":"Could not find the table 'public.codes' in the schema cache","details":null,"hint":null}`},
		{"service", "GET /pg_authid", "", 404, `{"code":"PGRST205","message":"Could not find the table 'public.pg_authid' in the schema cache","details":null,"hint":null}`},
		{"anon", "GET /news?nope=eq.1", "", 400, `{"code":"42703","message":"column news.nope does not exist","details":null,"hint":null}`},
		{"anon", "GET /news?select=nope", "", 400, `{"code":"42703","message":"column news.nope does not exist","details":null,"hint":null}`},
		{"anon", "GET /news?select=id::regclass", "", 400, `{"code":"42704","message":"type \"regclass\" does not exist","details":null,"hint":null}`},
		{"anon", "GET /news?id=eq.x", "", 400, `{"code":"22P02","message":"invalid input syntax for type integer: \"x\"","details":null,"hint":null}`},
		{"anon", "GET /news?headline=eq.%00", "", 400, `{"code":"22021","message":"invalid byte sequence for encoding \"UTF8\": 0x00","details":null,"hint":null}`},
		{"anon", "GET /news?select=id&offset=-1", "", 400, `{"code":"2201X","message":"OFFSET must not be negative","details":null,"hint":null}`},
		{"anon", "GET /news", "", 401, `{"code":"42501","message":"permission denied for table news","details":null,"hint":null}`},
		{"public key", "GET /news", "", 401, `{"code":"42501","message":"permission denied for table news","details":null,"hint":null}`},
		{"alice", "GET /news?draft=eq.x&select=id", "", 403, `{"code":"42501","message":"permission denied for table news","details":null,"hint":null}`},
		{"alice", "GET /hidden", "", 403, `{"code":"42501","message":"permission denied for table hidden","details":null,"hint":null}`},
		{"alice", "DELETE /news?id=eq.1", "", 403, `{"code":"42501","message":"permission denied for table news","details":null,"hint":null}`},
		{"alice", "POST /pairs", `{"a":1,"b":"x"}`, 409, `{"code":"23505","message":"duplicate key value violates unique constraint \"pairs_pkey\"","details":"Key (a, b)=(1, x) already exists.","hint":null}`},
		{"alice", "POST /links", `{"id":1,"news":99}`, 409, `{"code":"23503","message":"insert or update on table \"links\" violates foreign key constraint \"links_news_fkey\"","details":"Key (news)=(99) is not present in table \"news\".","hint":null}`},
		{"alice", "POST /refs", `{"id":1,"code":99}`, 409, `{"code":"23503","message":"insert or update on table \"refs\" violates foreign key constraint \"refs_code_fkey\"","details":null,"hint":null}`},
		{"alice", "POST /bare", `{"note":"teapot"}`, 418, `{"code":"PT418","message":"I am a teapot","details":"short","hint":"stout"}`},
		{"alice", "POST /bare", `{"note":"plain"}`, 400, `{"code":"P0001","message":"not so","details":null,"hint":"otherwise"}`},
		{"alice", "POST /bare", `{"note":"broken"}`, 500, `{"code":"XX000","message":"The database could not carry the request out","details":null,"hint":null}`},
		{"alice", "POST /bare", `{"note":"slow"}`, 500, `{"code":"57014","message":"canceling statement due to statement timeout","details":null,"hint":null}`},
		{"alice", "POST /bare", `{"note":"bad"}`, 500, `{"code":"PGRST112","message":"response.status guc must be a valid status code","details":null,"hint":null}`},
		{"ghost", "GET /news?select=id", "", 500, `{"code":"PGRSTX00","message":"Something went wrong on our side","details":null,"hint":null}`},
		{"late", "GET /news", "", 401, `{"code":"PGRST303","message":"JWT expired","details":null,"hint":"token_expired"}`},
		{"stranger", "GET /news", "", 401, `{"code":"PGRST301","message":"The token isn't valid.","details":null,"hint":"token_invalid"}`},
	} {
		a := s.send(c.who, c.line, c.body)
		require.Equal(t, c.status, a.Status, "%s %s: %s", c.who, c.line, a.Body)
		require.JSONEq(t, c.want, a.Body, c.line)
		require.Equal(t, "application/json; charset=utf-8", a.Header.Get("Content-Type"))
		require.Equal(t, c.status == http.StatusUnauthorized, a.Header.Get("Www-Authenticate") != "")
	}
	require.Contains(t, s.log.String(), "secret internals", "the operator learns what the client doesn't")
}

// TestDeniedFunctionStaysUnnamed holds that a policy's reach into another
// schema is not told to a client.
func TestDeniedFunctionStaysUnnamed(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	s.exec(t, `create policy coded on public.todos to authenticated using (exists (select from private.codes))`)
	a := s.send("alice", "GET /todos", "")
	require.Equal(t, 403, a.Status)
	require.JSONEq(t, `{"code":"42501","message":"permission denied","details":null,"hint":null}`, a.Body)
}

func TestProfiles(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	require.Equal(t, 200, s.send("anon", "GET /news?select=id", "", "Accept-Profile: public").Status)
	a := s.send("anon", "GET /news?select=id", "", "Accept-Profile: auth")
	require.Equal(t, 406, a.Status)
	require.JSONEq(t, `{"code":"PGRST106","message":"Invalid schema: auth","details":null,
		"hint":"Only the following schemas are exposed: public"}`, a.Body)
	for _, media := range []string{"text/html", "application/geo+json", "application/vnd.pgrst.plan+json", "application/json;q=0"} {
		a := s.send("anon", "GET /news?select=id", "", "Accept: "+media)
		require.Equal(t, 406, a.Status, a.Body)
		require.JSONEq(t, `{"code":"PGRST107","message":"None of these media types are available: `+media+`","details":null,"hint":null}`, a.Body)
	}
}

func TestSQLHasItsSay(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	a := s.send("alice", "POST /bare", `{"note":"headers"}`, representation)
	require.Equal(t, 202, a.Status)
	require.Equal(t, "by SQL", a.Header.Get("X-Made"))
	require.JSONEq(t, `[{"note":"headers"}]`, a.Body)
	a = s.send("alice", "POST /bare", `{"note":"who"}`, representation, "X-Test: t", "Cookie: c=d")
	require.JSONEq(t, `[{"note":"POST /bare t d authenticated authenticated"}]`, a.Body, "what SQL sees, without the token")
}

// TestDatabaseGone holds that a database which can't answer is a 503, be it
// lost before the first request or after.
func TestDatabaseGone(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for _, known := range []bool{true, false} {
		if known {
			require.Equal(t, 200, s.send("anon", "GET /news?select=id", "").Status)
		} else {
			s.engine.InvalidateAll()
		}
		gone, err := pgxpool.New(context.Background(), "postgres://x@127.0.0.1:1/x")
		require.NoError(t, err)
		t.Cleanup(gone.Close)
		s.pool = gone
		a := s.send("anon", "GET /news?select=id", "")
		require.Equal(t, 503, a.Status, a.Body)
		require.Equal(t, "1", a.Header.Get("Retry-After"))
		require.Contains(t, a.Body, `"code":"PGRST001"`)
	}
}
