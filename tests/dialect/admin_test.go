package dialect_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// admin is who administers: a header.
type admin string

func (s *server) keyed(t testing.TB) admin { return admin("X-Admin-Key: " + s.secretKey(t)) }

func TestUsersAreAdministered(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	made := s.do(t, "POST", "~/v1/users", object{"email": "ann@example.com", "password": password, "verified": true,
		"app_metadata": object{"plan": "gold"}, "display_name": "Ann"}, by).ok(t)
	id := made.text("data.id")
	require.Equal(t, true, made.at("data.email_verified"))
	ann := s.signIn(t, "ann@example.com", password)
	s.do(t, "POST", "~/v1/users", object{"email": "ann@example.com"}, by).refused(t, 409, "VALIDATION_DUPLICATE")
	s.do(t, "POST", "~/v1/users", object{"email": "bob@example.com", "password": "short"}, by).refused(t, 400, "VALIDATION_PASSWORD_TOO_SHORT")
	s.do(t, "POST", "~/v1/users", object{"phone": "+1 415 555 2671", "verified": true}, by).ok(t)

	user := "~/v1/users/" + id
	require.Equal(t, "gold", s.do(t, "GET", user, nil, by).ok(t).text("data.app_metadata.plan"))
	changed := s.do(t, "PATCH", user, object{"app_metadata": object{"plan": "free"}, "display_name": nil, "phone": "+1 (415) 555-2672"}, by).ok(t)
	require.Equal(t, []any{"free", nil, "+14155552672", false}, []any{changed.at("data.app_metadata.plan"), changed.at("data.display_name"), changed.at("data.phone"), changed.at("data.phone_verified")})
	s.do(t, "PATCH", user, object{"phone": "+14155552671"}, by).refused(t, 409, "VALIDATION_DUPLICATE")
	s.do(t, "PATCH", user, object{"is_admin": true}, by).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
	s.do(t, "GET", "~/v1/users/me", nil, by).refused(t, 400, "VALIDATION_INVALID_FIELD")

	sessions := s.do(t, "GET", user+"/sessions", nil, by).ok(t).at("data.sessions").([]any)
	require.Len(t, sessions, 1)
	s.do(t, "DELETE", user+"/sessions/"+sessions[0].(map[string]any)["id"].(string), nil, by).ok(t)
	require.Equal(t, 401, s.do(t, "GET", "~/auth/me", nil, ann.bearer()).Status)
	ann = s.signIn(t, "ann@example.com", password)
	require.EqualValues(t, "1", fmt.Sprint(s.do(t, "DELETE", user+"/sessions", nil, by).ok(t).at("data.ended")))

	s.do(t, "POST", user+"/disable", object{"reason": "spam"}, by).ok(t)
	s.do(t, "POST", "~/auth/login", object{"email": "ann@example.com", "password": password}).refused(t, 403, "USER_DISABLED")
	require.Equal(t, "spam", s.do(t, "GET", user, nil, by).ok(t).text("data.disabled_reason"))
	s.do(t, "POST", user+"/enable", nil, by).ok(t)
	s.signIn(t, "ann@example.com", password)
	s.do(t, "DELETE", user, nil, by).ok(t)
	s.do(t, "GET", user, nil, by).refused(t, 404, "USER_NOT_FOUND")
}

func TestPagesOfUsers(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	want := map[string]bool{}
	for i := range 5 {
		email := fmt.Sprintf("u%d@example.com", i)
		s.do(t, "POST", "~/v1/users", object{"email": email}, by).ok(t)
		want[email] = true
	}
	seen, cursor := map[string]bool{}, ""
	for {
		page := s.do(t, "GET", "~/v1/users?limit=2&cursor="+url.QueryEscape(cursor), nil, by).ok(t)
		for _, u := range page.at("data.users").([]any) {
			email := u.(map[string]any)["email"].(string)
			require.False(t, seen[email], "%s twice", email)
			seen[email] = true
		}
		s.do(t, "POST", "~/v1/users", object{"email": fmt.Sprintf("late%d@example.com", len(seen))}, by).ok(t)
		if cursor = page.text("data.next_cursor"); cursor == "" {
			break
		}
	}
	require.Equal(t, want, seen)
	require.Len(t, s.do(t, "GET", "~/v1/users?search=LATE", nil, by).ok(t).at("data.users"), 3)
	require.Empty(t, s.do(t, "GET", "~/v1/users?state=disabled", nil, by).ok(t).at("data.users"))
	s.do(t, "GET", "~/v1/users?state=happy", nil, by).refused(t, 400, "STATE_UNKNOWN")
	s.do(t, "GET", "~/v1/users?limit=many", nil, by).refused(t, 400, "VALIDATION_INVALID_FIELD")
	s.do(t, "GET", "~/v1/users?cursor=x", nil, by).refused(t, 400, "CURSOR_INVALID")
}

