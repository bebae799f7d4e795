package postgrest

import (
	"net/http"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
	"github.com/rolecall/rolecall/internal/pg"
)

// request is one HTTP request on its way through the face.
type request struct {
	face    *Face
	http    *http.Request
	project Project
	caller  pg.Caller
	schema  *catalog.Schema // once something went wrong: what error texts may name
	prefer  *preferences
	model   *query.Request
}

var actions = map[string]query.Action{
	http.MethodGet: query.Read, http.MethodHead: query.Read, http.MethodPost: query.Insert,
	http.MethodPatch: query.Update, http.MethodDelete: query.Delete,
}

// serve answers the request, or returns why it can't.
func (q *request) serve(w http.ResponseWriter, ref, rest string) (err error) {
	ctx := q.http.Context()
	backend := q.face.backend
	if q.project, err = backend.Project(ctx, ref); err != nil {
		return err
	}
	if refused := route(q.http.Method, rest); refused != nil {
		return refused
	}
	if q.caller, err = backend.Authenticate(ctx, q.project, q.http); err != nil {
		return err
	}
	if err := q.parse(w, rest); err != nil {
		return err
	}
	pool, err := backend.Pool(ctx, q.project)
	if err != nil {
		return err
	}
	target := data.Target{Project: q.project.ID, Schema: q.project.Schema, Pool: pool}
	answer, err := q.face.engine.Run(ctx, target, q.caller, settings(q.http, "/"+rest, q.project), q.model)
	if err != nil {
		q.schema, _ = q.face.engine.Schema(ctx, target)
		return err
	}
	return q.respond(w, answer)
}

// parse reads the whole request into the model. It returns error rather than
// *refusal so that a nil stays nil.
func (q *request) parse(w http.ResponseWriter, relation string) error {
	action, ok := actions[q.http.Method]
	if !ok {
		return refuse(http.StatusMethodNotAllowed, "PGRST117", "Unsupported HTTP method: "+q.http.Method)
	}
	if err := q.profile(action); err != nil {
		return err
	}
	single, refused := accepts(q.http.Header.Values("Accept"))
	if refused != nil {
		return refused
	}
	if q.prefer, refused = parsePreferences(q.http.Header.Values("Prefer")); refused != nil {
		return refused
	}
	parsed, refused := parseParameters(q.http.URL.RawQuery)
	if refused != nil {
		return refused
	}
	q.model = &query.Request{
		Relation: relation, Action: action, Single: single, Total: q.prefer.count == "exact",
		Select: parsed.items, Where: parsed.where, Order: parsed.order,
	}
	if action == query.Read {
		return q.parseRead(parsed)
	}
	return q.parseWrite(w, parsed)
}

func (q *request) parseRead(p *parameters) error {
	if q.http.Method == http.MethodHead {
		q.model.Return = query.Nothing
	}
	var refused *refusal
	if q.model.Range, refused = window(p.window, q.http, q.project.MaxRows); refused != nil {
		return refused
	}
	return nil
}

// parseWrite reads the body too. A limit can't be put on what is changed, and
// one that goes unheard would be a trap; of an insert it says nothing, as in
// PostgREST, and neither do filters.
func (q *request) parseWrite(w http.ResponseWriter, p *parameters) error {
	action := q.model.Action
	q.model.Return = q.prefer.rows(action)
	if action == query.Insert {
		q.model.Where = nil
	} else if p.windowed() {
		return missing("limit and offset aren't supported on PATCH and DELETE")
	}
	if action == query.Delete {
		return nil
	}
	payload, refused := readPayload(w, q.http, action)
	if refused != nil {
		return refused
	}
	q.model.Payload = payload
	return nil
}

// profile refuses schemas that aren't the exposed one.
func (q *request) profile(action query.Action) error {
	header := "Accept-Profile"
	if action.Writes() {
		header = "Content-Profile"
	}
	if asked := q.http.Header.Get(header); asked != "" && asked != q.project.Schema {
		return refuse(http.StatusNotAcceptable, "PGRST106", "Invalid schema: "+asked).
			hint("Only the following schemas are exposed: %s", q.project.Schema)
	}
	return nil
}
