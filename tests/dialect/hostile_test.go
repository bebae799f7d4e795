package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// unlimited is a project in which a test may ask as often as it likes.
var unlimited = settings{"ip_limits": "false", "limit_signin_account": `"0/1"`, "limit_signin_account_network": `"0/1"`,
	"limit_password_check": `"0/1"`, "limit_mail_address": `"0/1"`, "limit_mail_address_hour": `"0/1"`}

// hostile are JSON values that something on the way could choke on.
var hostile = map[string]string{
	"nothing":             `null`,
	"empty":               `""`,
	"blank":               `"   "`,
	"NUL":                 `"\u0000"`,
	"NUL within":          `"ann\u0000@example.com"`,
	"control characters":  `"\u0007\u001b[31m\r\nBcc: x@example.com"`,
	"raw control":         "\"a\x01b\"",
	"lone high surrogate": `"\ud800"`,
	"lone low surrogate":  `"\udc00x"`,
	"surrogates swapped":  `"\udc00\ud800"`,
	"invalid UTF-8":       "\"\xff\xfe\xc3(\"",
	"overlong UTF-8":      "\"\xc0\xaf\"",
	"BOM":                 `"\ufeffann@example.com"`,
	"right to left":       `"\u202egpj.exe@example.com"`,
	"many combining":      `"a` + strings.Repeat(`\u0301`, 5000) + `"`,
	"four-byte":           `"😀😀😀😀😀😀😀😀"`,
	"very long":           `"` + strings.Repeat("a", 300_000) + `"`,
	"long address":        `"` + strings.Repeat("a", 64) + "@" + strings.Repeat("b.", 5000) + `com"`,
	"SQL":                 `"'; drop table auth.users; -- @example.com"`,
	"template":            `"{{.Link}}${x}%s%n@example.com"`,
	"two addresses":       `"a@example.com,b@example.com"`,
	"boolean":             `true`,
	"number":              `0`,
	"negative":            `-1`,
	"beyond int64":        `9223372036854775808`,
	"beyond float":        `1e400`,
	"beyond numeric":      `1e200000`,
	"many digits":         strings.Repeat("9", 140_000),
	"array":               `["ann@example.com"]`,
	"object":              `{"email":"ann@example.com"}`,
	"deep array":          strings.Repeat("[", 9000) + strings.Repeat("]", 9000),
	"deep object":         strings.Repeat(`{"a":`, 9000) + "1" + strings.Repeat("}", 9000),
	"deeper than Go":      strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000),
	"unbalanced":          `[[[`,
	"duplicate keys":      `{"a":1,"a":2,"a":"\u0000"}`,
	"NUL in a key":        `{"\u0000":1}`,
	"surrogate in a key":  `{"\ud800":"\udfff"}`,
	"prototype":           `{"__proto__":{"role":"service_role"}}`,
}

// hostileFields are the routes with a body in which %s takes a value.
var hostileFields = []struct{ method, path, body string }{
	{"POST", "~/auth/signup", `{"email":%s,"password":"correct horse battery"}`},
	{"POST", "~/auth/signup", `{"email":"h%d@example.com","password":%s}`},
	{"POST", "~/auth/signup", `{"email":"h%d@example.com","password":"correct horse battery","metadata":%s}`},
	{"POST", "~/auth/signup", `{"email":"h%d@example.com","password":"correct horse battery","redirect_url":%s}`},
	{"POST", "~/auth/login", `{"email":%s,"password":"correct horse battery"}`},
	{"POST", "~/auth/login", `{"email":"caller@example.com","password":%s}`},
	{"POST", "~/auth/refresh", `{"refresh_token":%s}`},
	{"POST", "~/auth/logout", `{"scope":%s}`},
	{"PATCH", "~/auth/me", `{"display_name":%s}`},
	{"PATCH", "~/auth/me", `{"avatar_url":%s}`},
	{"PATCH", "~/auth/me", `{"locale":%s}`},
	{"PATCH", "~/auth/me", `{"metadata":%s}`},
	{"PATCH", "~/auth/me", `{"metadata":{"a":{"b":[%s]}}}`},
	{"POST", "~/auth/change-password", `{"current_password":%s,"new_password":"new123456"}`},
	{"POST", "~/auth/change-password", `{"current_password":"wrong one","new_password":%s}`},
	{"POST", "~/auth/forgot-password", `{"email":%s}`},
	{"POST", "~/auth/forgot-password", `{"email":"caller@example.com","redirect_url":%s}`},
	{"POST", "~/auth/reset-password", `{"token":%s,"new_password":"new123456"}`},
	{"POST", "~/auth/reset-password", `{"token":"lt_x","new_password":%s}`},
	{"POST", "~/auth/verify", `{"token":%s}`},
	{"POST", "~/auth/resend-verification", `{"email":%s}`},
	{"POST", "~/auth/exchange", `{"code":%s,"code_verifier":"x"}`},
	{"POST", "~/auth/exchange", `{"code":"oc_x","code_verifier":%s}`},
	{"POST", "~/auth/id-token", `{"provider":%s,"id_token":"x"}`},
	{"POST", "~/auth/identities", `{"code":%s}`},
	{"PUT", "~/v1/redirect-origins", `{"allowed_redirect_origins":[%s]}`},
	{"PUT", "~/v1/redirect-origins", `{"allowed_redirect_origins":%s}`},
	{"POST", "~/v1/tenants", `{"name":%s}`},
	{"POST", "~/v1/tenants", `{"name":"x","slug":%s}`},
	{"POST", "~/v1/tenants", `{"name":"x","metadata":{"a":%s}}`},
	{"POST", "~/v1/tenants", `{"name":"x","owner":%s}`},
	{"PUT", "~/v1/roles/x", `{"permissions":[%s]}`},
	{"PUT", "~/v1/roles/x", `{"scope":%s}`},
	{"PUT", "~/v1/roles/x", `{"description":%s}`},
	{"PUT", "~/v1/users/caller@example.com/roles", `{"roles":[%s]}`},
	{"POST", "~/auth/tenant", `{"tenant":%s}`},
	{"POST", "~/auth/login", `{"email":"caller@example.com","password":"wrong one","tenant":%s}`},
	{"POST", "~/auth/invites/accept", `{"token":%s}`},
	{"POST", "~/auth/invites/accept", `{"id":%s}`},
	{"POST", "~/auth/invites/signup", `{"token":%s}`},
	{"POST", "/v1/projects", `{"name":" ","preset":%s}`},
}

