package breach

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/outward"
)

// SHA-1 of "password" is 5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8.
const answer = "003D68EB55068C33ACE09247EE4C639306B:3\r\n1E4C9B93F3F0682250B6CF8331B7EE68FD8:9545824\r\n1E2AAA439972480CEC7F16C795BBB429372:0\r\n"

func list(t *testing.T, handle http.HandlerFunc) (*Client, string) {
	t.Helper()
	server := httptest.NewServer(handle)
	t.Cleanup(server.Close)
	return New(server.URL+"/range/", server.Client(), outward.Client(false, time.Second)), server.URL
}

func TestOnlyFiveDigitsLeave(t *testing.T) {
	t.Parallel()
	var seen []string
	c, _ := list(t, func(w http.ResponseWriter, r *http.Request) {
		seen = append(seen, r.URL.String(), r.Header.Get("Add-Padding"), r.Header.Get("User-Agent"))
		_, _ = fmt.Fprint(w, answer)
	})
	n, err := c.Count(t.Context(), "", "password")
	require.NoError(t, err)
	require.Equal(t, 9545824, n)
	require.Equal(t, []string{"/range/5BAA6", "true", "rolecall"}, seen)
	n, err = c.Count(t.Context(), "", "correct horse battery")
	require.NoError(t, err)
	require.Zero(t, n)
}

func TestListThatDoesNotAnswerIsAnError(t *testing.T) {
	t.Parallel()
	for name, handle := range map[string]http.HandlerFunc{
		"500":      func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
		"redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/else", http.StatusFound) },
		"count": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = fmt.Fprint(w, strings.ReplaceAll(answer, "9545824", "x"))
		},
		"slow": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"line": func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, strings.Repeat("A", 1<<20)) },
	} {
		server := httptest.NewServer(handle)
		c := New(server.URL, outward.Client(true, 300*time.Millisecond), nil)
		_, err := c.Count(t.Context(), "", "password")
		require.Error(t, err, name)
		require.NotContains(t, err.Error(), "5BAA6", name)
		server.Close()
	}
}

func TestListOfAProjectIsGuarded(t *testing.T) {
	t.Parallel()
	c, url := list(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprint(w, answer) })
	_, err := c.Count(t.Context(), url, "password")
	require.ErrorContains(t, err, "not a public address")
}

func TestThereIsABoundToAsking(t *testing.T) {
	t.Parallel()
	reached, release := make(chan struct{}), make(chan struct{})
	c, _ := list(t, func(http.ResponseWriter, *http.Request) { reached <- struct{}{}; <-release })
	for range atOnce {
		go func() { _, _ = c.Count(t.Context(), "", "password") }()
		<-reached
	}
	_, err := c.Count(t.Context(), "", "password")
	require.ErrorIs(t, err, ErrBusy)
	close(release)
}
