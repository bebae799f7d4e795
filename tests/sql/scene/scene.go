package scene

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// DB is a transaction or a pool.
type DB interface {
	Begin(ctx context.Context) (pgx.Tx, error)
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Scene is one project as a test sees it. Functions are called by Service,
// plain SQL is run by Owner.
type Scene struct {
	testing.TB
	Project string // uuid
	Service DB
	Owner   DB
}

// Tx is a project of the test's own in a transaction that leaves nothing
// behind. Time stands still in it: tests move rows, not clocks.
func Tx(t testing.TB) *Scene {
	t.Helper()
	tx := pgtest.Tx(t)
	s := &Scene{TB: t, Service: tx, Owner: tx}
	return s.Another()
}

// Another is a scene of another project, with the database roles of the
// default one. Tests that ran in one project would wait for each other.
func (s *Scene) Another() *Scene {
	s.Helper()
	other := *s
	other.Project = Get[string](s, `
		insert into auth.projects (slug, name, preset, settings, data_schema, anon_role, authenticated_role, service_role, data_login)
		values ('test-' || left(gen_random_uuid()::text, 8), 'Test', 'moondb', '{}', 'public', 'anon', 'authenticated', 'service_role', 'authenticator')
		returning id::text`)
	return &other
}

// Schema gives the project a schema of its own: tests that made the same table
// in one would wait for each other.
func (s *Scene) Schema() string {
	s.Helper()
	name := "p_" + s.Project[:8]
	s.Exec("create schema " + name + "; grant usage on schema " + name + " to service_role, authenticated, anon, authenticator")
	s.Exec("update auth.projects set data_schema = $2 where id = $1", s.Project, name)
	return name
}

// Committed is a project of the test's own in a database that the package's
// tests share: it commits, and what it leaves there is nobody else's.
func Committed(t testing.TB) *Scene {
	t.Helper()
	db := pgtest.Shared(t)
	s := &Scene{TB: t, Service: db.Service(t), Owner: db.Owner(t)}
	return s.Another()
}

// Clone is the default project of a database of the test's own, in which
// everything is committed.
func Clone(t testing.TB) *Scene {
	t.Helper()
	db := pgtest.Clone(t)
	s := &Scene{TB: t, Service: db.Service(t), Owner: db.Owner(t)}
	s.Project = Get[string](s, "select auth.project_find('default')::text")
	return s
}

// AsOwner is the same scene with functions called by auth_owner, as a DBA does.
func (s *Scene) AsOwner() *Scene {
	dba := *s
	dba.Service = s.Owner
	return &dba
}

// Set changes a setting of the project; value is JSON.
func (s *Scene) Set(name, value string) {
	s.Helper()
	s.AsOwner().Call("project_set", Args{"project": s.Project, "name": name, "value": value})
}

// Exec runs plain SQL as a DBA does.
func (s *Scene) Exec(sql string, args ...any) {
	s.Helper()
	_, err := s.Owner.Exec(context.Background(), sql, args...)
	require.NoError(s, err, sql)
}

// Fails runs plain SQL that PostgreSQL must refuse with this SQLSTATE.
func (s *Scene) Fails(state, sql string, args ...any) {
	s.Helper()
	err := pgx.BeginFunc(context.Background(), s.Owner, func(tx pgx.Tx) error {
		_, err := tx.Exec(context.Background(), sql, args...)
		return err
	})
	var refused *pgconn.PgError
	require.ErrorAs(s, err, &refused, sql)
	require.Equal(s, state, refused.Code, refused.Message)
}

// Get is the one value of a query.
func Get[T any](s *Scene, sql string, args ...any) T {
	s.Helper()
	rows, err := s.Owner.Query(context.Background(), sql, args...)
	require.NoError(s, err, sql)
	value, err := pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	require.NoError(s, err, sql)
	return value
}

// List is the one column of a query.
func List[T any](s *Scene, sql string, args ...any) []T {
	s.Helper()
	rows, err := s.Owner.Query(context.Background(), sql, args...)
	require.NoError(s, err, sql)
	values, err := pgx.CollectRows(rows, pgx.RowTo[T])
	require.NoError(s, err, sql)
	return values
}

// Audited tells how often an event stands in the project's audit log.
func (s *Scene) Audited(event string) int {
	s.Helper()
	return Get[int](s, "select count(*) from auth.audit_log where project_id = $1 and event = $2", s.Project, event)
}

// Hash stands for the SHA-256 of a token of this name.
func Hash(name string, more ...any) []byte {
	sum := sha256.Sum256(fmt.Append([]byte(name), more...))
	return sum[:]
}

// JSON is a value as a jsonb argument.
func JSON(s *Scene, value any) string {
	s.Helper()
	text, err := json.Marshal(value)
	require.NoError(s, err)
	return string(text)
}
