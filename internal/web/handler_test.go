package web

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// served runs one request through the outermost handler and gives the answer and the log.
func served(t *testing.T, do http.HandlerFunc, r *http.Request) (*httptest.ResponseRecorder, string) {
	t.Helper()
	var log bytes.Buffer
	mux := NewMux(http.NotFoundHandler())
	mux.Mount("face", "/p/{p}/x", do)
	h := Handler(Options{Mux: mux, Metrics: NewMetrics(), Log: slog.New(slog.NewJSONHandler(&log, nil)), MaxBody: 10, Timeout: time.Second,
		CORS: func(string, string) (bool, bool) { return false, false }})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w, log.String()
}

func TestPanicIsA500AndALogLine(t *testing.T) {
	t.Parallel()
	w, log := served(t, func(http.ResponseWriter, *http.Request) { panic("canary") }, httptest.NewRequest(http.MethodGet, "/p/shop/x", nil))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.True(t, json.Valid(w.Body.Bytes()))
	require.NotContains(t, w.Body.String(), "canary")
	require.Contains(t, log, "canary")
	require.Contains(t, log, w.Header().Get("X-Request-Id"))
}

func TestEachRequestHasItsLogLineWithoutTheQuery(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/p/shop/x/y?token=canary", nil)
	r.RemoteAddr = "203.0.113.7:1"
	w, log := served(t, func(w http.ResponseWriter, r *http.Request) {
		require.Equal(t, "203.0.113.7", ClientIP(r))
		require.NotEmpty(t, RequestID(r))
		deadline, ok := r.Context().Deadline()
		require.True(t, ok)
		require.LessOrEqual(t, time.Until(deadline), time.Second)
		w.WriteHeader(http.StatusTeapot)
	}, r)
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	var line map[string]any
	require.NoError(t, json.Unmarshal([]byte(log), &line))
	require.Equal(t, []any{"face", "GET", "/p/shop/x/y", float64(418), "203.0.113.7", w.Header().Get("X-Request-Id")},
		[]any{line["face"], line["method"], line["path"], line["status"], line["ip"], line["request_id"]})
	require.NotContains(t, log, "canary")
}

func TestRequestIDIsTakenWhereItIsPlain(t *testing.T) {
	t.Parallel()
	for given, taken := range map[string]bool{
		"0b1cbb52-9d2f": true, "ABCdef_12345": true, strings.Repeat("a", 64): true,
		"": false, "short": false, strings.Repeat("a", 65): false, "with space in": false, "line\nforged": false, `quote"quote"`: false, "ünïcödeünï": false, "<script>alert": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/p/shop/x", nil)
		r.Header["X-Request-Id"] = []string{given}
		require.Equal(t, taken, requestID(r) == given, given)
		require.NotEmpty(t, requestID(r))
	}
}

func TestOutsideOfARequestThereIsNoID(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	require.Empty(t, RequestID(r))
	require.Empty(t, ClientIP(r))
}

func TestBodyIsLimited(t *testing.T) {
	t.Parallel()
	w, _ := served(t, func(w http.ResponseWriter, r *http.Request) {
		_, err := Body(r)
		require.Error(t, err)
		JSON(w, http.StatusRequestEntityTooLarge, nil)
	}, httptest.NewRequest(http.MethodPost, "/p/shop/x", strings.NewReader("12345678901")))
	require.Equal(t, http.StatusRequestEntityTooLarge, w.Code)
}

func TestMethodsMakeNoLabels(t *testing.T) {
	t.Parallel()
	m := NewMetrics()
	for _, method := range []string{"GET", "BREW", "X1", "X2", "X3"} {
		m.observe("face", method, 200, time.Millisecond)
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	require.Contains(t, w.Body.String(), `rolecall_http_requests_total{face="face",method="other",status="200"} 4`)
	require.NotContains(t, w.Body.String(), "BREW")
}
