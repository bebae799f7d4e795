package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/cluster"
)

// server is where this process's databases live.
type server struct {
	once     sync.Once
	err      error
	cluster  *cluster.Cluster // nil with TEST_DATABASE_URL
	url      string           // superuser's
	admin    *pgxpool.Pool    // superuser's, makes and drops databases
	template string

	cloneOnce sync.Once
	clone     *DB // Tx's
	cloneErr  error
}

var shared server

// settings trade safety for speed and leave room for parallel packages.
var settings = map[string]string{
	"max_connections": "300",
	"shared_buffers":  "64MB",
	"autovacuum":      "off",
	"max_wal_size":    "4GB",
}

func get(t testing.TB) *server {
	t.Helper()
	shared.once.Do(func() { shared.err = shared.start() })
	if shared.err != nil {
		t.Fatal("start PostgreSQL for tests: ", shared.err)
	}
	return &shared
}

func (s *server) start() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	s.url = os.Getenv("TEST_DATABASE_URL")
	if s.url == "" {
		if err := s.startCluster(ctx); err != nil {
			return err
		}
	}
	return s.connect(ctx)
}

// startCluster copies a cluster that was set up before, which takes a tenth of
// the time.
func (s *server) startCluster(ctx context.Context) error {
	bin, err := cluster.Find(ctx)
	if err != nil {
		return err
	}
	dir, err := workspace()
	if err != nil {
		return err
	}
	if err := prepared(ctx, bin, filepath.Join(dir, "pg")); err != nil {
		return err
	}
	if s.cluster, err = openCluster(ctx, bin, dir); err != nil {
		return err
	}
	s.url = s.cluster.SuperuserURL("postgres")
	return nil
}

func openCluster(ctx context.Context, bin cluster.Binaries, dir string) (*cluster.Cluster, error) {
	return cluster.Open(ctx, cluster.Options{Dir: dir, Binaries: bin, Settings: settings})
}

func (s *server) connect(ctx context.Context) (err error) {
	if s.admin, err = newPool(ctx, s.url, 4); err != nil {
		return err
	}
	s.template, err = ensureTemplate(ctx, s.url)
	return err
}

// close is what Main does in the end.
func (s *server) close() error {
	var err error
	if s.clone != nil {
		err = s.clone.close()
	}
	if s.admin != nil {
		s.admin.Close()
	}
	if s.cluster != nil {
		err = errors.Join(err, s.cluster.Close())
	}
	if dir, failed := workspace(); failed == nil {
		err = errors.Join(err, os.RemoveAll(dir))
	}
	return err
}

// at is a superuser's URL turned to another login and database.
func at(superURL, login, password, database string) (string, error) {
	u, err := url.Parse(superURL)
	if err != nil {
		return "", fmt.Errorf("read the superuser's URL: %w", err)
	}
	if login != "" {
		u.User = url.UserPassword(login, password)
	}
	u.Path = "/" + database
	return u.String(), nil
}

func newPool(ctx context.Context, url string, size int32) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.MaxConns = size
	config.ConnConfig.RuntimeParams["rolecall.texts"] = "shown" // as a development server says: projects need no account to send them
	return pgxpool.NewWithConfig(ctx, config)
}