func TestHostileValuesAreRefusedOrKept(t *testing.T) {
	t.Parallel()
	s := open(t, unlimited)
	may := s.credentials(t)
	for i, field := range hostileFields {
		for name, value := range hostile {
			body := strings.Replace(strings.Replace(field.body, "%d", fmt.Sprint(i, len(name), strings.ReplaceAll(name, " ", "")), 1), "%s", value, 1)
			a := s.do(t, field.method, field.path, body, may...)
			if !assert.Less(t, a.Status, 500, "%s as %s to %s %s: %s", name, field.body, field.method, field.path, a.Body) {
				t.Log(s.log.about(a))
			}
			if a.Status == 401 && a.text("error.code") == "TOKEN_REVOKED" {
				may[0] = s.signIn(t, "caller@example.com", password).bearer() // a sign-out that was meant
			}
		}
	}
	assert.NotContains(t, s.log.String(), "panic")
}

func TestHostileNamesOfProjects(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	may := "X-API-Key: " + s.accountKey(t)
	for name, value := range hostile {
		a := s.do(t, "POST", "/v1/projects", `{"name":`+value+`}`, may)
		if !assert.Less(t, a.Status, 500, "%s: %s", name, a.Body) {
			t.Log(s.log.about(a))
		}
	}
	for _, name := range []string{"default", "admin", "proj_0123456789abcdef0123456789abcdef", "00000000-0000-0000-0000-000000000000", "---", "1", "a.b/c", "Ünïcode"} {
		a := s.do(t, "POST", "/v1/projects", map[string]string{"name": name}, may)
		assert.Less(t, a.Status, 500, "%s: %s", name, a.Body)
		if a.Status == 200 {
			assert.Regexp(t, `^[a-z][a-z0-9-]*$`, a.text("data.slug"), name)
			assert.NotRegexp(t, `^proj[-_]|^[0-9a-f]{8}-`, a.text("data.slug"), name)
		}
	}
}

// hostileHeaders may come with any request.
var hostileHeaders = []string{
	"User-Agent: " + strings.Repeat("U", 8000),
	"User-Agent: \xff\xfe",
	"User-Agent: \tMozilla'; drop table x",
	"Idempotency-Key: " + strings.Repeat("k", 8000),
	"Idempotency-Key: \xff",
	"X-Forwarded-For: not an address, ::1, 999.1.1.1, [::1]:80",
	"X-Forwarded-For: " + strings.Repeat("10.0.0.1, ", 500),
	"X-Request-Id: " + strings.Repeat("r", 8000),
	"X-Request-Id: abc\tdef forged=\"1\"",
	"Authorization: Bearer",
	"Authorization: Bearer  ",
	"Authorization: Basic dXNlcjpwYXNz",
	"Authorization: Bearer \xff\xfe",
	"X-Admin-Key: sk_\xff",
	"X-Public-Key: " + strings.Repeat("pk_", 2000),
	"Accept: ;;;,,,",
	"Accept-Language: " + strings.Repeat("de,", 2000),
	"Origin: \xff",
	"Origin: null",
	"Cookie: " + strings.Repeat("a=b; ", 1000),
	"Content-Type: application/json; charset=utf-16",
}

func TestHostileHeadersAreRefusedOrIgnored(t *testing.T) {
	t.Parallel()
	s := open(t, unlimited)
	for i, header := range hostileHeaders {
		for _, route := range []struct{ method, path, body string }{bodies[0], bodies[2], bodies[4], bodies[11], {"GET", "/rest/v1/nothing", ""}} {
			body := strings.Replace(route.body, "zoe@", fmt.Sprintf("zoe%d@", i), 1)
			a := s.do(t, route.method, route.path, body, header)
			if !assert.Less(t, a.Status, 500, "%.40s to %s %s: %s", header, route.method, route.path, a.Body) {
				t.Log(s.log.about(a))
			}
		}
	}
	r := s.request(t, "GET", "~/auth/me", nil, "X-Long: "+strings.Repeat("x", 64<<10))
	assert.Equal(t, 431, s.send(t, r).Status)
}

func TestTenMegabytesAreTooMany(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	large := `{"email":"` + strings.Repeat("a", 10<<20) + `"}`
	for _, route := range bodies[:2] {
		r := s.request(t, route.method, route.path, large)
		s.send(t, r).refused(t, 413, "BODY_TOO_LARGE")
	}
}
