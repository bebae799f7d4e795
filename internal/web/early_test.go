package web

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEarlyAnswersAreEnveloped(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := &http.Server{MaxHeaderBytes: 1 << 10, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "a handler's own", http.StatusBadRequest)
	})}
	go func() { _ = server.Serve(Enveloped(l)) }()
	t.Cleanup(func() { _ = server.Close() })
	ask := func(request string) (int, string, string) {
		c, err := net.Dial("tcp", l.Addr().String())
		require.NoError(t, err)
		defer func() { _ = c.Close() }()
		_, err = io.WriteString(c, request)
		require.NoError(t, err)
		r, err := http.ReadResponse(bufio.NewReader(c), nil)
		require.NoError(t, err)
		body, err := io.ReadAll(r.Body)
		require.NoError(t, err)
		return r.StatusCode, r.Header.Get("Content-Type"), string(body)
	}
	for request, code := range map[string]string{
		"GET / HTTP/1.1\r\nHost: a\r\nX: " + strings.Repeat("x", 8<<10) + "\r\n\r\n": "HEADERS_TOO_LARGE",
		"GET / HTTP/1.1\r\n\r\n":                  "REQUEST_INVALID", // no host
		"GET / HTTP/1.1\r\nHost: a b\r\n\r\n":     "REQUEST_INVALID",
		"nonsense\r\n\r\n":                        "REQUEST_INVALID",
		"GET / HTTP/3.7\r\nHost: a\r\n\r\n":       "HTTP_VERSION",
		"GET / HTTP/1.1\r\nHost: a\r\n x\r\n\r\n": "REQUEST_INVALID",
	} {
		status, kind, body := ask(request)
		require.GreaterOrEqual(t, status, 400)
		require.Equal(t, "application/json", kind, "%.40q %d %s", request, status, body)
		require.Contains(t, body, `"code":"`+code+`"`, "%.40q", request)
	}
	_, kind, body := ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
	require.Equal(t, "text/plain; charset=utf-8", kind, "a handler's answer stays")
	require.Equal(t, "a handler's own\n", body)
}
