package web

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/google/uuid"
)

// Options are what the outermost handler is made of.
type Options struct {
	Mux     *Mux
	CORS    func(project, origin string) (allowed, credentials bool)
	Proxies Proxies
	Metrics *Metrics
	Log     *slog.Logger
	MaxBody int64         // bytes
	Timeout time.Duration // of a request's work
}

// Handler wraps the faces in what holds for all of them.
func Handler(o Options) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		match := o.Mux.Match(r.URL.Path)
		info := &info{requestID: requestID(r), ip: o.Proxies.ClientIP(r)}
		ctx, cancel := context.WithTimeout(context.WithValue(r.Context(), infoKey{}, info), o.Timeout)
		defer cancel()
		r = r.WithContext(ctx)
		rec := &recorder{ResponseWriter: w}
		rec.Header().Set("X-Request-Id", info.requestID)
		rec.Header().Set("X-Content-Type-Options", "nosniff")
		defer func() { o.done(rec, r, match, began, recover()) }()
		// Told of w itself, the server lets a client that still sends read the 413.
		r.Body = http.MaxBytesReader(w, r.Body, o.MaxBody)
		cors(o.CORS, match.Project, match.Handler).ServeHTTP(rec, r)
	})
}

// done writes the log line and the metrics, and answers for a handler that panicked.
func (o Options) done(rec *recorder, r *http.Request, match Match, began time.Time, panicked any) {
	if panicked != nil {
		o.Log.ErrorContext(r.Context(), "handler panicked", "request_id", RequestID(r), "panic", panicked, "stack", string(debug.Stack()))
		if rec.status == 0 {
			JSON(rec, http.StatusInternalServerError, map[string]any{"error": map[string]string{
				"code": "INTERNAL", "message": "Something went wrong on our side.", "suggestion": "Give the operator the request id."}})
		}
	}
	took := time.Since(began)
	o.Metrics.observe(match.Face, r.Method, rec.status, took)
	level := slog.LevelInfo
	if match.Face == "health" {
		level = slog.LevelDebug
	}
	if !o.Log.Enabled(r.Context(), level) {
		return
	}
	// The path without its query: links carry tokens there.
	o.Log.Log(r.Context(), level, "request", "request_id", RequestID(r), "face", match.Face, "method", r.Method,
		"path", r.URL.Path, "status", rec.status, "ms", float64(took.Microseconds())/1000, "ip", ClientIP(r))
}

type infoKey struct{}

type info struct{ requestID, ip string }

// RequestID is the id that the log knows this request by.
func RequestID(r *http.Request) string {
	if i, ok := r.Context().Value(infoKey{}).(*info); ok {
		return i.requestID
	}
	return ""
}

// ClientIP is the address that limits count and audit rows name.
func ClientIP(r *http.Request) string {
	if i, ok := r.Context().Value(infoKey{}).(*info); ok {
		return i.ip
	}
	return ""
}

// requestID takes a proxy's id where it is plain, so that it can't forge log lines.
func requestID(r *http.Request) string {
	given := r.Header.Get("X-Request-Id")
	if len(given) < 8 || len(given) > 64 {
		return uuid.NewString()
	}
	for _, c := range given {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
			return uuid.NewString()
		}
	}
	return given
}

// recorder remembers the status for log and metrics.
type recorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write notes the implied 200.
func (r *recorder) Write(p []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController through.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
