package dialect_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func (s *server) changePassword(t *testing.T, p session, to string) answer {
	t.Helper()
	return s.do(t, "POST", "~/auth/change-password", map[string]any{"current_password": password, "new_password": to}, p.bearer())
}

// me is the status that an access token gets.
func (s *server) me(t *testing.T, p session) int {
	t.Helper()
	return s.do(t, "GET", "~/auth/me", nil, p.bearer()).Status
}

// refreshed is the status that a refresh token gets.
func (s *server) refreshed(t *testing.T, p session) int {
	t.Helper()
	return s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).Status
}

func TestSessionsAfterAChangeOfPassword(t *testing.T) {
	t.Parallel()
	for rule, after := range map[string]struct{ own, others int }{
		"keep":          {200, 200},
		"revoke_others": {200, 401},
		"revoke_all":    {401, 401},
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			s := open(t, settings{"sessions_on_password_change": `"` + rule + `"`})
			own := s.signUp(t, "ann@example.com")
			other := s.signIn(t, "ann@example.com", password)
			s.changePassword(t, own, "new123456").ok(t)
			assert.Equal(t, []int{401, 401}, []int{s.me(t, own), s.me(t, other)}, "access ends in any case")
			assert.Equal(t, after.own, s.refreshed(t, own), "the session that made the change")
			assert.Equal(t, after.others, s.refreshed(t, other), "another session")
		})
	}
}

func TestSessionsAfterAResetOfPassword(t *testing.T) {
	t.Parallel()
	for rule, after := range map[string]int{"keep": 200, "revoke_others": 401, "revoke_all": 401} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			s := open(t, settings{"sessions_on_password_reset": `"` + rule + `"`})
			p := s.signUp(t, "ann@example.com")
			s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": p.email}).ok(t)
			token := s.linkTo(t, p.email).Query().Get("token")
			s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": token, "new_password": "new123456"}).ok(t)
			assert.Equal(t, after, s.refreshed(t, p))
		})
	}
}

func TestOwnAccessTokenMayOutliveTheChange(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"access_on_password_change": `"keep_own"`})
	s.notes(t)
	own := s.signUp(t, "ann@example.com")
	other := s.signIn(t, "ann@example.com", password)
	s.changePassword(t, own, "new123456").ok(t)
	s.through(t, own, 200, "the token that made the change")
	s.through(t, other, 401, "another one")
	s.sql(t, `select auth.password_set('ann@example.com', 'third123456')`)
	s.through(t, own, 401, "after the next change, which it didn't make")
}

func TestBcryptIsUpgradedWithoutAWord(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	s.sql(t, `select auth.user_create('ann@example.com', $1, :project)`, password)
	form := func() string {
		return value[string](t, s, `select substr(password_hash, 1, 4) from auth.users where project_id = auth.project_find(:project)`)
	}
	require.Equal(t, "$2a$", form())
	s.tryPassword(t, "ann@example.com").refused(t, 401, "INVALID_CREDENTIALS")
	require.Equal(t, "$2a$", form(), "a wrong password upgrades nothing")
	s.sql(t, `update auth.users set password_version = 7 where project_id = auth.project_find(:project)`)
	s.sql(t, `select auth.signing_key_rotate(:project)`)
	first := s.signIn(t, "ann@example.com", password)
	require.Equal(t, "$arg", form())
	require.Equal(t, 7, value[int](t, s, `select password_version from auth.users where project_id = auth.project_find(:project)`), "the same password in another form is no new one")
	second := s.signIn(t, "ann@example.com", password)
	assert.Equal(t, []int{200, 200}, []int{s.me(t, first), s.me(t, second)})
}

func TestUpgradeKeepsOlderSessions(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	p := s.signUp(t, "ann@example.com")
	s.sql(t, `select auth.password_set('ann@example.com', $1, :project)`, password) // bcrypt again, and p's access ends
	child := s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).ok(t)
	p.token, p.refresh = child.text("data.token"), child.text("data.refresh_token")
	s.signIn(t, "ann@example.com", password)
	assert.Equal(t, 200, s.me(t, p), "a session from before the upgrade")
	assert.Equal(t, 200, s.refreshed(t, p))
}

func TestPasswordsOfEveryKindAreKeptWhole(t *testing.T) {
	t.Parallel()
	s := open(t, unlimited)
	long := strings.Repeat("0123456789", 10)
	for i, kept := range []string{"secret123", "        ", "new123456", long, strings.Repeat("🦊", 64), "ünïcødé pässwörd", "tab\tand\nnewline", "trailing space ",
		`"quotes" and \backslashes\`, "e\u0301e\u0301e\u0301e\u0301", strings.Repeat("x", 1024)} {
		email := fmt.Sprintf("user%d@example.com", i)
		s.do(t, "POST", "~/auth/signup", map[string]any{"email": email, "password": kept}).ok(t)
		s.signIn(t, email, kept)
		for _, other := range []string{kept[:len(kept)-1], kept + " "} {
			s.do(t, "POST", "~/auth/login", map[string]any{"email": email, "password": other}).refused(t, 401, "INVALID_CREDENTIALS")
		}
	}
	for bad, code := range map[string]string{"1234567": "VALIDATION_PASSWORD_TOO_SHORT", "🦊🦊🦊🦊🦊🦊🦊": "VALIDATION_PASSWORD_TOO_SHORT",
		"password": "VALIDATION_PASSWORD_COMMON", "Qwerty123": "VALIDATION_PASSWORD_COMMON", "12345678": "VALIDATION_PASSWORD_COMMON",
		strings.Repeat("x", 1025): "VALIDATION_PASSWORD_TOO_LONG"} {
		a := s.do(t, "POST", "~/auth/signup", map[string]any{"email": "bad@example.com", "password": bad}).refused(t, 400, code)
		assert.Equal(t, "password", a.text("error.field"))
	}
}

func TestFiftySignUpsMakeOneUser(t *testing.T) {
	t.Parallel()
	s := open(t, unlimited)
	forms := []string{"ann@example.com", "ANN@example.com", " ann@EXAMPLE.com ", "ａｎｎ@example.com"}
	answers := make(chan int, 24)
	for i := range cap(answers) {
		go func() {
			r := s.request(t, "POST", "~/auth/signup", map[string]any{"email": forms[i%len(forms)], "password": password})
			answers <- s.send(t, r).Status
		}()
	}
	count := map[int]int{}
	for range cap(answers) {
		count[<-answers]++
	}
	assert.Equal(t, map[int]int{200: 1, 409: 23}, count)
	assert.Equal(t, 1, s.count(t, "users"))
}
