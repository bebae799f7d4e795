package dialect_test

import (
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/mailbox"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// server is an App on a database of its own, with a mailbox for what it sends.
type server struct {
	url    string
	db     *pgtest.DB
	mail   *mailbox.Store
	log    *logbook
	client *http.Client
	app    *app.App
}

// settings of the default project that a server is born with.
type settings map[string]string

// open starts a server; env are more variables, as NAME=value.
func open(t testing.TB, with settings, env ...string) *server {
	t.Helper()
	s := &server{db: pgtest.Clone(t), log: &logbook{}}
	for name, value := range with {
		s.set(t, "default", name, value)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.url = "http://" + listener.Addr().String()
	s.client = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 50},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       20 * time.Second,
	}
	t.Cleanup(s.client.CloseIdleConnections)
	cfg, err := config.Read(append([]string{
		"DATABASE_URL=" + s.db.ServiceURL,
		"ROLECALL_DIRECT_URL=" + s.db.ServiceURL,
		"ROLECALL_AUTHENTICATOR_URL=" + s.db.AuthenticatorURL,
		"ROLECALL_MASTER_KEY=" + s.db.MasterKey,
		"ROLECALL_PUBLIC_URL=" + s.url,
		"ROLECALL_SERVICE_POOL=6", "ROLECALL_DATA_POOL=4", "ROLECALL_LOG_LEVEL=DEBUG",
	}, append(s.openMailbox(t), env...)...))
	require.NoError(t, err)
	s.serve(t, cfg, listener)
	return s
}

func (s *server) openMailbox(t testing.TB) (env []string) {
	t.Helper()
	store, err := mailbox.Open(filepath.Join(t.TempDir(), "mailbox.jsonl"))
	require.NoError(t, err)
	box := httptest.NewServer(mailbox.Handler(store, "mailbox secret"))
	t.Cleanup(func() { box.Close(); _ = store.Close() })
	s.mail = store
	return []string{"ROLECALL_MAILBOX_URL=" + box.URL, "ROLECALL_MAILBOX_SECRET=mailbox secret"}
}

func (s *server) serve(t testing.TB, cfg *config.Config, listener net.Listener) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	a, err := app.Open(ctx, cfg, slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.NoError(t, err)
	s.app = a
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
		a.Close()
		s.log.holdsNoSecret(t)
	})
}

// set changes a project's setting as a DBA would. A running node learns of it
// within a second: give what must hold from the start to open.
func (s *server) set(t testing.TB, project, name, value string) {
	t.Helper()
	s.sql(t, "select auth.project_set($1, $2, $3::text::jsonb)", project, name, value)
}

// sql runs a statement as auth_owner.
func (s *server) sql(t testing.TB, statement string, args ...any) {
	t.Helper()
	_, err := s.db.Owner(t).Exec(context.Background(), statement, args...)
	require.NoError(t, err)
}

// value is the one value that a query by auth_owner gives.
func value[T any](t testing.TB, s *server, query string, args ...any) (v T) {
	t.Helper()
	require.NoError(t, s.db.Owner(t).QueryRow(context.Background(), query, args...).Scan(&v))
	return v
}

// key makes an API key (public, secret or account) known to a project.
func (s *server) key(t testing.TB, project, kind string) string {
	t.Helper()
	prefix := map[string]string{"public": secret.PublicPrefix, "secret": secret.SecretPrefix, "account": secret.AccountPrefix}[kind]
	key := secret.New(prefix)
	s.sql(t, "select auth.api_key_ensure($1, $2, $3, $4)", project, kind, secret.Hash(prefix, key), secret.Hint(key))
	s.log.guard(key)
	return key
}
