package dialect_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// seen is what a client can tell two answers apart by.
func (a answer) seen() string {
	header := a.Header.Clone()
	header.Del("X-Request-Id")
	header.Del("Date")
	return fmt.Sprint(a.Status, header, a.Body)
}

// concealed is a project that doesn't tell who has an account.
func concealed() settings {
	born := settings{"conceal": "true", "redirect_origins": `["https://myapp.com"]`}
	for name, value := range unlimited {
		born[name] = value
	}
	return born
}

// asks are the requests that must answer alike for any address, by name.
var asks = map[string]func(email string) (path string, body map[string]any){
	"sign-up": func(email string) (string, map[string]any) {
		return "~/auth/signup", map[string]any{"email": email, "password": "another horse battery", "display_name": "X"}
	},
	"sign-up that fits no profile": func(email string) (string, map[string]any) {
		return "~/auth/signup", map[string]any{"email": email, "password": "another horse battery", "metadata": []int{1}}
	},
	"sign-up with a weak password": func(email string) (string, map[string]any) {
		return "~/auth/signup", map[string]any{"email": email, "password": "password1"}
	},
	"sign-up that leads astray": func(email string) (string, map[string]any) {
		return "~/auth/signup", map[string]any{"email": email, "password": password, "redirect_url": "https://evil.example"}
	},
	"sign-in": func(email string) (string, map[string]any) {
		return "~/auth/login", map[string]any{"email": email, "password": "wrong horse battery"}
	},
	"forgot": func(email string) (string, map[string]any) {
		return "~/auth/forgot-password", map[string]any{"email": email, "redirect_url": "https://myapp.com/reset"}
	},
	"forgot that leads astray": func(email string) (string, map[string]any) {
		return "~/auth/forgot-password", map[string]any{"email": email, "redirect_url": "https://myapp.com.evil.example"}
	},
	"resend": func(email string) (string, map[string]any) {
		return "~/auth/resend-verification", map[string]any{"email": email}
	},
	"resend that leads astray": func(email string) (string, map[string]any) {
		return "~/auth/resend-verification", map[string]any{"email": email, "redirect_url": "//evil.example"}
	},
}

func TestConcealedProjectAnswersAlike(t *testing.T) {
	t.Parallel()
	s := open(t, concealed())
	s.sql(t, `select auth.user_create('proven@example.com', 'correct horse battery', :project, true),
		auth.user_create('unproven@example.com', 'correct horse battery', :project), auth.user_create('disabled@example.com', 'correct horse battery', :project)`)
	s.sql(t, `select auth.user_disable('disabled@example.com', :project)`)
	for name, ask := range asks {
		path, body := ask("nobody-" + fmt.Sprint(len(name)) + "@example.com")
		unknown := s.do(t, "POST", path, body)
		for _, known := range []string{"proven@example.com", "PROVEN@example.com", "unproven@example.com", "disabled@example.com"} {
			path, body := ask(known)
			assert.Equal(t, unknown.seen(), s.do(t, "POST", path, body).seen(), "%s of %s", name, known)
		}
	}
}

func TestConcealedSignUpTellsTheMailboxOnly(t *testing.T) {
	t.Parallel()
	s := open(t, concealed())
	body := map[string]any{"email": "ann@example.com", "password": password}
	a := s.do(t, "POST", "~/auth/signup", body).ok(t)
	assert.JSONEq(t, `{"data":{"verification_required":true}}`, a.Body)
	s.do(t, "POST", "~/auth/login", body).refused(t, 403, "EMAIL_NOT_VERIFIED")
	token := s.linkTo(t, "ann@example.com").Query().Get("token")
	s.do(t, "POST", "~/auth/verify", map[string]any{"token": token}).ok(t)
	s.signIn(t, "ann@example.com", password)
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "ann@example.com", "password": "a stranger's choice"}).ok(t)
	require.Eventually(t, func() bool { return len(s.mailTo("ann@example.com")) == 2 }, 15*time.Second, 20*time.Millisecond)
	assert.Empty(t, s.mailTo("ann@example.com")[0].Link, "the second mail says that there is an account")
	s.signIn(t, "ann@example.com", password)
	s.do(t, "POST", "~/auth/login", map[string]any{"email": "ann@example.com", "password": "a stranger's choice"}).
		refused(t, 401, "INVALID_CREDENTIALS")
}

func TestKnownAndUnknownTakeAsLong(t *testing.T) {
	t.Parallel()
	s := open(t, concealed())
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "ann@example.com", "password": password}).ok(t)
	for _, name := range []string{"sign-in", "sign-up", "forgot"} {
		known, unknown := make([]time.Duration, 0, 15), make([]time.Duration, 0, 15)
		for i := range 15 {
			unknown = append(unknown, s.timed(t, name, fmt.Sprintf("nobody-%s-%d@example.com", name, i)))
			known = append(known, s.timed(t, name, "ann@example.com"))
		}
		slices.Sort(known)
		slices.Sort(unknown)
		// Coarse on purpose: a missing hash is found, a busy machine is not.
		noise := max(known[11]-known[3], unknown[11]-unknown[3], 5*time.Millisecond)
		assert.InDelta(t, float64(known[7]), float64(unknown[7]), float64(3*noise), name)
	}
}

func (s *server) timed(t *testing.T, ask, email string) time.Duration {
	t.Helper()
	path, body := asks[ask](email)
	began := time.Now()
	require.Less(t, s.do(t, "POST", path, body).Status, http.StatusInternalServerError)
	return time.Since(began)
}
