package dialect_test

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// places are the requests that set a password, each by somebody called Annabel
// at annabel@example.com; with somebody to act as.
func places(t *testing.T, s *server) map[string]func(password string) answer {
	t.Helper()
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "annabel@example.com", "password": password, "display_name": "Annabel Lee"}).ok(t)
	own := s.signIn(t, "annabel@example.com", password)
	s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": "annabel@example.com"}).ok(t)
	token := s.linkTo(t, "annabel@example.com").Query().Get("token")
	guest := toSession(s.do(t, "POST", "~/auth/anonymous", map[string]any{"display_name": "Annabel Lee"}).ok(t), "")
	post := func(path string, body map[string]any, headers ...string) func(string) answer {
		return func(word string) answer {
			for name, value := range body {
				if value == "?" {
					body[name] = word
					defer func() { body[name] = "?" }()
				}
			}
			return s.do(t, "POST", path, body, headers...)
		}
	}
	return map[string]func(string) answer{
		"sign-up":      post("~/auth/signup", map[string]any{"email": "annabel@other.example", "password": "?", "display_name": "Annabel Lee"}),
		"sign-up code": post("~/auth/signup/code", map[string]any{"email": "annabel@third.example", "password": "?", "display_name": "Annabel Lee"}),
		"conversion":   post("~/auth/anonymous/convert", map[string]any{"email": "annabel@fourth.example", "password": "?"}, guest.bearer()),
		"change":       post("~/auth/change-password", map[string]any{"current_password": password, "new_password": "?"}, own.bearer()),
		"reset":        post("~/auth/reset-password", map[string]any{"token": token, "new_password": "?"}),
	}
}

// inOrder leaves the change for last: it kills the reset link.
var inOrder = []string{"sign-up", "sign-up code", "conversion", "reset", "change"}

func TestPasswordHoldsNothingOfItsOwner(t *testing.T) {
	t.Parallel()
	born := coding()
	born["anonymous_enabled"], born["limit_password_check"] = "true", `"0/1"`
	s := open(t, born)
	set := places(t, s)
	for _, name := range inOrder[:4] {
		for _, word := range []string{"xx ANNABEL xx", "annabel lee 1849", "annabellee!"} {
			a := set[name](word).refused(t, 400, "VALIDATION_PASSWORD_PERSONAL")
			assert.Contains(t, []string{"password", "new_password"}, a.text("error.field"), name)
		}
	}
	set["change"]("by the sea, annabel").refused(t, 400, "VALIDATION_PASSWORD_PERSONAL")
	s.sql(t, `select auth.project_set(:project, 'password_refuse_personal', 'false')`)
	require.Eventually(t, func() bool { return set["sign-up"]("by the sea, annabel").Status == 200 }, 15*time.Second, 20*time.Millisecond, "a project may allow it")
	for _, name := range inOrder[1:4] {
		set[name]("by the sea, annabel").ok(t)
	}
}

func TestBreachedPasswords(t *testing.T) {
	t.Parallel()
	var away atomic.Bool
	var asked atomic.Int64
	const often, rare = "breached horse", "rarely breached"
	list := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if away.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		for word, count := range map[string]int{often: 100, rare: 3} {
			if hash := sha1Hex(word); strings.HasSuffix(r.URL.Path, hash[:5]) {
				_, _ = fmt.Fprintf(w, "%s:%d\r\n", hash[5:], count)
			}
		}
	}))
	t.Cleanup(list.Close)
	born := coding()
	born["anonymous_enabled"], born["password_breach_count"] = "true", "10"
	s := alone(t, born, "ROLECALL_BREACH_URL="+list.URL+"/range/")
	set := places(t, s)
	for _, name := range inOrder {
		set[name](often).refused(t, 400, "VALIDATION_PASSWORD_BREACHED")
	}
	set["sign-up"]("password1").refused(t, 400, "VALIDATION_PASSWORD_COMMON")
	before := asked.Load()
	set["sign-up"](rare).ok(t) // below the project's count
	assert.Equal(t, before+1, asked.Load())

	away.Store(true)
	set["sign-up code"]("password1").refused(t, 400, "VALIDATION_PASSWORD_COMMON") // the built-in list decides
	set["sign-up code"](often).ok(t)
	assert.Contains(t, s.log.String(), "the built-in list decides")

	s.sql(t, `select auth.project_set(:project, 'password_breach_count', '0')`)
	require.Eventually(t, func() bool {
		before := asked.Load()
		set["conversion"](often)
		return asked.Load() == before
	}, 15*time.Second, 20*time.Millisecond, "nobody is asked unless the project wants it")
}

func sha1Hex(word string) string {
	sum := sha1.Sum([]byte(word))
	return strings.ToUpper(hex.EncodeToString(sum[:]))
}

// A user who came in with a hash of another system signs in, and has one of
// ours from then on.
func TestImportedHashesSignInAndAreRenewed(t *testing.T) {
	t.Parallel()
	s := open(t, unlimited)
	for i, hash := range []string{
		"pbkdf2_sha256$1000$somesaltsomesalt$f2yJk+Dph1FxQ+yhQ5KLmg1c5wfFtFU14dLQONYBoAE=",
		"$pbkdf2-sha1$i=1000,l=20$c29tZXNhbHRzb21lc2FsdA$42+d12kt/KU+Ky2S7cI6iQS2OFc",
		"$scrypt$ln=10,r=8,p=1$c29tZXNhbHRzb21lc2FsdA$yALJnsFxauKkuF0VG58vDqriCmlZJaHv3/Yg+rL2eO8",
	} {
		email := fmt.Sprintf("moved%d@example.com", i)
		s.sql(t, `with run as (insert into auth.import_rows (project_id, run, line, email, password_hash)
			select auth.project_find(:project), gen_random_uuid(), 1, $1, $2 returning run) select from run`, email, hash)
		s.sql(t, `select auth.users_import(:project, run) from auth.import_rows where project_id = auth.project_find(:project)`)
		s.do(t, "POST", "~/auth/login", map[string]any{"email": email, "password": "wrong horse"}).refused(t, 401, "INVALID_CREDENTIALS")
		for range 2 {
			s.signIn(t, email, "correct horse")
		}
		require.Equal(t, "$argon2id$", value[string](t, s, `select left(password_hash, 10) from auth.users where email = $1 and project_id = auth.project_find(:project)`, email))
	}
}
