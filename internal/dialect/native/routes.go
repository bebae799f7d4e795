package native

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/julienschmidt/httprouter"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/web"
)

// Face serves the native dialect.
type Face struct {
	core      *core.Core
	log       *slog.Logger
	outage    *web.Outage
	described func() description
}

// New makes the face.
func New(c *core.Core, log *slog.Logger) *Face {
	f := &Face{core: c, log: log, outage: web.NewOutage(log)}
	f.described = sync.OnceValue(func() description { return inText(Describe(c.PublicURL)) })
	return f
}

// action answers one request: a value for the envelope, a web.Page, or a refusal.
type action func(*exchange) (any, error)

// Mount puts the face onto the server's paths.
func (f *Face) Mount(m *web.Mux) {
	r := httprouter.New()
	r.HandleMethodNotAllowed, r.RedirectTrailingSlash, r.RedirectFixedPath = true, false, false
	r.NotFound, r.MethodNotAllowed = f.refuse(errNotFound), f.refuse(errMethod)
	for _, route := range f.routes() {
		r.Handle(route.method, route.path, f.handle(route))
	}
	m.Mount("native", "/p/{p}/auth", r)
	m.Mount("native", "/p/{p}/v1", r)
	m.Mount("native", "/p/{p}/.well-known", r)
	m.Mount("native", "/.well-known", r)
	m.Mount("native", "/v1/projects", r)
	m.Mount("native", realmPath, r)
}

// NotFound answers paths that belong to no face, in this one's form.
func (f *Face) NotFound() http.Handler { return f.refuse(errNotFound) }

type route struct {
	method, path string
	do           action
	doc          doc
}

func (f *Face) routes() []route {
	return slices.Concat(f.mfaRoutes(), f.personRoutes(), f.passkeyRoutes(), f.socialRoutes(), f.providerRoutes(), f.accountRoutes(), f.addressRoutes(), f.adminRoutes(), f.invitationRoutes(), f.webhookRoutes(),
		f.tenantRoutes(), f.inviteRoutes(), f.roleRoutes(),
		f.userRoutes(), f.settingRoutes(), f.logRoutes(), f.schemaRoutes(), f.adminAccountRoutes(), f.realmRoutes())
}

// exchange is one request with what every action needs of it.
type exchange struct {
	w       http.ResponseWriter
	r       *http.Request
	project *core.Project // nil where the path names none
	client  core.Client
	params  httprouter.Params
	body    []byte
	doc     doc
	by      core.Administrator // of a route that is an administrator's
}

// envelope is around every answer that isn't a refusal.
type envelope struct {
	Data any `json:"data"`
}

func (f *Face) handle(to route) httprouter.Handle {
	return func(w http.ResponseWriter, r *http.Request, params httprouter.Params) {
		x := &exchange{w: w, r: r, params: params, client: core.Client{IP: web.ClientIP(r), UserAgent: r.UserAgent(), Locale: core.Locale(r.Header.Get("Accept-Language"))}, doc: to.doc}
		answer, err := f.run(x, params.ByName("p"), to)
		if err != nil {
			f.fail(w, r, err)
			return
		}
		f.outage.Answered(r.Context())
		if special, ok := answer.(responder); ok {
			special.respond(w, r)
		} else {
			web.JSON(w, http.StatusOK, envelope{answer})
		}
	}
}

func (f *Face) run(x *exchange, project string, to route) (any, error) {
	var err error
	realm := strings.HasPrefix(x.r.URL.Path, realmPath+"/")
	switch {
	case realm:
		project = core.RealmSlug
	case project == "" && x.r.URL.Path != "/v1/projects":
		project = "default"
	}
	if project != "" {
		if x.project, err = f.core.Project(x.r.Context(), project); err != nil {
			return nil, err
		}
		if x.project.Realm && !realm {
			return nil, errNoProject // the server's own accounts have a path of their own
		}
	}
	if err := f.findAdministrator(x); err != nil {
		return nil, err
	}
	if x.body, err = web.Body(x.r); err != nil {
		return nil, err
	}
	if err := f.captcha(x, to.path); err != nil {
		return nil, err
	}
	return to.do(x)
}

// decode reads the JSON body into v.
func (x *exchange) decode(v any) error {
	if err := x.doc.allows(v); err != nil {
		return err
	}
	body := x.body
	if extended, ok := v.(interface {
		addFields(map[string]json.RawMessage)
	}); ok {
		rest, fields, err := x.splitFields()
		if err != nil {
			return err
		}
		body = rest
		defer func() { extended.addFields(fields) }()
	}
	if open, ok := v.(interface {
		keep(map[string]json.RawMessage)
	}); ok && x.project != nil && x.project.Settings.AuthTable != "" {
		known, rest := unknown(body, v)
		body = known
		open.keep(rest)
	}
	if err := web.Decode(x.r, body, v); err != nil {
		return err
	}
	if named, ok := v.(interface{ tenant() string }); ok {
		x.project = x.project.In(named.tenant())
	}
	return complete(v)
}

// param is a part of the path by its name.
func (x *exchange) param(name string) string { return x.params.ByName(name) }

// bearer is the caller's verified access token.
func (f *Face) bearer(x *exchange) (core.Bearer, error) {
	return f.core.Bearer(x.r.Context(), x.project, core.Credentials{Bearer: web.Bearer(x.r)})
}

// key is the API key of an administrator, from its own header or as a bearer.
func (x *exchange) key(header string) string {
	if key := web.Key(x.r, header, "X-Admin-Key", "X-API-Key"); key != "" {
		return key
	}
	return web.Bearer(x.r)
}

// administrator is who administers: a secret key, an account key or an admin.
// Nobody is, on a route whose doc does not say so.
func (x *exchange) administrator() core.Administrator { return x.by }

// findAdministrator reads who administers, where the route is an administrator's.
func (f *Face) findAdministrator(x *exchange) (err error) {
	shown := core.Credentials{Bearer: web.Bearer(x.r), Key: web.Key(x.r, "X-Admin-Key", "X-API-Key")}
	switch x.doc.by &^ repeatable {
	case secretKey:
		x.by, err = f.core.Administrator(x.r.Context(), shown, x.client)
	case member:
		if f.core.Administers(shown) {
			x.by, err = f.core.Administrator(x.r.Context(), shown, x.client)
		}
	}
	return err
}

// idempotency is what makes a repeat of this request known.
func (x *exchange) idempotency(credential string) *core.Idempotency {
	content := append([]byte(x.r.Method+" "+x.r.URL.Path+"\n"), x.body...)
	return core.NewIdempotency(x.r.Header.Get("Idempotency-Key"), credential, content)
}
