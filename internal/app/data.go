package app

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/dialect/postgrest"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/web"
)

// dataBackend is core as the data face asks it.
type dataBackend struct{ core *core.Core }

func (d dataBackend) Project(ctx context.Context, ref string) (postgrest.Project, error) {
	p, err := d.core.Project(ctx, ref)
	if err != nil {
		return postgrest.Project{}, err
	}
	return restProject(p, d.core.ProjectURL(p)), nil
}

// closed are schemas that no setting exposes.
var closed = map[string]bool{"auth": true, "rolecall": true, "rolecall_admin": true, "pg_catalog": true, "information_schema": true}

// restProject reads a project's settings as the data face needs them.
func restProject(p *core.Project, address string) postgrest.Project {
	s := p.Settings
	r := postgrest.Project{
		ID: p.ID, URL: address + "/rest/v1", AnonRole: p.AnonRole, StatementTimeout: strconv.Itoa(s.DataTimeout) + "s", MaxRows: int64(s.MaxRows),
		SearchPath: "extensions", Aggregates: s.RestAggregates, Plans: s.RestPlan, PreRequest: names(s.RestPreRequest, "."),
		RootSpec: s.RestRootSpec, OpenAPI: s.RestOpenAPIMode, TxEnd: s.RestTxEnd, TimeZone: s.RestTimeZone,
	}
	for _, schema := range strings.Split(s.RestSchemas, ",") {
		if schema = strings.TrimSpace(schema); schema != "" && !closed[schema] {
			r.Schemas = append(r.Schemas, schema)
		}
	}
	if len(r.Schemas) == 0 {
		r.Schemas = []string{p.Schema}
	}
	if s.RestExtraSearchPath != "" {
		r.SearchPath = names(s.RestExtraSearchPath, ",")
	}
	return r
}

// names quotes each of some names.
func names(text, glue string) string {
	var parts []string
	for _, part := range strings.Split(text, glue) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, pgx.Identifier{part}.Sanitize())
		}
	}
	return strings.Join(parts, glue)
}

func (d dataBackend) Authenticate(ctx context.Context, project postgrest.Project, r *http.Request) (pg.Caller, error) {
	p, err := d.core.Project(ctx, project.ID)
	if err != nil {
		return pg.Caller{}, err
	}
	return d.core.Caller(ctx, p, core.Credentials{Bearer: web.Bearer(r), Key: web.Key(r, "X-Admin-Key", "X-Public-Key", "apikey", "X-API-Key")})
}

func (d dataBackend) Pool(ctx context.Context, project postgrest.Project) (*pgxpool.Pool, error) {
	p, err := d.core.Project(ctx, project.ID)
	if err != nil {
		return nil, err
	}
	return d.core.DataPool(ctx, p)
}

// mountData puts the data API onto its two paths.
func mountData(m *web.Mux, face *postgrest.Face) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		project, rest := splitData(r.URL.Path)
		face.ServeHTTP(w, r, project, rest)
	})
	m.Mount("rest", "/p/{p}/rest/v1", handler)
	m.Mount("rest", "/rest/v1", handler)
}

// splitData takes /p/{p}/rest/v1/{rest} and /rest/v1/{rest} apart.
func splitData(path string) (project, rest string) {
	before, rest, _ := strings.Cut(path, "/rest/v1")
	project = strings.TrimPrefix(before, "/p/")
	if project == "" {
		project = "default"
	}
	return project, strings.TrimPrefix(rest, "/")
}
