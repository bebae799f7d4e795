package dialect_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const auth = "~/auth"

// sessionsOf are the ids of a list of sessions, and which is the caller's.
func (s *server) sessionsOf(t testing.TB, p session) (ids []string, current string) {
	t.Helper()
	list, _ := s.do(t, "GET", auth+"/sessions", nil, p.bearer()).ok(t).at("data.sessions").([]any)
	for _, item := range list {
		fields := item.(map[string]any)
		ids = append(ids, fields["id"].(string))
		if fields["current"] == true {
			current = fields["id"].(string)
		}
		assert.NotEmpty(t, fields["ip"])
	}
	return ids, current
}

func TestMySessions(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	phone := s.signUp(t, "ann@example.com")
	laptop, tablet := s.signIn(t, phone.email, password), s.signIn(t, phone.email, password)
	bob := s.signUp(t, "bob@example.com")
	ids, mine := s.sessionsOf(t, phone)
	require.Len(t, ids, 3)
	_, laptops := s.sessionsOf(t, laptop)
	_, bobs := s.sessionsOf(t, bob)
	require.NotEqual(t, mine, laptops)

	s.do(t, "DELETE", auth+"/sessions/"+laptops, nil, phone.bearer()).ok(t)
	s.do(t, "GET", auth+"/me", nil, laptop.bearer()).refused(t, 401, "TOKEN_REVOKED")
	s.do(t, "DELETE", auth+"/sessions/"+laptops, nil, phone.bearer()).refused(t, 404, "SESSION_NOT_FOUND")
	s.do(t, "DELETE", auth+"/sessions/"+bobs, nil, phone.bearer()).refused(t, 404, "SESSION_NOT_FOUND")
	s.do(t, "DELETE", auth+"/sessions/nothing", nil, phone.bearer()).refused(t, 400, "VALIDATION_INVALID_FIELD")
	s.do(t, "GET", auth+"/sessions", nil).refused(t, 401, "TOKEN_NEEDED")

	s.do(t, "DELETE", auth+"/sessions", nil, phone.bearer()).ok(t)
	s.do(t, "GET", auth+"/me", nil, tablet.bearer()).refused(t, 401, "TOKEN_REVOKED")
	ids, _ = s.sessionsOf(t, phone)
	require.Equal(t, []string{mine}, ids)
	s.do(t, "GET", auth+"/me", nil, bob.bearer()).ok(t)
}

func TestDeleteMe(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	ann, bob := s.signUp(t, "ann@example.com"), s.signUp(t, "bob@example.com")
	s.do(t, "DELETE", auth+"/me", nil, ann.bearer()).refused(t, 403, "PROOF_NEEDED")
	a := s.do(t, "DELETE", auth+"/me", map[string]any{"current_password": "wrong horse battery"}, ann.bearer()).refused(t, 401, "PASSWORD_WRONG")
	assert.Equal(t, "current_password", a.text("error.field"))
	s.do(t, "DELETE", auth+"/me", map[string]any{"password": password}, ann.bearer()).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
	s.do(t, "DELETE", auth+"/me", map[string]any{"current_password": password}, ann.bearer()).ok(t)
	s.do(t, "GET", auth+"/me", nil, ann.bearer()).refused(t, 401, "TOKEN_REVOKED")
	s.do(t, "POST", auth+"/refresh", map[string]any{"refresh_token": ann.refresh}).refused(t, 401, "REFRESH_TOKEN_INVALID")
	s.do(t, "POST", auth+"/login", map[string]any{"email": ann.email, "password": password}).refused(t, 401, "INVALID_CREDENTIALS")
	require.NotEqual(t, ann.user, s.signUp(t, ann.email).user, "the address is free, the account another")

	raised := s.do(t, "POST", auth+"/elevate", map[string]any{"password": password}, bob.bearer()).ok(t)
	bob.token = raised.text("data.token")
	s.do(t, "DELETE", auth+"/me", nil, bob.bearer()).ok(t)
	assert.Equal(t, 2, value[int](t, s, `select count(*)::integer from auth.audit_log a join auth.projects p on p.id = a.project_id where p.slug = :project and a.event = 'user_deleted'`))
}

