package data_test

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/data/query"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// bench is an engine over a database of its own.
type bench struct {
	*data.Engine
	target data.Target
	root   *pgxpool.Pool
	caller pg.Caller
}

func set(t *testing.T) *bench {
	t.Helper()
	db := pgtest.Clone(t)
	b := &bench{Engine: data.NewEngine(), root: db.Superuser(t), target: data.Target{Schema: "public", Pool: db.Authenticator(t)}}
	b.exec(t, `create table public.news (id int primary key, headline text); grant all on public.news to anon;
		insert into public.news values (1, 'one'), (2, 'two')`)
	require.NoError(t, b.root.QueryRow(t.Context(), "select id from auth.projects where slug = 'default'").Scan(&b.target.Project))
	b.caller = pg.Caller{Project: b.target.Project, Role: "anon", Claims: []byte(`{"role":"anon"}`)}
	return b
}

func (b *bench) exec(t *testing.T, sql string) {
	t.Helper()
	_, err := b.root.Exec(context.Background(), sql)
	require.NoError(t, err)
}

func (b *bench) run(t *testing.T, r *query.Request) (*data.Answer, error) {
	t.Helper()
	return b.Run(t.Context(), b.target, b.caller, pg.RequestSettings{StatementTimeout: "1s", SearchPath: "public"}, data.Extras{}, r)
}

func TestRun(t *testing.T) {
	t.Parallel()
	b := set(t)
	a, err := b.run(t, &query.Request{Relation: "news", Count: query.Exact,
		Query: query.Query{Order: []query.Order{{Field: query.Field{Column: "id"}}}, Range: query.Range{Limit: 1, Limited: true}}})
	require.NoError(t, err)
	require.JSONEq(t, `[{"id":1,"headline":"one"}]`, string(a.Body))
	require.EqualValues(t, 1, a.Page)
	require.EqualValues(t, 2, a.Total)
	a, err = b.run(t, &query.Request{Relation: "news", Return: query.Nothing})
	require.NoError(t, err)
	require.Empty(t, a.Body)
	require.Equal(t, data.Uncounted, a.Total)
}

// TestSchemaChanges holds that requests follow the schema by themselves, once
// what is known of it is a second old.
func TestSchemaChanges(t *testing.T) {
	t.Parallel()
	b := set(t)
	var noColumn *compile.UnknownColumn
	headline := &query.Request{Relation: "news", Query: query.Query{Select: []query.Item{{Field: query.Field{Column: "headline"}}}}}
	title := &query.Request{Relation: "news", Query: query.Query{Select: []query.Item{{Field: query.Field{Column: "title"}}}}}
	_, err := b.run(t, headline)
	require.NoError(t, err)
	_, err = b.run(t, title)
	require.ErrorAs(t, err, &noColumn)

	b.exec(t, "alter table public.news rename headline to title")
	b.Invalidate(b.target.Project)
	_, err = b.run(t, title)
	require.NoError(t, err)

	time.Sleep(1100 * time.Millisecond)
	b.exec(t, "alter table public.news rename title to headline")
	_, err = b.run(t, headline)
	require.NoError(t, err, "the catalog didn't know the column")
	time.Sleep(1100 * time.Millisecond)
	b.exec(t, "alter table public.news drop column headline")
	_, err = b.run(t, headline)
	require.ErrorAs(t, err, &noColumn, "the database didn't")

	b.exec(t, "create table public.later (id int); grant all on public.later to anon")
	time.Sleep(1100 * time.Millisecond)
	_, err = b.run(t, &query.Request{Relation: "later"})
	require.NoError(t, err)
	b.InvalidateAll()
	var noRelation *compile.NoRelation
	_, err = b.run(t, &query.Request{Relation: "never"})
	require.ErrorAs(t, err, &noRelation)
}

// wire counts what is sent over a connection; pgx sends each round trip at once.
type wire struct {
	net.Conn
	sent *atomic.Int32
}

func (w wire) Write(b []byte) (int, error) {
	w.sent.Add(1)
	return w.Conn.Write(b)
}

// TestARequestIsOneRoundTrip holds the request path's shape with and without
// prepared statements, and that requests of one shape share theirs.
func TestARequestIsOneRoundTrip(t *testing.T) {
	t.Parallel()
	for _, mode := range []pgx.QueryExecMode{pgx.QueryExecModeCacheStatement, pgx.QueryExecModeExec} {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			b := set(t)
			sent := &atomic.Int32{}
			b.target.Pool = metered(t, b.target.Pool.Config().Copy(), mode, sent)
			read := func(id string) {
				_, err := b.run(t, &query.Request{Relation: "news", Query: query.Query{Where: []query.Condition{
					query.Comparison{Field: query.Field{Column: "id"}, Value: id}}}})
				require.NoError(t, err)
			}
			read("1")
			sent.Store(0)
			for range 5 {
				read("2")
			}
			require.EqualValues(t, 5, sent.Load())
		})
	}
}

// metered is a pool of one connection that counts.
func metered(t *testing.T, config *pgxpool.Config, mode pgx.QueryExecMode, sent *atomic.Int32) *pgxpool.Pool {
	t.Helper()
	config.MaxConns = 1
	config.ConnConfig.DefaultQueryExecMode = mode
	dial := config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		return wire{c, sent}, err
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	return pool
}
