package postgrest_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWriting(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for _, c := range []struct {
		line, body string
		headers    []string
		status     int
		span       string
		want       string
	}{
		{"POST /todos", `{"id":1,"title":"one"}`, nil, 201, "*/*", ``},
		{"POST /todos?select=id,t:title&order=id.desc", `[{"id":2,"title":"two"},{"id":3,"title":"three"}]`,
			[]string{representation, counted}, 201, "*/2", `[{"id":3,"t":"three"},{"id":2,"t":"two"}]`},
		{"POST /todos?select=id", `{"id":4,"title":"four"}`, []string{representation, object}, 201, "*/*", `{"id":4}`},
		{"POST /todos", `[]`, []string{representation, counted}, 201, "*/0", `[]`},
		{"PATCH /todos?id=gte.3&select=id,done&order=id", `{"done":true}`, []string{representation}, 200, "0-1/*",
			`[{"id":3,"done":true},{"id":4,"done":true}]`},
		{"PATCH /todos?id=eq.9", `{"done":true}`, []string{counted}, 204, "*/0", ``},
		{"PATCH /todos?id=eq.1", `{}`, []string{representation}, 200, "*/*", `[]`},
		{"PATCH /todos?id=eq.1", `[{"title":"first","tags":["x"],"rank":null}]`, []string{counted}, 204, "0-0/1", ``},
		{"DELETE /todos?id=lt.3&select=title&order=id", ``, []string{representation}, 200, "*/*", `[{"title":"first"},{"title":"two"}]`},
		{"DELETE /todos", ``, []string{counted}, 204, "*/2", ``},
		{"GET /todos", ``, nil, 200, "*/*", `[]`},
	} {
		a := s.send("alice", c.line, c.body, c.headers...)
		require.Equal(t, c.status, a.Status, "%s: %s", c.line, a.Body)
		require.Equal(t, c.span, a.Header.Get("Content-Range"), c.line)
		if c.want == "" {
			require.Empty(t, a.Body)
			continue
		}
		require.JSONEq(t, c.want, a.Body, c.line)
	}
}

func TestWritingDefaultsAndDomains(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	a := s.send("alice", "POST /strict", `[{},{}]`, representation)
	require.JSONEq(t, `[{"id":1,"slug":"none","n":null},{"id":2,"slug":"none","n":null}]`, a.Body)
	a = s.send("alice", "POST /strict", `[{"n":5},{"n":6}]`, representation)
	require.JSONEq(t, `[{"id":3,"slug":"none","n":5},{"id":4,"slug":"none","n":6}]`, a.Body)
	a = s.send("alice", "PATCH /strict?id=eq.3", `{"n":7}`, representation)
	require.JSONEq(t, `[{"id":3,"slug":"none","n":7}]`, a.Body)
	a = s.send("alice", "PATCH /strict?id=eq.3", `{"slug":null}`)
	require.Equal(t, 400, a.Status)
	require.Contains(t, a.Body, "23502")
}

func TestLocation(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	for body, want := range map[string]string{
		`{"a":1,"b":"x y&"}`:                "/pairs?a=eq.1&b=eq.x+y%26",
		`[{"a":2,"b":"x"}]`:                 "/pairs?a=eq.2&b=eq.x",
		`[{"a":3,"b":"x"},{"a":4,"b":"x"}]`: "",
	} {
		a := s.send("alice", "POST /pairs", body, "Prefer: return=headers-only")
		require.Equal(t, 201, a.Status, a.Body)
		require.Equal(t, want, a.Header.Get("Location"))
		require.Equal(t, "return=headers-only", a.Header.Get("Preference-Applied"))
		require.Empty(t, a.Body)
	}
	a := s.send("alice", "POST /bare", `{"note":"x"}`, "Prefer: return=headers-only")
	require.Equal(t, 201, a.Status, a.Body)
	require.Empty(t, a.Header.Values("Location"))
}

// TestOneOrNothing holds that a write which touched more rows than asked for
// has left nothing behind.
func TestOneOrNothing(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	a := s.send("alice", "POST /pairs", `[{"a":1,"b":"x"},{"a":2,"b":"x"}]`, object)
	require.Equal(t, 406, a.Status)
	require.Contains(t, a.Body, "The result contains 2 rows")
	require.Equal(t, `[]`, s.send("alice", "GET /pairs", "").Body)
	a = s.send("alice", "PATCH /pairs?a=eq.1", `{"note":"x"}`, object, representation)
	require.Equal(t, 406, a.Status)
	require.Contains(t, a.Body, "The result contains 0 rows")
}

func TestBodiesRefused(t *testing.T) {
	t.Parallel()
	s := openShop(t)
	long := make([]byte, 1<<20)
	for i := range long {
		long[i] = ' '
	}
	for _, c := range []struct {
		body    string
		headers []string
		status  int
		code    string
	}{
		{`{"title":`, nil, 400, "PGRST102"},
		{`[{"id":7},{"title":"x"}]`, nil, 400, "PGRST102"},
		{`{"title":"x","owner":1}`, nil, 400, "PGRST204"},
		{string(long) + `{}`, nil, 413, "PGRST102"},
		{`title=%zz`, []string{"Content-Type: application/x-www-form-urlencoded"}, 400, "PGRST102"},
		{"title,rank\nx", []string{"Content-Type: text/csv"}, 400, "PGRST102"},
		{"title\n\"x", []string{"Content-Type: text/csv"}, 400, "PGRST102"},
		{`x`, []string{"Content-Type: text/plain"}, 400, "PGRST102"},
		{`{"title":"a\u0000b"}`, nil, 400, "22P05"},
		{"{\"title\":\"\xff\"}", nil, 400, "22021"},
		{`{"title":"x","rank":"y"}`, nil, 400, "22P02"},
		{`{"title":null}`, nil, 400, "23502"},
	} {
		a := s.send("alice", "POST /todos", c.body, c.headers...)
		require.Equal(t, c.status, a.Status, a.Body)
		require.Contains(t, a.Body, `"code":"`+c.code+`"`)
	}
}
