package dialect_test

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/dialect/native"
)

// contract is the OpenAPI document as a judge: what this package's tests send
// and get is held against it. It is stricter than what is published: no field
// that it doesn't name.
type contract struct {
	paths    map[string]any
	compiler *jsonschema.Compiler
	mu       sync.Mutex
	schemas  map[string]*jsonschema.Schema
}

var theContract = sync.OnceValues(func() (*contract, error) {
	text, err := json.Marshal(native.Describe("https://example.com"))
	if err != nil {
		return nil, err
	}
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		return nil, err
	}
	closed(document)
	c := &contract{compiler: jsonschema.NewCompiler(), schemas: map[string]*jsonschema.Schema{}}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	c.compiler.AssertFormat()
	c.paths = document.(map[string]any)["paths"].(map[string]any)
	return c, c.compiler.AddResource("openapi.json", document)
})

// ownCodes are what the functions of projects in these tests say.
var ownCodes = []any{"NOT_YOU", "NOT_NOW"}

// ownFields match what projects in these tests add to users and sign-ups.
const ownFields = `^(role|nick|age|size|company)$`

// closed lets objects have the fields that are named and no others.
func closed(v any) {
	switch v := v.(type) {
	case map[string]any:
		if _, is := v["properties"]; is && v["additionalProperties"] == nil && v["type"] == "object" {
			v["additionalProperties"] = false
		}
		if _, is := v["properties"]; is && v["additionalProperties"] == true {
			v["additionalProperties"], v["patternProperties"] = false, map[string]any{ownFields: true}
		}
		if strings.HasSuffix(fmt.Sprint(v["description"]), "of the project's own gave.") {
			v["enum"] = ownCodes
		}
		for _, one := range v {
			closed(one)
		}
	case []any:
		for _, one := range v {
			closed(one)
		}
	}
}

// holdsContract compares one exchange with the document.
func (a answer) holdsContract(t testing.TB, r *http.Request) {
	t.Helper()
	if r.Method == http.MethodOptions {
		return // answered before any route
	}
	c, err := theContract()
	require.NoError(t, err)
	at, operation := c.find(r.Method, r.URL.Path)
	if operation == nil {
		if _, below := nativePath(r.URL.Path); below {
			assert.Contains(t, []int{400, 404, 405, 413, 429, 503}, a.Status, "%s %s is not in the OpenAPI document: give its route a doc", r.Method, r.URL.Path)
		}
		return
	}
	if a.Status < 400 && r.Method != http.MethodHead {
		c.judgeRequest(t, r, at, operation)
	}
	c.judgeAnswer(t, r, a, at, operation)
}

