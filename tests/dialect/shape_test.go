package dialect_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// bodies are the native routes that take a JSON body, with one that is well formed.
var bodies = []struct{ method, path, body string }{
	{"POST", "~/auth/signup", `{"email":"zoe@example.com","password":"correct horse battery"}`},
	{"POST", "~/auth/login", `{"email":"zoe@example.com","password":"correct horse battery"}`},
	{"POST", "~/auth/refresh", `{"refresh_token":"rt_x"}`},
	{"POST", "~/auth/logout", `{"scope":"this"}`},
	{"PATCH", "~/auth/me", `{"locale":"de"}`},
	{"POST", "~/auth/change-password", `{"current_password":"correct horse battery","new_password":"new123456"}`},
	{"POST", "~/auth/forgot-password", `{"email":"zoe@example.com"}`},
	{"POST", "~/auth/reset-password", `{"token":"lt_x","new_password":"new123456"}`},
	{"POST", "~/auth/verify", `{"token":"lt_x"}`},
	{"POST", "~/auth/resend-verification", `{"email":"zoe@example.com"}`},
	{"DELETE", "~/auth/me", `{"current_password":"correct horse battery"}`},
	{"POST", "~/auth/anonymous", `{"display_name":"Guest"}`},
	{"POST", "~/auth/anonymous/convert", `{"email":"zoe@example.com","password":"correct horse battery"}`},
	{"POST", "~/auth/pat", `{"expires_at":"2100-01-01T00:00:00Z"}`},
	{"POST", "~/auth/pat/login", `{"token":"pt_x"}`},
	{"POST", "~/auth/exchange", `{"code":"oc_x"}`},
	{"POST", "~/auth/id-token", `{"provider":"google","id_token":"x"}`},
	{"POST", "~/auth/identities", `{"code":"oc_x"}`},
	{"POST", "~/v1/tenants", `{"name":"Acme"}`},
	{"PUT", "~/v1/roles/editor", `{"scope":"tenant"}`},
	{"POST", "~/auth/tenant", `{"tenant":"acme"}`},
	{"POST", "~/auth/invites/accept", `{"token":"it_x"}`},
	{"POST", "~/auth/invites/signup", `{"token":"it_x"}`},
	{"PUT", "~/v1/redirect-origins", `{"allowed_redirect_origins":[]}`},
	{"POST", "~/v1/rotate-keys", `{"admin":true}`},
	{"POST", "/v1/projects", `{"name":"Shop"}`},
}

// credentials of somebody who may call every route.
func (s *server) credentials(t *testing.T) []string {
	t.Helper()
	return []string{s.signUp(t, "caller@example.com").bearer(), "X-Admin-Key: " + s.secretKey(t), "X-API-Key: " + s.accountKey(t)}
}

