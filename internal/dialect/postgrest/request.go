package postgrest

import (
	"net/http"
	"slices"
	"strings"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
	"github.com/rolecall/rolecall/internal/pg"
)

// request is one HTTP request on its way through the face.
type request struct {
	face    *Face
	http    *http.Request
	rest    string // the path, without slashes around it
	project Project
	caller  pg.Caller
	target  data.Target
	schema  *catalog.Schema // once something went wrong: what error texts may name
	prefer  *preferences
	accept  *accepted
	model   *query.Request
}

var actions = map[string]query.Action{
	http.MethodGet: query.Read, http.MethodHead: query.Read, http.MethodPost: query.Insert,
	http.MethodPatch: query.Update, http.MethodPut: query.Put, http.MethodDelete: query.Delete,
}

// serve answers the request, or returns why it can't.
func (q *request) serve(w http.ResponseWriter, ref string) (err error) {
	ctx := q.http.Context()
	backend := q.face.backend
	if q.project, err = backend.Project(ctx, ref); err != nil {
		return err
	}
	function, called := strings.CutPrefix(q.rest, "rpc/")
	if refused := q.route(function, called); refused != nil {
		return refused
	}
	if q.caller, err = backend.Authenticate(ctx, q.project, q.http); err != nil {
		return err
	}
	if err = q.profile(); err != nil {
		return err
	}
	if q.target.Pool, err = backend.Pool(ctx, q.project); err != nil {
		return err
	}
	switch {
	case q.http.Method == http.MethodOptions:
		return q.options(w, function, called)
	case q.rest == "" && q.project.RootSpec == "":
		return q.describe(w)
	case q.rest == "":
		function, called = q.project.RootSpec, true
	}
	if err := q.parse(w, function, called); err != nil {
		return err
	}
	answer, err := q.run()
	if err != nil {
		return err
	}
	return q.respond(w, answer)
}

// run has the model answered.
func (q *request) run() (*data.Answer, error) {
	ctx := q.http.Context()
	extras := data.Extras{TimeZone: q.project.TimeZone, PreRequest: q.project.PreRequest}
	if q.prefer != nil && q.prefer.timezone != "" {
		extras.TimeZone = q.prefer.timezone
	}
	answer, err := q.face.engine.Run(ctx, q.target, q.caller, q.settings(), extras, q.model)
	if err != nil {
		q.schema, _ = q.face.engine.Schema(ctx, q.target)
	}
	return answer, err
}

// route refuses paths that lead nowhere, and methods that they don't take.
func (q *request) route(function string, called bool) *refusal {
	_, known := actions[q.http.Method]
	known = known || q.http.Method == http.MethodOptions
	reads := q.http.Method == http.MethodGet || q.http.Method == http.MethodHead
	switch {
	case called && (function == "" || strings.Contains(function, "/")), !called && strings.Contains(q.rest, "/"):
		return refuse(http.StatusNotFound, "PGRST125", "Invalid path specified in request URL")
	case !known:
		return refuse(http.StatusMethodNotAllowed, "PGRST117", "Unsupported HTTP method: "+q.http.Method)
	case called && !reads && q.http.Method != http.MethodPost && q.http.Method != http.MethodOptions:
		return refuse(http.StatusMethodNotAllowed, "PGRST101", "Cannot use the "+q.http.Method+" method on RPC")
	case q.rest == "" && !reads && q.http.Method != http.MethodOptions:
		return refuse(http.StatusMethodNotAllowed, "PGRST117", "Unsupported HTTP method: "+q.http.Method)
	}
	return nil
}

// profile finds the schema that the request is about, and refuses those that
// aren't exposed.
func (q *request) profile() error {
	header := "Content-Profile"
	if q.http.Method == http.MethodGet || q.http.Method == http.MethodHead {
		header = "Accept-Profile"
	}
	q.target = data.Target{Project: q.project.ID, Schemas: q.project.Schemas, Schema: q.project.Schemas[0], Aggregates: q.project.Aggregates}
	asked := q.http.Header.Get(header)
	if asked == "" {
		return nil
	}
	if !slices.Contains(q.project.Schemas, asked) {
		return refuse(http.StatusNotAcceptable, "PGRST106", "Invalid schema: "+asked).
			hint("Only the following schemas are exposed: %s", strings.Join(q.project.Schemas, ", "))
	}
	q.target.Schema = asked
	return nil
}