// nativePath is the path below a project, or outside of all.
func nativePath(path string) (below string, is bool) {
	parts := strings.SplitN(path, "/", 4) // "", p, slug, rest
	if len(parts) == 4 && parts[1] == "p" {
		path = "/" + parts[3]
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return path, len(parts) == 4 && parts[1] == "p" && slices.Contains([]string{"auth", "v1", ".well-known"}, first) || path == "/v1/projects" || strings.HasPrefix(path, "/v1/accounts/")
}

// find gives the operation, and where it is in the document.
func (c *contract) find(method, path string) (at string, operation map[string]any) {
	path, is := nativePath(path)
	if !is {
		return "", nil
	}
	for template, item := range c.paths {
		o, answers := item.(map[string]any)[strings.ToLower(method)].(map[string]any)
		if answers && fits(template, path) && (operation == nil || !strings.Contains(template, "{")) {
			at, operation = "#/paths/"+strings.NewReplacer("~", "~0", "/", "~1").Replace(template)+"/"+strings.ToLower(method), o
		}
	}
	return at, operation
}

func fits(template, path string) bool {
	want, got := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i := range want {
		if want[i] != got[i] && !strings.HasPrefix(want[i], "{") {
			return false
		}
	}
	return true
}

// judgeRequest: what was taken is what the document says may be sent.
func (c *contract) judgeRequest(t testing.TB, r *http.Request, at string, operation map[string]any) {
	t.Helper()
	known := map[string]bool{}
	parameters, _ := operation["parameters"].([]any)
	for _, one := range parameters {
		p := one.(map[string]any)
		known[p["in"].(string)+" "+p["name"].(string)] = true
	}
	for name := range r.URL.Query() {
		if !strings.Contains(at, "oauth") { // what a provider's entry knows goes through
			assert.True(t, known["query "+name], "%s %s takes %s in its query, which its doc does not name: add it to the struct that the doc takes, as query:%q", r.Method, r.URL.Path, name, name)
		}
	}
	if r.GetBody == nil {
		return
	}
	sent, err := r.GetBody()
	require.NoError(t, err)
	text, err := io.ReadAll(sent)
	require.NoError(t, err)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if strings.TrimSpace(string(text)) == "" {
		return
	}
	body, described := operation["requestBody"].(map[string]any)
	if !described {
		return // it reads none, and so minds none
	}
	_, has := body["content"].(map[string]any)[kind]
	require.True(t, has, "%s %s took a body of type %s, which its doc does not name", r.Method, r.URL.Path, kind)
	v := any(formFields(string(text)))
	if kind == "application/json" {
		v, err = jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
		require.NoError(t, err)
		if v == nil {
			return // the null that leaves a body as it is
		}
		if fields, is := v.(map[string]any); is {
			maps.DeleteFunc(fields, func(_ string, v any) bool { return v == nil }) // as good as nothing
		}
	}
	assert.NoError(t, c.schema(t, at+"/requestBody/content/"+escaped(kind)+"/schema").Validate(v),
		"%s %s took a body that its doc does not describe: see takes", r.Method, r.URL.Path)
}

func formFields(text string) map[string]any {
	fields := map[string]any{}
	values, _ := url.ParseQuery(text)
	for name := range values {
		fields[name] = values.Get(name)
	}
	return fields
}

// judgeAnswer: what came is what the document says may come.
func (c *contract) judgeAnswer(t testing.TB, r *http.Request, a answer, at string, operation map[string]any) {
	t.Helper()
	about := fmt.Sprintf("%s %s", r.Method, r.URL.Path)
	responses := operation["responses"].(map[string]any)
	status := fmt.Sprint(a.Status)
	switch {
	case a.Status == http.StatusSeeOther:
		status = "302"
	case a.Status == http.StatusNotModified:
		return
	case a.Status >= 400:
		status = "default"
	}
	response, known := responses[status].(map[string]any)
	if !assert.True(t, known, "%s answered %d, which its doc does not name: see gives", about, a.Status) {
		return
	}
	kind, _, _ := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if kind == "text/html" && a.Status >= 400 || r.Method == http.MethodHead || status == "302" {
		return // a page that says so
	}
	content, _ := response["content"].(map[string]any)
	if !assert.Contains(t, content, kind, "%s answered with a type that its doc does not name: see gives", about) || kind == "text/html" {
		return
	}
	err := c.schema(t, at+"/responses/"+status+"/content/"+escaped(kind)+"/schema").Validate(a.value)
	if a.Status >= 400 {
		assert.NoError(t, err, "%s refused with %s: add its code, as SQL and core name it, to refuses in the route's doc", about, a.text("error.code"))
		return
	}
	assert.NoError(t, err, "%s answered what its doc does not describe: see gives. %s", about, a.Body)
}

func escaped(kind string) string { return strings.ReplaceAll(kind, "/", "~1") }

func (c *contract) schema(t testing.TB, at string) *jsonschema.Schema {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.schemas[at] == nil {
		made, err := c.compiler.Compile("openapi.json" + at)
		require.NoError(t, err)
		c.schemas[at] = made
	}
	return c.schemas[at]
}
