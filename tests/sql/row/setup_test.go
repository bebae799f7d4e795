package row_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// house is a project with a schema of its own, which "own." stands for in SQL.
type house struct {
	*scene.Scene
	schema string
}

func open(t *testing.T) house {
	t.Helper()
	s := scene.Tx(t)
	return house{s, s.Schema()}
}

func (h house) in(sql string) string { return strings.ReplaceAll(sql, "own.", h.schema+".") }

func (h house) Exec(sql string, args ...any) {
	h.Helper()
	h.Scene.Exec(h.in(sql), args...)
}

func get[T any](h house, sql string, args ...any) T {
	h.Helper()
	return scene.Get[T](h.Scene, h.in(sql), args...)
}

func list[T any](h house, sql string, args ...any) []T {
	h.Helper()
	return scene.List[T](h.Scene, h.in(sql), args...)
}

const members = `create table own.members (
	id uuid primary key, email text unique, display_name text, role text not null default 'user' check (role in ('user', 'admin')),
	nick varchar(10) unique, born date, likes jsonb, made_by text default current_user, created_at timestamptz default now());
	grant select, insert, update, delete on own.members to service_role;`

// club is a project whose auth table is members.
func club(t *testing.T) house {
	t.Helper()
	h := open(t)
	h.Exec(members)
	h.enable("columns => '{display_name,role,nick,born,likes}'")
	return h
}

func (h house) enable(with string) int {
	h.Helper()
	return get[int](h, "select auth.enable_auth_table('own.members', project => $1, "+with+")", h.Project)
}

func (h house) disable() string {
	h.Helper()
	return get[string](h, "select auth.disable_auth_table($1)", h.Project)
}

// refuses runs a statement that must be refused with this code, and gives the message.
func (h house) refuses(code, sql string, args ...any) string {
	h.Helper()
	err := pgx.BeginFunc(context.Background(), h.Owner, func(tx pgx.Tx) error {
		_, err := tx.Exec(context.Background(), h.in(sql), args...)
		return err
	})
	require.Equal(h, code, fault.Code(pg.Fault(err)), "%v", err)
	return fault.As(pg.Fault(err)).Message
}

// asked is a sign-up by password with these columns.
func (h house) asked(email, columns string) scene.Args {
	return scene.Args{"project": h.Project, "identifier": email, "profile": `{"columns": ` + columns + `}`, "ip": scene.HomeIP,
		"redirect": nil, "password_hash": "hash", "user_agent": "test", "refresh_hash": scene.Hash("rt of", email),
		"link_hash": scene.Hash("link of", email), "proof_sealed": []byte("sealed")}
}

// row is the row of an address, without its id.
func (h house) row(email string) string {
	h.Helper()
	return get[string](h, "select coalesce((select to_jsonb(m) - '{id,created_at}'::text[] from own.members m where email = $1)::text, 'none')", email)
}

func (h house) people() int {
	h.Helper()
	return get[int](h, "select count(*) from auth.users where project_id = $1", h.Project)
}
