package postgrest

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/web"
)

// Project is what the face needs to know of a project.
type Project struct {
	ID               string // uuid
	Schema           string // the exposed schema
	AnonRole         string // whoever runs as it isn't signed in: 401 where others get 403
	SearchPath       string // as set search_path takes it, "" for the schema alone
	StatementTimeout string // "8s"; "" for none
	MaxRows          int64  // cap on the rows of a read, 0 for none
}

// Backend is what the face asks of core. Its refusals are *fault.Error.
type Backend interface {
	// Project finds a project by what the URL calls it.
	Project(ctx context.Context, ref string) (Project, error)
	// Authenticate reads the request's credentials; without any the caller is anon.
	Authenticate(ctx context.Context, p Project, r *http.Request) (pg.Caller, error)
	// Pool is the project's data login.
	Pool(ctx context.Context, p Project) (*pgxpool.Pool, error)
}

// Face serves PostgREST's grammar for every project of a backend.
type Face struct {
	backend Backend
	engine  *data.Engine
	log     *slog.Logger
	outage  *web.Outage
}

// New makes the face.
func New(b Backend, e *data.Engine, log *slog.Logger) *Face {
	return &Face{backend: b, engine: e, log: log, outage: web.NewOutage(log)}
}

// ServeHTTP answers a request of a project; rest is the path behind /rest/v1/.
func (f *Face) ServeHTTP(w http.ResponseWriter, r *http.Request, project, rest string) {
	q := &request{face: f, http: r}
	err := q.serve(w, project, strings.Trim(rest, "/"))
	if err == nil {
		f.outage.Answered(r.Context())
		return
	}
	refused := q.asRefusal(err)
	if refused.status >= http.StatusInternalServerError && r.Context().Err() == nil {
		if refused.status == http.StatusServiceUnavailable {
			f.outage.Failed(r.Context(), err)
		} else {
			f.log.ErrorContext(r.Context(), "data request failed",
				"project", project, "method", r.Method, "path", rest, "code", refused.Code, "error", err)
		}
	}
	refused.send(w, r)
}

// route refuses what isn't a relation.
func route(method, rest string) *refusal {
	switch {
	case rest == "":
		return refuse(http.StatusNotFound, "PGRST126", "Root endpoint metadata is disabled")
	case strings.HasPrefix(rest, "rpc/"):
		return missing("Calling functions isn't supported yet")
	case strings.Contains(rest, "/"):
		return refuse(http.StatusNotFound, "PGRST125", "Invalid path specified in request URL")
	case method == http.MethodPut:
		return missing("Upserts with PUT aren't supported yet")
	}
	return nil
}