// Security item 11: an administrator starts a reset and never learns the password.
func TestResetIsSent(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	id := s.do(t, "POST", "~/v1/users", object{"email": "ann@example.com"}, by).ok(t).text("data.id")
	sent := s.do(t, "POST", "~/v1/users/"+id+"/reset", nil, by).ok(t)
	require.NotContains(t, sent.Body, "lt_")
	s.do(t, "POST", "~/auth/reset-password", object{"token": s.linkTo(t, "ann@example.com").Query().Get("token"), "new_password": "a new horse battery"}).ok(t)
	s.signIn(t, "ann@example.com", "a new horse battery")
	s.do(t, "POST", "~/v1/users/"+id+"/reset", object{"redirect_url": "https://evil.example"}, by).refused(t, 400, "VALIDATION_REDIRECT_URL")
	s.do(t, "POST", "~/v1/users/"+id+"/reset", object{"by": "code"}, by).ok(t)
	s.codeTo(t, "ann@example.com", 1)
}

func TestCredentialsAreAdministered(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	by := string(s.keyed(t))
	ann := s.enroll(t, "ann@example.com")
	user := "~/v1/users/" + ann.user
	s.do(t, "POST", "~/auth/pat", object{"expires_at": time.Now().Add(time.Hour)}, ann.bearer()).ok(t)
	shown := s.do(t, "GET", user+"/credentials", nil, by).ok(t)
	factors, tokens := shown.at("data.second_factors").([]any), shown.at("data.personal_access_tokens").([]any)
	require.Len(t, factors, 1)
	require.Len(t, tokens, 1)
	for _, secret := range []string{"pt_", "otpauth", "secret", "sealed", "hash"} {
		require.NotContains(t, shown.Body, secret)
	}
	pat := tokens[0].(map[string]any)["id"].(string)
	s.do(t, "DELETE", user+"/credentials/passkey/"+pat, nil, by).refused(t, 404, "CREDENTIAL_NOT_FOUND")
	s.do(t, "DELETE", user+"/credentials/personal_access_token/"+pat, nil, by).ok(t)
	require.EqualValues(t, "1", fmt.Sprint(s.do(t, "DELETE", user+"/second-factors", nil, by).ok(t).at("data.ended")))
	s.signIn(t, ann.email, password)
}

func TestSettingsAreAdministered(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	list := s.do(t, "GET", "~/v1/settings", nil, by).ok(t).at("data.settings").([]any)
	require.Greater(t, len(list), 50)
	s.do(t, "PATCH", "~/v1/settings", object{"signup_enabled": false, "access_ttl": 61}, by).ok(t)
	s.do(t, "POST", "~/auth/signup", object{"email": "ann@example.com", "password": password}).refused(t, 403, "SIGNUP_DISABLED")
	s.do(t, "PATCH", "~/v1/settings", object{"signup_enabled": true, "access_ttl": "soon"}, by).refused(t, 400, "VALIDATION_INVALID_FIELD")
	s.do(t, "PATCH", "~/v1/settings", object{"nothing": 1}, by).refused(t, 400, "SETTING_UNKNOWN")
	refusal := s.do(t, "PATCH", "~/v1/settings", object{"webauthn_rp_id": "other.example"}, by).refused(t, 403, "SETTING_OPERATORS")
	require.Equal(t, "webauthn_rp_id", refusal.text("error.field"))
	s.do(t, "PATCH", "~/v1/settings", object{"signup_enabled": nil}, by).ok(t)
	a := s.do(t, "POST", "~/auth/signup", object{"email": "ann@example.com", "password": password}).ok(t)
	require.EqualValues(t, "61", fmt.Sprint(a.at("data.expires_in")))
}

func TestKeysAreAdministered(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	made := s.do(t, "POST", "~/v1/api-keys", object{"kind": "secret", "name": "ci"}, by).ok(t)
	second := "X-Admin-Key: " + made.text("data.key")
	require.True(t, strings.HasPrefix(second, "X-Admin-Key: sk_"))
	s.log.guard(made.text("data.key"))
	list := s.do(t, "GET", "~/v1/api-keys", nil, second).ok(t)
	require.Len(t, list.at("data.api_keys"), 2)
	require.NotContains(t, list.Body, "sk_")
	s.do(t, "DELETE", "~/v1/api-keys/"+made.text("data.id"), nil, by).ok(t)
	s.do(t, "GET", "~/v1/api-keys", nil, second).refused(t, 401, "KEY_INVALID")
	s.do(t, "POST", "~/v1/api-keys", object{"kind": "master"}, by).refused(t, 400, "KEY_KIND_UNKNOWN")
}

func TestStatsAreAdministered(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	s.signUp(t, "ann@example.com")
	s.signIn(t, "ann@example.com", password)
	a := s.do(t, "GET", "~/v1/stats?days=2", nil, by).ok(t)
	assert.Equal(t, "1 2", fmt.Sprint(a.at("data.users.total"), " ", a.at("data.sessions.live")))
	days := a.at("data.sign_ins").([]any)
	require.Len(t, days, 2)
	assert.Equal(t, "2", fmt.Sprint(days[1].(map[string]any)["signed_in"]))
}

