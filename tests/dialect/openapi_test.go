package dialect_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOpenAPIDocument(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	a := s.do(t, "GET", "~/v1/openapi.json", nil).ok(t)
	assert.Equal(t, "3.1.0", a.text("openapi"))
	assert.Equal(t, "public, max-age=300", a.Header.Get("Cache-Control"))
	var document struct {
		Info    struct{ Title string }
		Servers []struct{ URL string }
		Paths   map[string]map[string]any
	}
	require.NoError(t, json.Unmarshal([]byte(a.Body), &document))
	require.Len(t, document.Servers, 1)
	assert.Equal(t, s.base(), document.Servers[0].URL)
	assert.Equal(t, value[string](t, s, `select name from auth.projects where id = auth.project_find(:project)`), document.Info.Title)
	assert.Contains(t, document.Paths["/auth/login"], "post")
	assert.Equal(t, []any{map[string]any{"url": s.url}}, document.Paths["/v1/projects"]["servers"])
	assert.NotContains(t, a.Body, "rc_", "nothing of the database is in it")

	again := s.do(t, "GET", "~/v1/openapi.json", nil, "If-None-Match: "+a.Header.Get("ETag"))
	assert.Equal(t, http.StatusNotModified, again.Status)
	assert.Empty(t, again.Body)
	s.do(t, "GET", "/p/nobody/v1/openapi.json", nil).refused(t, http.StatusNotFound, "PROJECT_NOT_FOUND")
}

// The judge can say no: each kind of drift between routes and document is one.
func TestContractCanBeBroken(t *testing.T) {
	t.Parallel()
	c, err := theContract()
	require.NoError(t, err)
	at, operation := c.find("POST", "/p/shop/auth/login")
	require.NotNil(t, operation)
	body, answer := at+"/requestBody/content/application~1json/schema", at+"/responses/200/content/application~1json/schema"
	refusal := at + "/responses/default/content/application~1json/schema"
	user := map[string]any{"id": "x", "email": nil, "display_name": nil, "avatar_url": nil, "locale": nil, "metadata": map[string]any{},
		"created_at": "2030-01-31T00:00:00Z", "updated_at": "2030-01-31T00:00:00Z"}
	data := func(more map[string]any) map[string]any {
		return map[string]any{"data": merged(map[string]any{"token": "t", "expires_in": json.Number("1"), "user": user}, more)}
	}
	fault := func(code string) map[string]any {
		return map[string]any{"error": map[string]any{"code": code, "message": "m", "suggestion": "s"}}
	}
	require.NoError(t, c.schema(t, body).Validate(map[string]any{"email": "a@example.com", "password": "p"}))
	require.NoError(t, c.schema(t, answer).Validate(data(nil)))
	require.NoError(t, c.schema(t, refusal).Validate(fault("INVALID_CREDENTIALS")))
	for name, broken := range map[string]struct {
		at string
		v  any
	}{
		"a field that is not taken":  {body, map[string]any{"email": "a@example.com", "username": "a"}},
		"a field of another type":    {body, map[string]any{"email": 7}},
		"a field that is not given":  {answer, data(map[string]any{"password_hash": "x"})},
		"a field deeper":             {answer, data(map[string]any{"user": merged(user, map[string]any{"secret": "x"})})},
		"a field of a refusal":       {refusal, map[string]any{"error": merged(fault("PAT_INVALID")["error"].(map[string]any), map[string]any{"secret": "x"})}},
		"a field that is left out":   {answer, data(map[string]any{"token": nil})},
		"a time that is none":        {answer, data(map[string]any{"user": merged(user, map[string]any{"created_at": "yesterday"})})},
		"a refusal that isn't named": {refusal, fault("PAT_NOT_FOUND")},
		"no refusal":                 {refusal, map[string]any{"message": "no"}},
	} {
		assert.Error(t, c.schema(t, broken.at).Validate(broken.v), name)
	}
	_, none := c.find("POST", "/p/shop/auth/no-such-route")
	assert.Nil(t, none)
}

func merged(one, more map[string]any) map[string]any {
	all := map[string]any{}
	for name, v := range one {
		all[name] = v
	}
	for name, v := range more {
		all[name] = v
	}
	return all
}