// parse reads the whole request into the model. It returns error rather than
// *refusal so that a nil stays nil.
func (q *request) parse(w http.ResponseWriter, function string, called bool) error {
	reads := q.http.Method == http.MethodGet || q.http.Method == http.MethodHead
	var refused *refusal
	if q.accept, refused = accepts(q.http.Header.Values("Accept"), q.project.Plans); refused != nil {
		return refused
	}
	if q.prefer, refused = parsePreferences(q.http.Header.Values("Prefer")); refused != nil {
		return refused
	}
	parsed, refused := parseParameters(q.http.URL.RawQuery, called && reads)
	if refused != nil {
		return refused
	}
	q.model = &query.Request{
		Relation: q.rest, Action: actions[q.http.Method], Query: parsed.Query, Columns: parsed.columns, Most: q.project.MaxRows,
		Single: q.accept.single, Form: q.accept.form, Stripped: q.accept.stripped, Explain: q.accept.explain, Accepts: q.accept.wanted,
		Count: counts[q.prefer.count], Affects: q.prefer.maxAffected, Rollback: q.rollsBack(), ReadOnly: reads,
	}
	switch {
	case called:
		return q.parseCall(w, function, parsed)
	case reads:
		q.model.Affects = nil
		return q.parseRead(parsed)
	}
	return q.parseWrite(w, parsed)
}

// rollsBack reports whether the transaction is to be undone in the end.
func (q *request) rollsBack() bool {
	if q.mayEnd() && q.prefer.tx != "" {
		return q.prefer.tx == "rollback"
	}
	return strings.HasPrefix(q.project.TxEnd, "rollback") ||
		q.accept.explain != nil && q.http.Method != http.MethodGet // a plan changes nothing
}

// mayEnd reports whether the request may say how its transaction ends.
func (q *request) mayEnd() bool { return strings.HasSuffix(q.project.TxEnd, "-allow-override") }

func (q *request) parseRead(p *parameters) error {
	if q.http.Method == http.MethodHead {
		q.model.Return = query.Nothing
	}
	var refused *refusal
	if q.model.Range, refused = window(p.Range, q.http, q.project.MaxRows); refused != nil {
		return refused
	}
	limit(q.model.Select, q.project.MaxRows)
	return nil
}

// limit bounds the rows of each embed like those of the request.
func limit(items []query.Item, most int64) {
	for _, item := range items {
		if e := item.Embed; e != nil {
			if most > 0 && (!e.Range.Limited || e.Range.Limit > most) {
				e.Range.Limit, e.Range.Limited = most, true
			}
			limit(e.Select, most)
		}
	}
}

// parseWrite reads the body too. A limit can't be put on what is changed, and
// one that goes unheard would be a trap; of an insert it says nothing, as in
// PostgREST, and neither do filters.
func (q *request) parseWrite(w http.ResponseWriter, p *parameters) error {
	m := q.model
	m.Return = q.prefer.rows(m.Action)
	m.Range = query.Range{}
	switch {
	case m.Action == query.Insert:
		m.Where = nil
	case m.Action == query.Put && p.windowed():
		return refuse(http.StatusBadRequest, "PGRST114", "limit/offset querystring parameters are not allowed for PUT")
	case p.windowed():
		return missing("limit and offset aren't supported on PATCH and DELETE")
	}
	if m.Action == query.Insert && (q.prefer.resolution != "" || p.onConflict != nil) {
		m.Conflict = &query.Conflict{Columns: p.onConflict, Ignore: q.prefer.resolution == "ignore-duplicates"}
	}
	if m.Action == query.Insert && q.prefer.resolution == "" {
		m.Conflict = nil // on_conflict alone resolves nothing
	}
	if m.Action == query.Delete {
		return nil
	}
	payload, refused := readPayload(w, q.http, m.Action, m.Columns != nil)
	if refused != nil {
		return refused
	}
	m.Payload = payload
	payload.Default = q.prefer.missing == "default"
	return nil
}

// parseCall reads a call of a function.
func (q *request) parseCall(w http.ResponseWriter, function string, p *parameters) error {
	m := q.model
	m.Action, m.Relation = query.Invoke, function
	m.Call = &query.Call{Arguments: p.arguments, Post: q.http.Method == http.MethodPost}
	if q.http.Method == http.MethodHead {
		m.Return = query.Nothing
	}
	var refused *refusal
	if m.Range, refused = window(p.Range, q.http, q.project.MaxRows); refused != nil {
		return refused
	}
	if !m.Call.Post {
		return nil
	}
	if refused := readCall(w, q.http, m); refused != nil {
		return refused
	}
	return nil
}
