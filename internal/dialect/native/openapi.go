package native

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/openapi"
)

// references lead to schemas.
const references = "#/components/schemas/"

// below is where a project's paths begin; the document's server stands for it.
const below = "/p/:p"

// everywhere are refusals that any route may answer with, and those of what a
// caller must show or send.
var (
	everywhere = "project_not_found project_disabled over_limit overloaded unavailable internal not_found method_not_allowed body_too_large body_unreadable text_invalid "
	withToken  = "token_needed token_invalid token_expired token_revoked session_expired second_factor_needed user_disabled key_invalid "
	withKey    = withToken + "key_needed account_key_needed admin_needed admin_forbidden "
	withBody   = "media_type json_invalid field_unknown field_missing field_invalid type_invalid form_invalid "
)

// GET /p/{p}/v1/openapi.json
func (f *Face) openAPI(x *exchange) (any, error) {
	head, err := json.Marshal(openapi.Head{OpenAPI: openapi.Version, Info: openapi.Info{Title: x.project.Name, Version: "1"},
		Servers: []openapi.Server{{URL: f.core.ProjectURL(x.project)}}})
	return published{head, f.described()}, err
}

// published is a document in two parts: the project's own, and all that is
// alike for every project and changes with releases only.
type published struct {
	head []byte
	body description
}

type description struct {
	text   []byte
	digest [sha256.Size]byte
}

func (p published) respond(w http.ResponseWriter, r *http.Request) {
	digest := sha256.Sum256(append(p.body.digest[:], p.head...))
	tag := `"` + hex.EncodeToString(digest[:16]) + `"`
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(append(p.head[:len(p.head)-1:len(p.head)-1], ',')) // an error is a client that has gone: nobody to tell
	_, _ = w.Write(p.body.text[1:])
}

// inText is what is alike for every project, as it is sent.
func inText(d openapi.Document) description {
	text, _ := json.Marshal(d.Body) // of our own making
	return description{text, sha256.Sum256(text)}
}

// Describe is the document of a server at a URL, the same for all projects but
// for where it says that it is.
func Describe(root string) openapi.Document { return describe((&Face{}).routes(), root) }

func describe(routes []route, root string) openapi.Document {
	schemas := openapi.NewSchemas()
	schemas.Answer(reflect.TypeFor[wireFault]())
	d := openapi.Document{Head: openapi.Head{OpenAPI: openapi.Version, Info: openapi.Info{Version: "1"}}, Body: openapi.Body{Paths: map[string]openapi.PathItem{}}}
	tags := map[string]bool{}
	for _, r := range routes {
		if r.alias(routes) {
			continue
		}
		path, inside := strings.CutPrefix(r.path, below)
		path = parameter.ReplaceAllString(path, "{$1}")
		if d.Paths[path] == nil {
			d.Paths[path] = openapi.PathItem{}
		}
		if !inside {
			d.Paths[path]["servers"] = []openapi.Server{{URL: root}}
		}
		o := r.operation(schemas)
		d.Paths[path][strings.ToLower(r.method)] = o
		tags[o.Tags[0]] = true
	}
	for _, name := range slices.Sorted(maps.Keys(tags)) {
		d.Tags = append(d.Tags, openapi.Tag{Name: name})
	}
	d.Components = openapi.Components{Schemas: schemas.Named, SecuritySchemes: schemes}
	return d
}

// alias tells whether a route is the default project's, at a path that every
// project has below its own.
func (r route) alias(routes []route) bool {
	return slices.ContainsFunc(routes, func(other route) bool { return other.method == r.method && other.path == below+r.path })
}

var schemes = map[string]openapi.SecurityScheme{
	"bearer":     {Type: "http", Scheme: "bearer", Description: "An access token (JWT): of a user, or of an admin where an API key is taken; or such a key."},
	"adminKey":   {Type: "apiKey", In: "header", Name: "X-Admin-Key", Description: "A secret key (sk_) of the project."},
	"accountKey": {Type: "apiKey", In: "header", Name: "X-API-Key", Description: "An account key (mk_) of an admin."},
}

