package dialect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNoPageMayCallUnlessListed(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, method := range []string{"GET", "OPTIONS"} {
		for _, path := range []string{"~/auth/me", "/rest/v1/todos", "/p/nothing/auth/me", "/v1/projects", "/nothing"} {
			a := s.do(t, method, path, nil, "Origin: https://evil.example", "Access-Control-Request-Method: POST")
			assert.Empty(t, a.Header.Get("Access-Control-Allow-Origin"), "%s %s", method, path)
			assert.Empty(t, a.Header.Get("Access-Control-Allow-Credentials"))
		}
	}
}

func TestListedOriginsCallWithCredentials(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"cors_origins": `["https://myapp.com", "http://localhost:3000"]`})
	preflight := func(origin, method string) answer {
		return s.do(t, "OPTIONS", "~/auth/me", nil, "Origin: "+origin,
			"Access-Control-Request-Method: "+method, "Access-Control-Request-Headers: authorization,content-type,x-admin-key")
	}
	for _, origin := range []string{"https://myapp.com", "http://localhost:3000"} {
		for _, method := range []string{"GET", "POST", "PUT", "PATCH", "DELETE"} {
			a := preflight(origin, method)
			assert.Equal(t, 204, a.Status)
			assert.Equal(t, origin, a.Header.Get("Access-Control-Allow-Origin"))
			assert.Equal(t, "true", a.Header.Get("Access-Control-Allow-Credentials"))
			assert.Contains(t, a.Header.Get("Access-Control-Allow-Methods"), method)
			assert.Equal(t, "authorization,content-type,x-admin-key", a.Header.Get("Access-Control-Allow-Headers"))
			assert.Contains(t, a.Header.Values("Vary"), "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
		}
		for _, path := range []string{"~/auth/me", "~/rest/v1/nothing"} {
			a := s.do(t, "GET", path, nil, "Origin: "+origin) // refusals must be readable too
			assert.GreaterOrEqual(t, a.Status, 400)
			assert.Equal(t, origin, a.Header.Get("Access-Control-Allow-Origin"))
			assert.Contains(t, a.Header.Get("Access-Control-Expose-Headers"), "Retry-After")
			assert.Contains(t, a.Header.Get("Vary"), "Origin")
		}
	}
	for _, origin := range []string{"null", "http://myapp.com", "https://MYAPP.com", "https://myapp.com:444", "https://myapp.com.evil.example",
		"https://sub.myapp.com", "http://localhost:3001", "https://myapp.com/", "*"} {
		assert.Empty(t, preflight(origin, "POST").Header.Get("Access-Control-Allow-Origin"), origin)
	}
}

func TestAnyOriginCallsWithoutCredentials(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"cors_origins": `["*", "https://myapp.com"]`})
	for origin, credentials := range map[string]string{"https://anybody.example": "", "https://myapp.com": "true"} {
		for _, method := range []string{"GET", "OPTIONS"} {
			a := s.do(t, method, "~/auth/me", nil, "Origin: "+origin, "Access-Control-Request-Method: POST")
			assert.Contains(t, []string{"*", origin}, a.Header.Get("Access-Control-Allow-Origin"))
			assert.Equal(t, credentials, a.Header.Get("Access-Control-Allow-Credentials"), "%s %s", method, origin)
		}
	}
}

func TestOriginsAreEachProjectsOwn(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"cors_origins": `["https://myapp.com"]`})
	shop, _, _ := s.newProject(t)
	for path, allowed := range map[string]string{"~/auth/me": "https://myapp.com", "/p/" + shop + "/auth/me": "", "/p/" + shop + "/rest/v1/x": ""} {
		a := s.do(t, "GET", path, nil, "Origin: https://myapp.com")
		assert.Equal(t, allowed, a.Header.Get("Access-Control-Allow-Origin"), path)
	}
}
