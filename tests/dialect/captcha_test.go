package dialect_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/core"
)

// captchaTwin is a local likeness of siteverify. A token says what it is for:
// host/action/anything; each is good once.
type captchaTwin struct {
	*httptest.Server
	mu    sync.Mutex
	seen  map[string]bool
	form  map[string]string
	broke bool
}

func newCaptchaTwin(t testing.TB) *captchaTwin {
	t.Helper()
	c := &captchaTwin{seen: map[string]bool{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mu.Lock()
		defer c.mu.Unlock()
		token := r.PostFormValue("response")
		c.form = map[string]string{"secret": r.PostFormValue("secret"), "remoteip": r.PostFormValue("remoteip")}
		parts := strings.Split(token, "/")
		var answer any
		switch {
		case c.broke:
			w.WriteHeader(http.StatusBadGateway)
			return
		case c.form["secret"] != "captcha-secret":
			answer = map[string]any{"success": false, "error-codes": []string{"invalid-input-secret"}}
		case len(parts) != 3:
			answer = map[string]any{"success": false, "error-codes": []string{"invalid-input-response"}}
		case c.seen[token]:
			answer = map[string]any{"success": false, "error-codes": []string{"timeout-or-duplicate"}}
		default:
			c.seen[token] = true
			answer = map[string]any{"success": true, "hostname": parts[0], "action": parts[1]}
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *captchaTwin) breaks(broke bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.broke = broke
}

// keepCaptchaSecret is what rolecall project captcha does.
func (s *server) keepCaptchaSecret(t testing.TB, provider, secret string) {
	t.Helper()
	cfg, err := config.Read([]string{"ROLECALL_MASTER_KEY=" + s.db.MasterKey})
	require.NoError(t, err)
	require.NoError(t, core.SetCaptchaSecret(t.Context(), s.db.Owner(t), cfg.Keyring, s.project, provider, secret))
	s.log.guard(secret)
}

func TestCaptcha(t *testing.T) {
	t.Parallel()
	for _, provider := range []string{"turnstile", "hcaptcha"} {
		t.Run(provider, func(t *testing.T) {
			t.Parallel()
			twin := newCaptchaTwin(t)
			s := alone(t, settings{"captcha_provider": `"` + provider + `"`, "captcha_hosts": `["app.example"]`, "captcha_action": "true", "limit_mail_address": `"0/1"`,
				"anonymous_enabled": "true"}, "ROLECALL_CAPTCHA_URL="+twin.URL, "ROLECALL_ALLOW_PRIVATE_HOSTS=true")
			come := func(email, token string) answer {
				return s.do(t, "POST", "~/auth/signup", map[string]string{"email": email, "password": password, "captcha_token": token})
			}
			come("ann@example.com", "app.example/signup/no secret").refused(t, 503, "CAPTCHA_UNAVAILABLE")
			s.keepCaptchaSecret(t, provider, "captcha-secret")
			s.do(t, "POST", "~/auth/signup", map[string]string{"email": "ann@example.com", "password": password}).refused(t, 400, "CAPTCHA_NEEDED")
			come("ann@example.com", "nonsense").refused(t, 400, "CAPTCHA_INVALID")
			come("ann@example.com", strings.Repeat("x", 9000)).refused(t, 400, "CAPTCHA_INVALID")
			come("ann@example.com", "evil.example/signup/1").refused(t, 400, "CAPTCHA_INVALID")
			if provider == "turnstile" {
				come("ann@example.com", "app.example/signin/1").refused(t, 400, "CAPTCHA_INVALID")
			}
			twin.breaks(true)
			come("ann@example.com", "app.example/signup/2").refused(t, 503, "CAPTCHA_UNAVAILABLE") // it fails closed
			twin.breaks(false)
			require.Zero(t, s.count(t, "users"))

			come("ann@example.com", "app.example/signup/3").ok(t)
			require.Equal(t, map[string]string{"secret": "captcha-secret", "remoteip": "127.0.0.1"}, twin.form)
			come("bob@example.com", "app.example/signup/3").refused(t, 400, "CAPTCHA_INVALID") // used
			s.do(t, "POST", "~/auth/signup", map[string]string{"email": "bob@example.com", "password": password}, "X-Captcha-Token: app.example/signup/4").ok(t)

			s.signIn(t, "ann@example.com", password) // not on the list of routes
			for path, route := range map[string]string{"code": "code", "forgot-password": "forgot", "signup/code": "signup", "anonymous": "anonymous"} {
				body := map[string]any{"email": "carol@example.com"}
				if path == "anonymous" {
					body = map[string]any{}
				}
				s.do(t, "POST", "~/auth/"+path, body).refused(t, 400, "CAPTCHA_NEEDED")
				s.do(t, "POST", "~/auth/"+path, body, "X-Captcha-Token: app.example/"+route+"/"+strings.ReplaceAll(path, "/", " ")).ok(t)
			}
			s.keepCaptchaSecret(t, provider, "another-secret")
			come("dave@example.com", "app.example/signup/5").refused(t, 503, "CAPTCHA_UNAVAILABLE") // ours is wrong: nobody can tell
		})
	}
}

// A repeat under one Idempotency-Key brings a captcha of its own.
func TestCaptchaAndIdempotency(t *testing.T) {
	t.Parallel()
	twin := newCaptchaTwin(t)
	s := alone(t, settings{"captcha_provider": `"turnstile"`}, "ROLECALL_CAPTCHA_URL="+twin.URL, "ROLECALL_ALLOW_PRIVATE_HOSTS=true")
	s.keepCaptchaSecret(t, "turnstile", "captcha-secret")
	come := func(token string) answer {
		return s.do(t, "POST", "~/auth/signup", map[string]string{"email": "ann@example.com", "password": password, "captcha_token": token}, "Idempotency-Key: one").ok(t)
	}
	require.Equal(t, come("a/b/1").text("data.refresh_token"), come("a/b/2").text("data.refresh_token"))
}