func TestBodiesAreHeldToTheirForm(t *testing.T) {
	t.Parallel()
	s := alone(t, nil, "ROLECALL_MAX_BODY=4096")
	may := s.credentials(t)
	for _, route := range bodies {
		t.Run(route.method+" "+route.path, func(t *testing.T) {
			misspelt := strings.Replace(route.body, `{"`, `{"emial":1,"`, 1)
			a := s.do(t, route.method, route.path, misspelt, may...).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
			assert.Equal(t, "emial", a.text("error.field"))
			field := strings.Split(route.body, `"`)[1]
			wrong := route.body[:strings.Index(route.body, ":")] + `:{"a":[1]}}`
			a = s.do(t, route.method, route.path, wrong, may...)
			assert.Equal(t, 400, a.Status, a.Body)
			assert.Contains(t, []string{"VALIDATION_TYPE", "VALIDATION_INVALID_FIELD"}, a.text("error.code"))
			assert.Equal(t, field, a.text("error.field"))
			s.do(t, route.method, route.path, `[`+route.body+`]`, may...).refused(t, 400, "VALIDATION_TYPE")
			s.do(t, route.method, route.path, route.body+route.body, may...).refused(t, 400, "VALIDATION_JSON")
			s.do(t, route.method, route.path, route.body[:len(route.body)-1], may...).refused(t, 400, "VALIDATION_JSON")
			s.do(t, route.method, route.path, route.body, append(may, "Content-Type: text/plain")...).refused(t, 415, "MEDIA_TYPE")
			s.do(t, route.method, route.path, route.body, append(may, "Content-Type: ;;;")...).refused(t, 415, "MEDIA_TYPE")
			s.do(t, route.method, route.path, route.body+strings.Repeat(" ", 4096), may...).refused(t, 413, "BODY_TOO_LARGE")
		})
	}
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for _, path := range []string{"/", "/p", "/p/", "~", "~/auth", "~/auth/", "~/auth/nothing",
		"~/auth/me/", "~/v1", "~/v1/nothing", "~/.well-known/nothing", "/.well-known/nothing",
		"/auth/login", "/v1", "/v1/nothing", "/favicon.ico", "/P/default/auth/me", "~//auth/me"} {
		s.do(t, "GET", path, nil).refused(t, 404, "NOT_FOUND")
	}
	for _, project := range []string{"nothing", "DEFAULT", "proj_00000000000000000000000000000000",
		"00000000-0000-0000-0000-000000000000", "default%20", "..%2fdefault", "%E2%80%AE", "'--", strings.Repeat("x", 3000)} {
		a := s.do(t, "GET", "/p/"+project+"/auth/me", nil)
		assert.Contains(t, []int{404}, a.Status, "%s: %s", project, a.Body)
	}
	s.do(t, "GET", "/p/%00/auth/me", nil).refused(t, 400, "TEXT_INVALID")
}

func TestMethodsThatAreNone(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	for path, allow := range map[string]string{
		"~/auth/login":            "POST",
		"~/auth/me":               "GET, PATCH, DELETE",
		"~/auth/verify":           "GET, POST",
		"~/v1/redirect-origins":   "GET, PUT",
		"~/.well-known/jwks.json": "GET",
		"/v1/projects":            "POST",
	} {
		for _, method := range []string{"DELETE", "TRACE", "PROPFIND"} {
			if strings.Contains(allow, method) {
				continue
			}
			a := s.do(t, method, path, nil).refused(t, 405, "METHOD_NOT_ALLOWED")
			for name := range strings.SplitSeq(allow, ", ") {
				assert.Contains(t, a.Header.Get("Allow"), name)
			}
		}
	}
}

func TestFaultsOfOurOwnTellNothing(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	ann := s.signUp(t, "ann@example.com")
	s.sql(t, "drop function auth.me(uuid, uuid, uuid, integer, integer)")
	a := s.do(t, "GET", "~/auth/me", nil, ann.bearer()).refused(t, 500, "INTERNAL")
	assert.Contains(t, s.log.String(), a.Header.Get("X-Request-Id"), "the log tells the operator what it was")
	assert.Contains(t, s.log.String(), "auth.me")
}

func TestDatabaseGoneIs503ThenHeals(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	ann := s.signUp(t, "ann@example.com")
	admin := s.db.Superuser(t)
	exec := func(sql string) {
		_, err := admin.Exec(t.Context(), sql)
		require.NoError(t, err)
	}
	exec(`alter database ` + s.db.Name + ` with connection limit 0`)
	exec(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename in ('auth_service', 'authenticator')`)
	for _, request := range []struct{ method, path, body string }{
		{"GET", "~/auth/me", ""},
		{"POST", "~/auth/login", `{"email":"ann@example.com","password":"correct horse battery"}`},
		{"POST", "~/auth/refresh", `{"refresh_token":"` + ann.refresh + `"}`},
	} {
		a := s.do(t, request.method, request.path, request.body, ann.bearer()).refused(t, 503, "UNAVAILABLE")
		assert.Equal(t, "1", a.Header.Get("Retry-After"))
	}
	assert.Equal(t, http.StatusOK, s.do(t, "GET", "/healthz", nil).Status)
	exec(`alter database ` + s.db.Name + ` with connection limit -1`)
	s.do(t, "GET", "~/auth/me", nil, ann.bearer()).ok(t)
}
