package dialect_test

import (
	"fmt"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// tryPassword is a sign-in with a wrong password.
func (s *server) tryPassword(t *testing.T, email string, headers ...string) answer {
	t.Helper()
	return s.do(t, "POST", "~/auth/login", map[string]any{"email": email, "password": "wrong horse battery"}, headers...)
}

// limited demands a 429 that says which limit it was and for how long.
func (a answer) limited(t *testing.T, code, limit string) {
	t.Helper()
	a.refused(t, 429, code)
	assert.Equal(t, limit, a.text("error.limit"))
	seconds, err := strconv.Atoi(a.Header.Get("Retry-After"))
	require.NoError(t, err)
	assert.Equal(t, fmt.Sprint(seconds), fmt.Sprint(a.at("error.retry_after")))
	assert.Positive(t, seconds)
}

func TestElevenWrongPasswordsLock(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	s.signUp(t, "ann@example.com")
	for range 10 {
		s.tryPassword(t, "ann@example.com").refused(t, 401, "INVALID_CREDENTIALS")
	}
	s.tryPassword(t, "ann@example.com").limited(t, "ACCOUNT_LOCKED", "limit_signin_account_network")
	s.do(t, "POST", "~/auth/login", map[string]any{"email": "ANN@example.com", "password": password}).
		limited(t, "ACCOUNT_LOCKED", "limit_signin_account_network")
	assert.Equal(t, 2, value[int](t, s, `select count(*)::integer from auth.audit_log where event = 'signin_limited' and project_id = auth.project_find(:project)`))
	s.sql(t, `update auth.rate_limits set window_ends_at = now() - interval '1 second' where project_id = auth.project_find(:project)`)
	s.signIn(t, "ann@example.com", password)
	for range 10 {
		s.tryPassword(t, "ann@example.com").refused(t, 401, "INVALID_CREDENTIALS") // the right one cleared the count
	}
}

func TestLockOutTellsNotWhoIsKnown(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"limit_signin_account_network": `"3/900"`})
	s.signUp(t, "ann@example.com")
	for i := range 5 {
		known, unknown := s.tryPassword(t, "ann@example.com"), s.tryPassword(t, "nobody@example.com")
		assert.Equal(t, known.Status, unknown.Status, "try %d", i)
		assert.Equal(t, known.text("error.code"), unknown.text("error.code"))
		assert.Equal(t, known.text("error.limit"), unknown.text("error.limit"))
	}
}

func TestStrangersDontLockTheOwnerOut(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"limit_signin_account": `"5/3600"`})
	home := "X-Forwarded-For: 198.51.100.7"
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "ann@example.com", "password": password}, home).ok(t)
	for i := range 5 {
		s.tryPassword(t, "ann@example.com", fmt.Sprintf("X-Forwarded-For: 203.0.113.%d", i)).refused(t, 401, "INVALID_CREDENTIALS")
	}
	s.tryPassword(t, "ann@example.com", "X-Forwarded-For: 203.0.113.200").limited(t, "ACCOUNT_LOCKED", "limit_signin_account")
	s.do(t, "POST", "~/auth/login", map[string]any{"email": "ann@example.com", "password": password}, home).ok(t)
}

func TestForwardedForCountsFromTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	for name, proxies := range map[string]struct {
		env, second string
		separate    bool // whether the second address is somebody else
	}{
		"trusted":             {"ROLECALL_TRUSTED_PROXIES=127.0.0.0/8", "203.0.113.2", true},
		"not trusted":         {"ROLECALL_TRUSTED_PROXIES=10.0.0.0/8", "203.0.113.2", false},
		"made up to the left": {"ROLECALL_TRUSTED_PROXIES=127.0.0.1", "203.0.113.9, 203.0.113.1", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := alone(t, settings{"limit_signin_network": `"2/600"`}, proxies.env)
			for i := range 2 {
				s.tryPassword(t, fmt.Sprintf("nobody%d@example.com", i), "X-Forwarded-For: 203.0.113.1").refused(t, 401, "INVALID_CREDENTIALS")
			}
			s.tryPassword(t, "nobody@example.com", "X-Forwarded-For: 203.0.113.1").limited(t, "OVER_LIMIT", "limit_signin_network")
			a := s.tryPassword(t, "nobody@example.com", "X-Forwarded-For: "+proxies.second)
			assert.Equal(t, proxies.separate, a.Status == 401, a.Body)
		})
	}
}

func TestIPv6IsCountedByItsNetwork(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"limit_signin_network": `"3/600"`})
	for _, address := range []string{"2001:db8:1:2::1", "2001:0DB8:1:2:ffff::", "2001:db8:1:2:a:b:c:d%eth0"} {
		s.tryPassword(t, "nobody@example.com", "X-Forwarded-For: "+address).refused(t, 401, "INVALID_CREDENTIALS")
	}
	s.tryPassword(t, "nobody@example.com", "X-Forwarded-For: 2001:db8:1:2:9::9").limited(t, "OVER_LIMIT", "limit_signin_network")
	s.tryPassword(t, "nobody@example.com", "X-Forwarded-For: 2001:db8:1:3::1").refused(t, 401, "INVALID_CREDENTIALS")
}

func TestOtherLimits(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"limit_signup_network": `"1/3600"`, "limit_password_check": `"2/900"`, "limit_mail_network": `"3/3600"`})
	ann := s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "bob@example.com", "password": password}).
		limited(t, "OVER_LIMIT", "limit_signup_network")
	change := map[string]any{"current_password": "wrong horse battery", "new_password": "new123456"}
	for range 2 {
		s.do(t, "POST", "~/auth/change-password", change, ann.bearer()).refused(t, 401, "PASSWORD_WRONG")
	}
	s.do(t, "POST", "~/auth/change-password", change, ann.bearer()).limited(t, "OVER_LIMIT", "limit_password_check")
	forgot := func(email string) answer {
		return s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": email})
	}
	for _, email := range []string{"ann@example.com", "nobody@example.com"} {
		forgot(email).ok(t)
	}
	forgot("ann@example.com").limited(t, "OVER_LIMIT", "limit_mail_address")
	forgot("somebody@example.com").limited(t, "OVER_LIMIT", "limit_mail_network")
}

func TestFiftyWrongPasswordsAtOnceAreComparedTenTimes(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	s.signUp(t, "ann@example.com")
	answers := make(chan int, 50)
	for range 50 {
		go func() { answers <- s.tryPassword(t, "ann@example.com").Status }()
	}
	count := map[int]int{}
	for range 50 {
		count[<-answers]++
	}
	assert.Equal(t, map[int]int{401: 10, 429: 40}, count)
}