// callers are the ways to show who calls, one of which will do.
var callers = map[access][]map[string][]string{
	open:        {},
	bearer:      {{"bearer": {}}},
	maybeBearer: {{}, {"bearer": {}}},
	secretKey:   {{"adminKey": {}}, {"accountKey": {}}, {"bearer": {}}},
	member:      {{"bearer": {}}, {"adminKey": {}}},
}

var parameter = regexp.MustCompile(`:(\w+)`)

func (r route) operation(schemas *openapi.Schemas) openapi.Operation {
	path := strings.TrimPrefix(r.path, below)
	o := openapi.Operation{ID: r.id(), Summary: r.doc.says, Tags: []string{tag(path)},
		Security: callers[r.doc.by&^repeatable], Responses: map[string]openapi.Response{}}
	for _, name := range parameter.FindAllStringSubmatch(path, -1) {
		o.Parameters = append(o.Parameters, openapi.Parameter{Name: name[1], In: "path", Required: true, Schema: openapi.Schema{"type": "string"}})
	}
	if r.doc.by&repeatable != 0 {
		o.Parameters = append(o.Parameters, openapi.Parameter{Name: "Idempotency-Key", In: "header", Schema: openapi.Schema{"type": "string"},
			Description: "Repeats under one key are answered as the first was."})
	}
	if guarded[r.path] != "" {
		o.Parameters = append(o.Parameters, openapi.Parameter{Name: "X-Captcha-Token", In: "header", Schema: openapi.Schema{"type": "string"},
			Description: "Where the project asks for a captcha here; in the body it is captcha_token."})
	}
	r.takes(&o, schemas)
	r.gives(&o, schemas)
	return o
}

// tag gathers what users do under auth, and what administrators do by its noun.
func tag(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	if parts[0] == "v1" {
		return parts[1]
	}
	return parts[0]
}

var separator = regexp.MustCompile(`[^A-Za-z0-9]+(.?)`)

// id is the operation's name, made of its method and path.
func (r route) id() string {
	return separator.ReplaceAllStringFunc(strings.ToLower(r.method)+strings.TrimPrefix(r.path, below), func(s string) string {
		return strings.ToUpper(s[len(s)-1:])
	})
}

// takes describes the query and the body.
func (r route) takes(o *openapi.Operation, schemas *openapi.Schemas) {
	var bodies []openapi.Schema
	content := map[string]openapi.MediaType{}
	for _, one := range several(r.doc.takes) {
		kind, t := "application/json", reflect.TypeOf(one)
		if posted, is := one.(form); is {
			kind, t = "application/x-www-form-urlencoded", reflect.TypeOf(posted.of)
		}
		fields := openapi.Fields(t, "query")
		for _, f := range fields {
			o.Parameters = append(o.Parameters, openapi.Parameter{Name: f.Name, In: "query", Required: f.Required, Description: f.Doc, Schema: schemas.Request(f.Type)})
		}
		if len(fields) > 0 {
			continue
		}
		schema := schemas.Request(t)
		if kind != "application/json" {
			content[kind] = openapi.MediaType{Schema: schema}
			continue
		}
		if guarded[r.path] != "" {
			schema = withCaptcha(schemas.Named[strings.TrimPrefix(schema["$ref"].(string), references)])
		}
		bodies = append(bodies, schema)
	}
	if len(bodies) > 0 {
		content["application/json"] = openapi.MediaType{Schema: anyOf(bodies)}
	}
	if len(content) > 0 {
		needed := slices.ContainsFunc(bodies, func(s openapi.Schema) bool { return needs(s, schemas) })
		o.RequestBody = &openapi.RequestBody{Required: needed, Content: content}
	}
}

func needs(s openapi.Schema, schemas *openapi.Schemas) bool {
	if ref, is := s["$ref"].(string); is {
		s = schemas.Named[strings.TrimPrefix(ref, references)]
	}
	return s["required"] != nil
}

