package dialect_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mailbox"
)

// answer is a response whose body was read.
type answer struct {
	Status int
	Header http.Header
	Body   string
	value  any
}

// do sends a request: a path that begins with ~ is one of the test's project;
// body is nil, a string as it is, or what becomes JSON; headers are written
// "Name: value". What holds for every answer is checked.
func (s *server) do(t testing.TB, method, path string, body any, headers ...string) answer {
	t.Helper()
	request := s.request(t, method, path, body, headers...)
	response := s.send(t, request)
	response.holdsAlways(t)
	response.holdsContract(t, request)
	return response
}

func (s *server) request(t testing.TB, method, path string, body any, headers ...string) *http.Request {
	t.Helper()
	text, isText := body.(string)
	if body != nil && !isText {
		encoded, err := json.Marshal(body)
		require.NoError(t, err)
		text = string(encoded)
	}
	if below, ok := strings.CutPrefix(path, "~"); ok {
		path = "/p/" + s.project + below
		if s.project == "admin" {
			path = accounts + strings.TrimPrefix(below, "/auth") // the realm's are nobody's project
		}
	}
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(text))
	require.NoError(t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		switch name {
		case "":
		case "Host":
			r.Host = value
		case "Content-Type":
			r.Header.Set(name, value)
		default:
			r.Header.Add(name, value)
		}
		if secret, ok := strings.CutPrefix(value, "Bearer "); ok {
			s.log.guard(secret)
		}
	}
	var fields any
	if json.Unmarshal([]byte(text), &fields) == nil {
		s.log.guardFields(fields)
	}
	return r
}

func (s *server) send(t testing.TB, r *http.Request) answer {
	t.Helper()
	response, err := s.client.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	a := answer{Status: response.StatusCode, Header: response.Header, Body: string(text)}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if decoder.Decode(&a.value) == nil {
		s.log.guardFields(a.value)
	}
	return a
}

// internals are words that no client may read.
var internals = []string{"SQLSTATE", "ERROR:", "pgx", "pgconn", ".go:", "goroutine", "auth_service", "postgres://",
	"password_hash", "plpgsql", "rolecall-test", "syntax error", "relation \"", "argon2id"}

// holdsAlways is what is true of every answer.
func (a answer) holdsAlways(t testing.TB) {
	t.Helper()
	assert.Equal(t, "nosniff", a.Header.Get("X-Content-Type-Options"))
	assert.NotEmpty(t, a.Header.Get("X-Request-Id"))
	if a.Status >= 400 {
		for _, word := range internals {
			assert.NotContains(t, a.Body, word)
		}
	}
	if a.Status >= 400 && !strings.HasPrefix(a.Header.Get("Content-Type"), "text/html") {
		assert.Contains(t, a.Header.Get("Content-Type"), "application/json", "a refusal is JSON: %s", a.Body)
		assert.NotNil(t, a.value, "a refusal is JSON: %s", a.Body)
	}
	assert.Equal(t, a.Status == http.StatusTooManyRequests || a.Status == http.StatusServiceUnavailable,
		a.Header.Get("Retry-After") != "", "Retry-After goes with 429 and 503, and this is %d", a.Status)
}

// at is the value behind a path like data.user.id, nil where there is none.
func (a answer) at(path string) any {
	v := a.value
	for name := range strings.SplitSeq(path, ".") {
		fields, _ := v.(map[string]any)
		v = fields[name]
	}
	return v
}

// text is the string behind a path.
func (a answer) text(path string) string {
	text, _ := a.at(path).(string)
	return text
}

// ok demands a 200.
func (a answer) ok(t testing.TB) answer {
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, a.Body)
	return a
}

// refused demands a refusal of the native face, complete.
func (a answer) refused(t testing.TB, status int, code string) answer {
	t.Helper()
	require.Equal(t, fmt.Sprint(status, " ", code), fmt.Sprint(a.Status, " ", a.text("error.code")), a.Body)
	assert.NotEmpty(t, a.text("error.message"))
	assert.NotEmpty(t, a.text("error.suggestion"))
	assert.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	if status == http.StatusUnauthorized {
		assert.Equal(t, "Bearer", a.Header.Get("WWW-Authenticate"))
	}
	return a
}

// password is what everybody here has for one.
const password = "correct horse battery"

// session is somebody who signed up or in.
type session struct{ email, user, token, refresh string }

func (p session) bearer() string { return "Authorization: Bearer " + p.token }

func toSession(a answer, email string) session {
	return session{email, a.text("data.user.id"), a.text("data.token"), a.text("data.refresh_token")}
}

// signUp makes an account in the test's project.
func (s *server) signUp(t testing.TB, email string) session {
	t.Helper()
	a := s.do(t, "POST", "~/auth/signup", map[string]any{"email": email, "password": password}).ok(t)
	return toSession(a, email)
}

// signIn opens another session.
func (s *server) signIn(t testing.TB, email, password string) session {
	t.Helper()
	a := s.do(t, "POST", "~/auth/login", map[string]any{"email": email, "password": password}).ok(t)
	return toSession(a, email)
}

// mailTo lists what was sent to an address by the test's project, newest first.
func (s *server) mailTo(address string) (list []mailbox.Entry) {
	for _, m := range s.mail.To(address) {
		if m.From == s.sender() {
			list = append(list, m)
		}
	}
	return list
}

// linkTo waits for the newest mail with a link to this address and gives the link.
func (s *server) linkTo(t testing.TB, address string) *url.URL {
	t.Helper()
	var link *url.URL
	require.Eventually(t, func() bool {
		for _, m := range s.mailTo(address) {
			if m.Link != "" {
				link, _ = url.Parse(m.Link)
				return true
			}
		}
		return false
	}, 15*time.Second, 20*time.Millisecond, "no mail to %s", address)
	s.log.guard(link.Query().Get("token"))
	return link
}