func TestExportMe(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	ann := s.signUp(t, "ann@example.com")
	s.signUp(t, "bob@example.com")
	a := s.do(t, "GET", auth+"/me/export", nil, ann.bearer()).ok(t)
	assert.Equal(t, `attachment; filename="account.json"`, a.Header.Get("Content-Disposition"))
	assert.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	assert.Equal(t, "ann@example.com", a.text("data.user.email"))
	for _, part := range []string{"sessions", "history", "personal_access_tokens", "passkeys", "trusted_devices"} {
		assert.IsType(t, []any{}, a.at("data."+part), part)
	}
	assert.NotContains(t, a.Body, "bob@")
}

func TestOwnerIsMailed(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"notify_new_device": "true"})
	ann := s.signUp(t, "ann@example.com")
	s.do(t, "POST", auth+"/login", map[string]any{"email": ann.email, "password": password}, "User-Agent: Browser of <b>somebody</b>").ok(t)
	s.do(t, "POST", auth+"/pat", map[string]any{"expires_at": time.Now().Add(time.Hour)}, ann.bearer()).ok(t)
	s.do(t, "POST", auth+"/change-password", map[string]any{"current_password": password, "new_password": "new123456"}, ann.bearer()).ok(t)
	require.Eventually(t, func() bool { return len(s.mail.To(ann.email)) == 3 }, 15*time.Second, 20*time.Millisecond)
	texts := ""
	for _, m := range s.mail.To(ann.email) {
		texts += m.Subject + "\n" + m.HTML + "\n"
	}
	assert.Contains(t, texts, "A new device signed in to your account at")
	assert.Contains(t, texts, "127.0.0.1")
	assert.Contains(t, texts, "Browser of &lt;b&gt;somebody&lt;/b&gt;")
	assert.Contains(t, texts, "An access token of your account")
	assert.Contains(t, texts, "Your password for")
}

func (s *server) guest(t testing.TB) session {
	t.Helper()
	return toSession(s.do(t, "POST", auth+"/anonymous", map[string]any{"display_name": "Guest"}).ok(t), "")
}

func TestGuests(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"anonymous_enabled": "true"})
	s.notes(t)
	guest := s.guest(t)
	a := s.do(t, "GET", auth+"/me", nil, guest.bearer()).ok(t)
	assert.Equal(t, "Guest", a.text("data.display_name"))
	assert.Equal(t, true, a.at("data.is_anonymous"))
	require.Equal(t, http.StatusCreated, s.do(t, "POST", "/rest/v1/notes", map[string]any{"body": "mine"}, guest.bearer()).Status)
	s.do(t, "POST", auth+"/pat", map[string]any{"expires_at": time.Now().Add(time.Hour)}, guest.bearer()).refused(t, 403, "USER_ANONYMOUS")

	s.signUp(t, "bob@example.com")
	convert := func(body map[string]any) answer {
		return s.do(t, "POST", auth+"/anonymous/convert", body, guest.bearer())
	}
	convert(map[string]any{"email": "bob@example.com", "password": password}).refused(t, 409, "VALIDATION_DUPLICATE")
	convert(map[string]any{"email": "ann@example.com", "password": "short"}).refused(t, 400, "VALIDATION_PASSWORD_TOO_SHORT")
	a = convert(map[string]any{"email": "ann@example.com", "password": password}).ok(t)
	assert.Equal(t, guest.user, a.text("data.user.id"))
	assert.Nil(t, a.at("data.refresh_token"), "the one before stays")
	s.do(t, "GET", auth+"/me", nil, guest.bearer()).refused(t, 401, "TOKEN_REVOKED")

	guest.token = a.text("data.token")
	a = s.do(t, "GET", auth+"/me", nil, guest.bearer()).ok(t)
	assert.Nil(t, a.at("data.is_anonymous"))
	assert.Contains(t, s.do(t, "GET", "/rest/v1/notes", nil, guest.bearer()).ok(t).Body, "mine", "the rows stay")
	s.do(t, "POST", auth+"/refresh", map[string]any{"refresh_token": guest.refresh}).ok(t)
	require.Equal(t, guest.user, s.signIn(t, "ann@example.com", password).user)
	convert(map[string]any{"email": "other@example.com", "password": password}).refused(t, 409, "USER_NOT_ANONYMOUS")
}

