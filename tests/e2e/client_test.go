package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// password is what everybody here has for one.
const password = "correct horse battery"

var client = &http.Client{
	Timeout:       20 * time.Second,
	Transport:     &http.Transport{MaxIdleConnsPerHost: 20},
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// answer is a response whose body was read.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

// ask sends JSON (nil: no body); headers are written "Name: value".
func ask(method, url string, body any, headers ...string) (answer, error) {
	return askBy(client, method, url, body, headers...)
}

func askBy(c *http.Client, method, url string, body any, headers ...string) (answer, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return answer{}, err
	}
	if body == nil {
		text = nil
	}
	r, err := http.NewRequest(method, url, bytes.NewReader(text))
	if err != nil {
		return answer{}, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		if name == "Host" {
			r.Host = value
		}
		r.Header.Add(name, value)
	}
	response, err := c.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	return answer{response.StatusCode, response.Header, string(got)}, err
}

// must is ask where only a 200 will do.
func must(t testing.TB, method, url string, body any, headers ...string) answer {
	t.Helper()
	a, err := ask(method, url, body, headers...)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, a.Status, "%s %s: %s", method, url, a.Body)
	return a
}

// status is ask where any answer will do.
func status(t testing.TB, method, url string, body any, headers ...string) int {
	t.Helper()
	a, err := ask(method, url, body, headers...)
	require.NoError(t, err)
	return a.Status
}

// text is the string behind a path like data.user.id.
func (a answer) text(path string) string {
	var v any
	_ = json.Unmarshal([]byte(a.Body), &v)
	for name := range strings.SplitSeq(path, ".") {
		fields, _ := v.(map[string]any)
		v = fields[name]
	}
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

// session is somebody who signed up or in.
type session struct{ email, token, refresh string }

func (p session) bearer() string { return "Authorization: Bearer " + p.token }

func toSession(a answer, email string) session {
	return session{email, a.text("data.token"), a.text("data.refresh_token")}
}

// inDefault turns a server's URL to that of its default project.
const inDefault = "/p/default"

// signUp makes an account in the project at base.
func signUp(t testing.TB, base, email string) session {
	t.Helper()
	return toSession(must(t, "POST", base+"/auth/signup", credentials(email)), email)
}

// signIn opens another session.
func signIn(t testing.TB, base, email string) session {
	t.Helper()
	return toSession(must(t, "POST", base+"/auth/login", credentials(email)), email)
}

func credentials(email string) map[string]string {
	return map[string]string{"email": email, "password": password}
}

func refreshBody(token string) map[string]string { return map[string]string{"refresh_token": token} }

// me is the status that a token gets.
func me(t testing.TB, base string, p session) int {
	t.Helper()
	return status(t, "GET", base+"/auth/me", nil, p.bearer())
}

// soon is what the product promises between nodes: whoever asks a second after
// a change sees it, however long the answer takes on a busy machine.
func soon(t testing.TB, holds func() bool, what string) {
	t.Helper()
	changed := time.Now()
	for asked := changed; !holds(); asked = time.Now() {
		require.Less(t, asked.Sub(changed), time.Second, "%s, within a second", what)
		time.Sleep(20 * time.Millisecond)
	}
}
