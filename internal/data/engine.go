package data

import (
	"context"
	"errors"

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

// Target is where a request goes: a project's data login and exposed schemas.
type Target struct {
	Project    string
	Schema     string   // the one that the request is about
	Schemas    []string // all that are exposed, none for Schema alone
	Pool       *pgxpool.Pool
	Aggregates bool
}

// Extras are what a request may set beside what every request does.
type Extras struct {
	TimeZone   string // "" for the server's
	PreRequest string // a function to call first, quoted and qualified, "" for none
}

// Run answers one request. A refusal of the caller's state check comes back as
// *fault.Error, one of the query as *pgconn.PgError; nothing of a refused
// request is kept.
func (e *Engine) Run(ctx context.Context, t Target, c pg.Caller, s pg.RequestSettings, x Extras, r *query.Request) (*Answer, error) {
	known, err := e.Catalog(ctx, t)
	if err != nil {
		return nil, pg.Fault(err)
	}
	answer, err := attempt(ctx, t, c, s, x, r, known)
	if !outdated(err) {
		return answer, err
	}
	anew, doubtErr := e.catalogs.Doubt(ctx, t.Project, known, t.load)
	if doubtErr != nil || anew == known {
		return answer, err
	}
	return attempt(ctx, t, c, s, x, r, anew)
}

// Catalog is what the engine knows of the target's schemas.
func (e *Engine) Catalog(ctx context.Context, t Target) (*catalog.Catalog, error) {
	return e.catalogs.Get(ctx, t.Project, t.load)
}

// Schema is what the engine knows of the target's schema.
func (e *Engine) Schema(ctx context.Context, t Target) (*catalog.Schema, error) {
	known, err := e.Catalog(ctx, t)
	if err != nil {
		return nil, err
	}
	return t.within(known), nil
}

// Invalidate forgets a project's schema, because somebody changed it.
func (e *Engine) Invalidate(project string) { e.catalogs.Invalidate(project) }

// InvalidateAll forgets every schema.
func (e *Engine) InvalidateAll() { e.catalogs.InvalidateAll() }

func (t Target) load(ctx context.Context) (*catalog.Catalog, error) {
	if len(t.Schemas) == 0 {
		return catalog.Load(ctx, t.Pool, t.Schema)
	}
	return catalog.Load(ctx, t.Pool, t.Schemas...)
}

// within is the target's schema, empty where the database doesn't have it.
func (t Target) within(c *catalog.Catalog) *catalog.Schema {
	if s, ok := c.Schemas[t.Schema]; ok {
		return s
	}
	return catalog.New(t.Schema)
}

func attempt(ctx context.Context, t Target, c pg.Caller, s pg.RequestSettings, x Extras, r *query.Request, known *catalog.Catalog) (*Answer, error) {
	scope := compile.Scope{Role: c.Role, Aggregates: t.Aggregates, GIS: known.GIS}
	statement, err := compile.Compile(t.within(known), scope, r)
	if err != nil {
		return nil, err
	}
	s.ReadOnly = statement.ReadOnly
	if limit := known.Settings[c.Role]; limit != "" {
		s.StatementTimeout = limit
	}
	isolation := ""
	if f := statement.Function; f != nil {
		isolation = f.Isolation
		if f.Timeout != "" {
			s.StatementTimeout = f.Timeout
		}
	}
	answer, err := send(ctx, t.Pool, newTrip(c, s, x, statement, isolation))
	var refused *rowsRefused
	switch {
	case errors.As(err, &refused) && r.Single && refused.rows != 1:
		return nil, &NotSingle{Rows: refused.rows}
	case errors.As(err, &refused):
		return nil, &TooMany{Rows: refused.rows}
	case err != nil:
		return nil, err
	}
	answer.Statement = statement
	if statement.Estimate != "" && (r.Count == query.Planned || answer.Total > r.Most) {
		answer.Total = answer.Planned
	}
	if r.Single && answer.Page != 1 && r.Form == query.JSON && !statement.Plan && statement.Media == "" {
		return nil, &NotSingle{Rows: answer.Page}
	}
	return answer, nil
}

// outdated reports errors that a changed schema explains.
func outdated(err error) bool {
	if err == nil {
		return false
	}
	var relation *compile.NoRelation
	var column *compile.UnknownColumn
	var typ *compile.UnknownType
	var relationship *compile.NoRelationship
	var function *compile.NoFunction
	if errors.As(err, &relation) || errors.As(err, &column) || errors.As(err, &typ) || errors.As(err, &relationship) || errors.As(err, &function) {
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