// withCaptcha is a body with the field that takeCaptcha takes out of it.
func withCaptcha(of openapi.Schema) openapi.Schema {
	more, properties := openapi.Schema{}, map[string]openapi.Schema{"captcha_token": {"type": "string"}}
	for name, v := range of {
		more[name] = v
	}
	for name, v := range of["properties"].(map[string]openapi.Schema) {
		properties[name] = v
	}
	more["properties"] = properties
	return more
}

// gives describes the answers.
func (r route) gives(o *openapi.Operation, schemas *openapi.Schemas) {
	var values []openapi.Schema
	done := openapi.Response{Description: "Done.", Content: map[string]openapi.MediaType{}}
	for _, one := range several(r.doc.gives) {
		switch v := one.(type) {
		case keySet:
			done.Content["application/jwk-set+json"] = openapi.MediaType{Schema: openapi.Schema{"type": "object"}}
		case document:
			done.Content["application/json"] = openapi.MediaType{Schema: schemas.Answer(reflect.TypeOf(v.value))}
		case special:
			if v == moved {
				o.Responses["302"] = openapi.Response{Description: "Go on there.", Headers: map[string]openapi.Header{"Location": {Schema: openapi.Schema{"type": "string"}}}}
			} else {
				done.Content["text/html"] = openapi.MediaType{Schema: openapi.Schema{"type": "string"}}
			}
		default:
			values = append(values, schemas.Answer(reflect.TypeOf(v)))
		}
	}
	if len(values) > 0 {
		done.Content["application/json"] = openapi.MediaType{Schema: openapi.Schema{"type": "object", "required": []string{"data"},
			"properties": map[string]openapi.Schema{"data": anyOf(values)}}}
	}
	if len(done.Content) > 0 {
		o.Responses["200"] = done
	}
	o.Responses["default"] = r.refusal()
}

// refusal is any other answer, with the codes that it may have.
func (r route) refusal() openapi.Response {
	code := openapi.Schema{"enum": r.codes()}
	if strings.Contains(r.doc.refuses, ofOwnFunctions) {
		code = openapi.Schema{"anyOf": []openapi.Schema{code, {"type": "string", "description": "A code that a function of the project's own gave."}}}
	}
	one := openapi.Schema{"allOf": []openapi.Schema{{"$ref": "#/components/schemas/WireFault"}}, "properties": map[string]openapi.Schema{"code": code}}
	return openapi.Response{Description: "Refused.", Headers: map[string]openapi.Header{
		"Retry-After": {Description: "Seconds, with 429 and 503.", Schema: openapi.Schema{"type": "integer"}}},
		Content: openapi.JSON(openapi.Schema{"type": "object", "required": []string{"error"}, "properties": map[string]openapi.Schema{"error": one}})}
}

// codes are those that the route's doc names and those that go without saying,
// as the wire has them.
func (r route) codes() []string {
	names := everywhere + r.doc.refuses + " "
	switch r.doc.by &^ repeatable {
	case bearer, maybeBearer:
		names += withToken
	case secretKey, member:
		names += withKey
	}
	if r.doc.takes != nil {
		names += withBody
	}
	if strings.Contains(strings.TrimPrefix(r.path, below), ":") {
		names += "field_invalid "
	}
	if r.doc.by&repeatable != 0 {
		names += "idempotency_key_reused "
	}
	if guarded[r.path] != "" {
		names += "captcha_needed captcha_invalid captcha_unavailable "
	}
	codes := strings.Fields(names)
	for i, name := range codes {
		codes[i] = wire(&fault.Error{Code: name}).Code
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

func anyOf(of []openapi.Schema) openapi.Schema {
	if len(of) == 1 {
		return of[0]
	}
	return openapi.Schema{"anyOf": of}
}

func several(v any) either {
	if v == nil {
		return nil
	}
	if list, is := v.(either); is {
		return list
	}
	return either{v}
}