// Nobody administers without a word that counts.
func TestAdministrationIsClosed(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	other := open(t, nil)
	ann := s.signUp(t, "ann@example.com")
	for _, route := range []string{"GET ~/v1/users", "POST ~/v1/users", "GET ~/v1/users/" + ann.user, "DELETE ~/v1/users/" + ann.user, "GET ~/v1/settings",
		"PATCH ~/v1/settings", "GET ~/v1/stats", "GET ~/v1/api-keys", "POST ~/v1/api-keys", "GET ~/v1/admins", "POST ~/v1/admins", "PATCH ~/v1/project",
		"GET ~/v1/users/" + ann.user + "/credentials", "POST ~/v1/users/" + ann.user + "/reset"} {
		method, path, _ := strings.Cut(route, " ")
		var body any
		if method != "GET" && method != "DELETE" {
			body = object{}
		}
		assert.Equal(t, 401, s.do(t, method, path, body).Status, route)
		assert.Equal(t, 401, s.do(t, method, path, body, ann.bearer()).Status, "%s by a user", route)
		assert.Equal(t, 401, s.do(t, method, path, body, string(other.keyed(t))).Status, "%s by another project's key", route)
	}
	assert.Equal(t, 1, s.count(t, "users"))
}

func TestAuditIsAdministered(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	by := string(s.keyed(t))
	ann := s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/auth/login", object{"email": "ann@example.com", "password": "wrong horse battery"}).refused(t, 401, "INVALID_CREDENTIALS")
	s.do(t, "POST", "~/v1/users/"+ann.user+"/disable", nil, by).ok(t)
	names := func(query string) (list []string) {
		for _, e := range s.do(t, "GET", "~/v1/audit?"+query, nil, by).ok(t).at("data.events").([]any) {
			list = append(list, e.(map[string]any)["event"].(string))
		}
		return list
	}
	require.Subset(t, names(""), []string{"signed_up", "signed_in", "signin_refused", "user_disabled"})
	require.Equal(t, []string{"signin_refused"}, names("event=signin_*"))
	require.NotContains(t, names("result=refused"), "signed_in")
	require.Empty(t, names("to=2020-01-01T00:00:00Z"))
	require.NotEmpty(t, names("from=2020-01-01T00:00:00Z&ip=127.0.0.0/8&user="+ann.user))
	first := s.do(t, "GET", "~/v1/audit?limit=2", nil, by).ok(t)
	second := s.do(t, "GET", "~/v1/audit?limit=2&cursor="+url.QueryEscape(first.text("data.next_cursor")), nil, by).ok(t)
	require.NotEqual(t, first.at("data.events"), second.at("data.events"))
	for query, code := range map[string]string{"from=yesterday": "VALIDATION_INVALID_FIELD", "ip=here": "VALIDATION_INVALID_FIELD", "user=ann": "VALIDATION_INVALID_FIELD",
		"cursor=x": "CURSOR_INVALID", "result=maybe": "AUDIT_RESULT_UNKNOWN"} {
		s.do(t, "GET", "~/v1/audit?"+query, nil, by).refused(t, 400, code)
	}
	s.do(t, "GET", "~/v1/audit", nil, ann.bearer()).refused(t, 401, "TOKEN_INVALID")
}

func TestMailsAreAdministered(t *testing.T) {
	t.Parallel()
	s := open(t, verifying())
	by := string(s.keyed(t))
	mine := "~/v1/mail-templates/verify_email/en"
	s.do(t, "PUT", mine, object{"subject": "Hello from {{.ProjectName}}"}, by).ok(t)
	list := s.do(t, "GET", "~/v1/mail-templates", nil, by).ok(t)
	require.Len(t, list.at("data.templates"), 1)
	require.Contains(t, list.at("data.names"), "password_reset")
	s.signUp(t, "ann@example.com")
	s.linkTo(t, "ann@example.com")
	require.True(t, strings.HasPrefix(s.mailTo("ann@example.com")[0].Subject, "Hello from "))
	s.do(t, "PUT", mine, object{"text": "{{.Password}}"}, by).refused(t, 400, "TEMPLATE_INVALID")
	s.do(t, "PUT", mine, object{"html": "{{template \"x\"}}"}, by).refused(t, 400, "TEMPLATE_INVALID")
	s.do(t, "PUT", "~/v1/mail-templates/love_letter/en", object{"text": "x"}, by).refused(t, 404, "TEMPLATE_UNKNOWN")
	s.do(t, "PUT", "~/v1/mail-templates/verify_email/no-such!", object{"text": "x"}, by).refused(t, 404, "TEMPLATE_UNKNOWN")
	s.do(t, "DELETE", mine, nil, by).ok(t)
	s.do(t, "DELETE", mine, nil, by).refused(t, 404, "TEMPLATE_UNKNOWN")
}
