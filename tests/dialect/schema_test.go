package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

// declared is a schema with an auth table, as a MoonDB project writes it.
const declared = `{"tables": {
	"users": {"auth_table": true, "columns": {"display_name": "string", "role": "enum user,admin default user", "nick": {"type": "string", "unique": true, "max_length": 12}, "age": "int min 0"}},
	"posts": {"owner_field": "author", "columns": {"author": "ref users cascade required", "title": "string required"}, "access": {"read": "public", "create": "authenticated", "update": "owner", "delete": "owner"}}}}`

func TestSchemaRoutes(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	key := "X-Admin-Key: " + s.secretKey(t)
	a := s.do(t, "GET", "~/v1/schema", nil, key).ok(t)
	assert.Equal(t, "0", fmt.Sprint(a.at("data.version")))
	assert.Equal(t, map[string]any{}, a.at("data.schema.tables"))

	a = s.do(t, "POST", "~/v1/schema/validate", declared, key).ok(t)
	assert.Equal(t, []any{false, false}, []any{a.at("data.applied"), a.at("data.confirm_needed")})
	assert.Contains(t, a.Body, "create policy rolecall_read on")
	assert.Equal(t, map[string]any{}, s.do(t, "GET", "~/v1/schema", nil, key).at("data.schema.tables"), "nothing was done")

	a = s.do(t, "PUT", "~/v1/schema", declared, key).ok(t)
	assert.Equal(t, []any{true, "1"}, []any{a.at("data.applied"), fmt.Sprint(a.at("data.version"))})
	a = s.do(t, "GET", "~/v1/schema", nil, key).ok(t)
	assert.Equal(t, "users", a.text("data.auth_table.table"))
	assert.Equal(t, "admin", a.text("data.schema.tables.users.access.create"))

	// What would lose data is shown first.
	less := `{"tables": {"users": {"auth_table": true, "columns": {"display_name": "string"}}}`
	a = s.do(t, "PUT", "~/v1/schema", less+`}`, key).ok(t)
	assert.Equal(t, []any{false, true, true}, []any{a.at("data.applied"), a.at("data.destructive"), a.at("data.confirm_needed")})
	a = s.do(t, "PUT", "~/v1/schema", less+`, "confirm_destructive": true}`, key).ok(t)
	assert.Equal(t, []any{true, "2"}, []any{a.at("data.applied"), fmt.Sprint(a.at("data.version"))})
	a = s.do(t, "GET", "~/v1/schema/history", nil, key).ok(t)
	assert.Len(t, a.at("data.versions"), 2)
	a = s.do(t, "GET", "~/v1/schema/history?before=2", nil, key).ok(t)
	assert.Len(t, a.at("data.versions"), 1)

	a = s.do(t, "PUT", "~/v1/schema", `{"tables": {"x": {"columns": {"y": "varchar"}}}}`, key).refused(t, 400, "VALIDATION_SCHEMA")
	assert.Equal(t, "tables.x.columns.y", a.text("error.field"))
	s.do(t, "PUT", "~/v1/schema", `{}`, key).refused(t, 400, "VALIDATION_SCHEMA")
	for _, route := range []struct{ method, path, body string }{
		{"GET", "~/v1/schema", ""}, {"PUT", "~/v1/schema", declared}, {"POST", "~/v1/schema/validate", declared}, {"GET", "~/v1/schema/history", ""},
	} {
		var body any
		if route.body != "" {
			body = route.body
		}
		s.do(t, route.method, route.path, body).refused(t, 401, "KEY_NEEDED")
		s.do(t, route.method, route.path, body, "X-Admin-Key: "+secret.New(secret.SecretPrefix)).refused(t, 401, "KEY_INVALID")
		s.do(t, route.method, route.path, body, s.signUp(t, "u"+route.method+route.path[len(route.path)-3:]+"@example.com").bearer()).refused(t, 401, "TOKEN_INVALID")
	}
}

