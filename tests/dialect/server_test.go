package dialect_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/mailbox"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// server is an App as one test sees it: with one project of its own, which "~"
// stands for in paths, and a mailbox for what it sends.
type server struct {
	url     string
	project string // slug
	db      *pgtest.DB
	mail    *mailbox.Store
	log     *logbook
	client  *http.Client
}

// settings of the project that a test is born with.
type settings map[string]string

// alone gives a test a server and a database of its own, with the project
// default; env are more variables, as NAME=value.
func alone(t testing.TB, with settings, env ...string) *server {
	t.Helper()
	s := &server{db: pgtest.Clone(t), project: "default", log: newLogbook()}
	s.setAll(t, with)
	stop := s.start(t, t.TempDir(), env...)
	t.Cleanup(func() {
		stop()
		s.log.holdsNoSecret(t)
	})
	return s
}

var (
	house     server // what the tests of this package share
	houseOnce sync.Once
	guests    atomic.Int64
)

// open gives a test a project of its own on a server that tests share. Its
// proxies are trusted, so that a test can come from wherever it likes.
func open(t testing.TB, with settings) *server {
	t.Helper()
	houseOnce.Do(func() {
		house = server{db: pgtest.Shared(t), log: newLogbook()} // no test of this package uses Tx's transactions
		binary, err := os.Executable()                          // in a folder that go test removes in the end
		require.NoError(t, err)
		dir, err := os.MkdirTemp(filepath.Dir(binary), "mailbox-")
		require.NoError(t, err)
		house.start(t, dir, "ROLECALL_TRUSTED_PROXIES=127.0.0.1")
	})
	s := house
	s.log = house.log.from()
	s.project = fmt.Sprint("test-", guests.Add(1))
	s.sql(t, `select auth.project_create(:project)`)
	s.setAll(t, with)
	t.Cleanup(func() {
		s.sql(t, `select auth.project_drop(:project)`)
		s.log.holdsNoSecret(t)
	})
	return &s
}

// start runs an App for the test process, or until stop.
func (s *server) start(t testing.TB, dir string, env ...string) (stop func()) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	s.url = "http://" + listener.Addr().String()
	s.client = &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 50},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}
	s.mail, err = mailbox.Open(filepath.Join(dir, "mailbox.jsonl"))
	require.NoError(t, err)
	box := httptest.NewServer(mailbox.Handler(s.mail, "mailbox secret"))
	cfg, err := config.Read(append([]string{
		"DATABASE_URL=" + s.db.ServiceURL,
		"ROLECALL_AUTHENTICATOR_URL=" + s.db.AuthenticatorURL,
		"ROLECALL_MASTER_KEY=" + s.db.MasterKey,
		"ROLECALL_PUBLIC_URL=" + s.url,
		"ROLECALL_MAILBOX_URL=" + box.URL, "ROLECALL_MAILBOX_SECRET=mailbox secret",
		"ROLECALL_SERVICE_POOL=6", "ROLECALL_DATA_POOL=4",
	}, env...))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	a, err := app.Open(ctx, cfg, slog.New(slog.NewJSONHandler(s.log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	return func() {
		cancel()
		require.NoError(t, <-ended)
		a.Close()
		s.client.CloseIdleConnections()
		box.Close()
		_ = s.mail.Close()
	}
}

// setAll makes settings before a node reads them. Afterwards a running node
// learns of a change within a second.
func (s *server) setAll(t testing.TB, with settings) {
	t.Helper()
	// The sender tells one test's mail from another's to the same address.
	s.sql(t, `select auth.project_set(:project, 'mail_from', to_jsonb($1::text))`, s.sender())
	for name, value := range with {
		s.sql(t, `select auth.project_set(:project, $1, $2::text::jsonb)`, name, value)
	}
}

// base is the address of the test's project.
func (s *server) base() string { return s.url + "/p/" + s.project }

func (s *server) sender() string { return s.project + "@mail.example" }

// sql runs a statement as auth_owner. :project stands for the test's own.
func (s *server) sql(t testing.TB, statement string, args ...any) {
	t.Helper()
	_, err := s.db.Owner(t).Exec(context.Background(), s.own(statement), args...)
	require.NoError(t, err, statement)
}

func (s *server) own(statement string) string {
	return strings.ReplaceAll(statement, ":project", "'"+s.project+"'")
}

// value is the one value that a query by auth_owner gives.
func value[T any](t testing.TB, s *server, query string, args ...any) (v T) {
	t.Helper()
	require.NoError(t, s.db.Owner(t).QueryRow(context.Background(), s.own(query), args...).Scan(&v), query)
	return v
}

// count is how many rows of the test's project a table has.
func (s *server) count(t testing.TB, table string) int {
	t.Helper()
	return value[int](t, s, `select count(*)::integer from auth.`+table+` where project_id = auth.project_find(:project)`)
}

// secretKey makes a secret key of the test's project.
func (s *server) secretKey(t testing.TB) string {
	t.Helper()
	return s.key(t, s.project, "secret", secret.SecretPrefix)
}

// accountKey makes a key that may make projects.
func (s *server) accountKey(t testing.TB) string {
	t.Helper()
	return s.key(t, "admin", "account", secret.AccountPrefix)
}

func (s *server) key(t testing.TB, project, kind, prefix string) string {
	t.Helper()
	key := secret.New(prefix)
	s.sql(t, `select auth.api_key_ensure($1, $2, $3, $4)`, project, kind, secret.Hash(prefix, key), secret.Hint(key))
	s.log.guard(key)
	return key
}

// newProject makes another project, which ends with the test, and gives its slug.
func (s *server) newProject(t testing.TB) (slug, id, uuid string) {
	t.Helper()
	slug = fmt.Sprint(s.project, "-", guests.Add(1))
	a := s.do(t, "POST", "/v1/projects", map[string]any{"name": slug}, "X-API-Key: "+s.accountKey(t)).ok(t)
	t.Cleanup(func() { s.sql(t, `select auth.project_drop($1)`, slug) })
	return slug, a.text("data.id"), value[string](t, s, `select auth.project_find($1)::text`, slug)
}
