package data

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/data/query"
	"github.com/rolecall/rolecall/internal/pg"
)

// Engine runs requests. Its only state is what it knows of the schemas.
type Engine struct {
	catalogs *catalog.Cache
}

// NewEngine makes an engine that knows no schema yet.
func NewEngine() *Engine { return &Engine{catalogs: catalog.NewCache()} }

// Target is where a request goes: a project's data login and exposed schema.
type Target struct {
	Project string
	Schema  string
	Pool    *pgxpool.Pool
}

// NoRelation says that the exposed schema has no such relation.
type NoRelation struct{ Schema, Relation string }

// Error describes the lack.
func (e *NoRelation) Error() string {
	return fmt.Sprintf("relation %s.%s does not exist", e.Schema, e.Relation)
}

// Run answers one request. A refusal of the caller's state check comes back as
// *fault.Error, one of the query as *pgconn.PgError; nothing of a refused
// request is kept.
func (e *Engine) Run(ctx context.Context, t Target, c pg.Caller, s pg.RequestSettings, r *query.Request) (*Answer, error) {
	known, err := e.catalogs.Get(ctx, t.Project, t.load)
	if err != nil {
		return nil, pg.Fault(err)
	}
	answer, err := attempt(ctx, t, c, s, r, known)
	if !outdated(err) {
		return answer, err
	}
	anew, doubtErr := e.catalogs.Doubt(ctx, t.Project, known, t.load)
	if doubtErr != nil || anew == known {
		return answer, err
	}
	return attempt(ctx, t, c, s, r, anew)
}

// Schema is what the engine knows of the target's schema.
func (e *Engine) Schema(ctx context.Context, t Target) (*catalog.Schema, error) {
	return e.catalogs.Get(ctx, t.Project, t.load)
}

// Invalidate forgets a project's schema, because somebody changed it.
func (e *Engine) Invalidate(project string) { e.catalogs.Invalidate(project) }

// InvalidateAll forgets every schema.
func (e *Engine) InvalidateAll() { e.catalogs.InvalidateAll() }

func (t Target) load(ctx context.Context) (*catalog.Schema, error) {
	return catalog.Load(ctx, t.Pool, t.Schema)
}

func attempt(ctx context.Context, t Target, c pg.Caller, s pg.RequestSettings, r *query.Request, schema *catalog.Schema) (*Answer, error) {
	relation, ok := schema.Relation(r.Relation)
	if !ok {
		return nil, &NoRelation{Schema: schema.Name, Relation: r.Relation}
	}
	statement, err := compile.Compile(relation, c.Role, r)
	if err != nil {
		return nil, err
	}
	s.ReadOnly = !r.Action.Writes()
	answer, err := send(ctx, t.Pool, c, s, statement)
	if err != nil {
		return nil, err
	}
	answer.Relation = relation
	if r.Single && answer.Page != 1 {
		return nil, &NotSingle{Rows: answer.Page}
	}
	return answer, nil
}

// outdated reports errors that a changed schema explains.
func outdated(err error) bool {
	if err == nil {
		return false
	}
	var relation *NoRelation
	var column *compile.UnknownColumn
	var typ *compile.UnknownType
	if errors.As(err, &relation) || errors.As(err, &column) || errors.As(err, &typ) {
		return true
	}
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) {
		return false
	}
	switch pgErr.Code {
	case "42P01", "42703", "42704", "42883", "42804", "3F000":
		return true
	}
	return false
}