func TestGuestConvertsByCode(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"anonymous_enabled": "true", "conceal": "true"})
	guest := s.guest(t)
	convert := func(body map[string]any) answer {
		return s.do(t, "POST", auth+"/anonymous/convert", body, guest.bearer())
	}
	convert(map[string]any{"email": "ann@example.com", "password": password}).refused(t, 403, "SIGNUP_NEEDS_CODE")
	a := convert(map[string]any{"email": "ann@example.com"}).ok(t)
	assert.NotNil(t, a.at("data.expires_in"))
	var code string
	require.Eventually(t, func() bool {
		for _, m := range s.mail.To("ann@example.com") {
			code = m.Code
		}
		return code != ""
	}, 15*time.Second, 20*time.Millisecond)
	convert(map[string]any{"email": "ann@example.com", "code": strings.Repeat("0", len(code)-1) + "x"}).refused(t, 400, "CODE_INVALID")
	a = convert(map[string]any{"email": "ann@example.com", "code": code, "password": password}).ok(t)
	assert.Equal(t, guest.user, a.text("data.user.id"))
	require.Equal(t, guest.user, s.signIn(t, "ann@example.com", password).user)
}

func TestNoGuests(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.do(t, "POST", auth+"/anonymous", nil).refused(t, 403, "ANONYMOUS_DISABLED")
}

func TestPersonalAccessTokens(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	ann := s.signUp(t, "ann@example.com")
	make := func(body map[string]any) answer { return s.do(t, "POST", auth+"/pat", body, ann.bearer()) }
	make(nil).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	make(map[string]any{"expires_at": time.Now().Add(-time.Hour)}).refused(t, 400, "EXPIRY_INVALID")
	make(map[string]any{"expires_at": time.Now().Add(time.Hour), "metadata": "x"}).refused(t, 400, "METADATA_INVALID")
	made := make(map[string]any{"expires_at": time.Now().Add(time.Hour), "metadata": map[string]any{"name": "deploy"}}).ok(t)
	token := made.text("data.token")
	assert.Regexp(t, `^pt_[\w-]{43}$`, token)

	list := s.do(t, "GET", auth+"/pat", nil, ann.bearer()).ok(t)
	assert.NotContains(t, list.Body, token)
	assert.Contains(t, list.Body, `"deploy"`)
	s.do(t, "GET", auth+"/me", nil, "Authorization: Bearer "+token).refused(t, 401, "TOKEN_INVALID")

	script := toSession(s.do(t, "POST", auth+"/pat/login", map[string]any{"token": token}).ok(t), ann.email)
	assert.Equal(t, ann.user, script.user)
	s.do(t, "GET", auth+"/me", nil, script.bearer()).ok(t)
	s.do(t, "POST", auth+"/pat", map[string]any{"expires_at": time.Now().Add(time.Hour)}, script.bearer()).refused(t, 403, "PROOF_NEEDED")
	for _, wrong := range []string{"pt_", token + "x", token[:len(token)-1], "rt_" + token[3:], "pt_" + strings.Repeat("A", 43)} {
		s.do(t, "POST", auth+"/pat/login", map[string]any{"token": wrong}).refused(t, 401, "PAT_INVALID")
	}

	s.do(t, "DELETE", auth+"/pat/"+made.text("data.id"), nil, ann.bearer()).ok(t)
	s.do(t, "GET", auth+"/me", nil, script.bearer()).refused(t, 401, "TOKEN_REVOKED")
	s.do(t, "POST", auth+"/pat/login", map[string]any{"token": token}).refused(t, 401, "PAT_INVALID")
	s.do(t, "DELETE", auth+"/pat/"+made.text("data.id"), nil, ann.bearer()).refused(t, 404, "PAT_NOT_FOUND")
}

// A token is a first factor, as a password is.
func TestTokenOwesTheSecondFactor(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	ann := s.enroll(t, "ann@example.com")
	strong := "Authorization: Bearer " + ann.confirm.text("data.token")
	token := s.do(t, "POST", auth+"/pat", map[string]any{"expires_at": time.Now().Add(time.Hour)}, strong).ok(t).text("data.token")
	a := s.do(t, "POST", auth+"/pat/login", map[string]any{"token": token}).ok(t)
	assert.Equal(t, true, a.at("data.mfa_required"))
	assert.Nil(t, a.at("data.token"))
	s.log.guard(a.text("data.ticket"))
	s.do(t, "POST", mfa+"/verify", map[string]any{"ticket": a.text("data.ticket"), "code": ann.app.code(t)}).ok(t)
}