func TestSignUpFillsDeclaredColumns(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	key := "X-Admin-Key: " + s.secretKey(t)
	s.do(t, "PUT", "~/v1/schema", declared, key).ok(t)
	body := func(more string) string { return `{"email": "user@example.com", "password": "secret123"` + more + `}` }

	for more, want := range map[string][2]string{
		`, "rank": 1`:                     {"VALIDATION_UNKNOWN_FIELD", "rank"},
		`, "created_at": "2001-01-01"`:    {"VALIDATION_UNKNOWN_FIELD", "created_at"},
		`, "reset_at": "x"`:               {"VALIDATION_UNKNOWN_FIELD", "reset_at"},
		`, "verification_token": "x"`:     {"VALIDATION_UNKNOWN_FIELD", "verification_token"},
		`, "columns": {"role": "user"}`:   {"VALIDATION_UNKNOWN_FIELD", "columns"},
		`, "role": "root"`:                {"VALIDATION_INVALID_FIELD", "role"},
		`, "age": -1`:                     {"VALIDATION_INVALID_FIELD", "age"},
		`, "age": "old"`:                  {"VALIDATION_INVALID_FIELD", "age"},
		`, "nick": ["a"]`:                 {"VALIDATION_INVALID_FIELD", "nick"},
		`, "nick": "far too long for it"`: {"VALIDATION_INVALID_FIELD", "nick"},
	} {
		a := s.do(t, "POST", "~/auth/signup", body(more)).refused(t, 400, want[0])
		assert.Equal(t, want[1], a.text("error.field"), more)
	}
	require.Zero(t, s.count(t, "users"))

	// The page of MoonDB's manual, word for word.
	a := s.do(t, "POST", "~/auth/signup", body(`, "display_name": "Alice", "role": "admin"`)).ok(t)
	assert.Equal(t, []any{"Alice", "admin", nil}, []any{a.at("data.user.display_name"), a.at("data.user.role"), a.at("data.user.nick")})
	alice := toSession(a, "user@example.com")
	claims := claimsOf(t, alice.token)
	assert.Contains(t, claims["role"], "authenticated", "a column named role is the app's own")
	assert.NotContains(t, fmt.Sprint(claims), "admin")
	me := s.do(t, "GET", "~/auth/me", nil, alice.bearer()).ok(t)
	assert.Equal(t, []any{"admin", "admin"}, []any{me.at("data.role"), me.at("data.user.role")})
	a = s.do(t, "POST", "~/auth/login", body("")).ok(t)
	assert.Equal(t, "admin", a.text("data.user.role"))

	// Its row is there for the data API, under the table's own access.
	rows := s.do(t, "GET", "~/rest/v1/users?select=email,role", nil, alice.bearer()).ok(t)
	assert.JSONEq(t, `[{"email": "user@example.com", "role": "admin"}]`, rows.Body)

	s.do(t, "POST", "~/auth/signup", `{"email": "b@example.com", "password": "secret123", "nick": "bob"}`).ok(t)
	a = s.do(t, "POST", "~/auth/signup", `{"email": "c@example.com", "password": "secret123", "nick": "bob"}`).refused(t, 409, "VALIDATION_DUPLICATE")
	assert.Equal(t, "nick", a.text("error.field"))
	a = s.do(t, "POST", "~/auth/code/verify", `{"email": "b@example.com", "code": "123456", "nick": "x"}`).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
	assert.Equal(t, "nick", a.text("error.field"))

	s.do(t, "POST", "~/v1/users", `{"email": "made@example.com", "role": "admin"}`, key).ok(t)
	a = s.do(t, "GET", "~/rest/v1/users?select=role&email=eq.made@example.com", nil, "apikey: "+strings.TrimPrefix(key, "X-Admin-Key: ")).ok(t)
	assert.JSONEq(t, `[{"role": "admin"}]`, a.Body)
	s.do(t, "POST", "~/v1/users", `{"email": "other@example.com", "rank": 1}`, key).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")

	s.do(t, "DELETE", "~/auth/me", map[string]any{"current_password": "secret123"}, alice.bearer()).ok(t)
	require.Equal(t, 2, value[int](t, s, `select jsonb_array_length(auth.service_execute(auth.project_find(:project),
		(select format('select jsonb_agg(email) from %I.users', data_schema) from auth.projects where slug = :project), '{}'))`))
}

func TestWithoutAnAuthTableNothingIsAColumn(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	a := s.do(t, "POST", "~/auth/signup", `{"email": "a@example.com", "password": "secret123", "role": "admin"}`).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
	assert.Equal(t, "role", a.text("error.field"))
	require.Zero(t, s.count(t, "users"))
}
