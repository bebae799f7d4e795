package pgtest

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"
)

// poolSize lets fifty goroutines meet behind a barrier.
const poolSize = 50

// MasterKey is the key that tests seal with.
var MasterKey = base64.StdEncoding.EncodeToString([]byte("rolecall test master key 32 byte"))

// DB is one database of the product's schema, with a URL for each login. Roles
// are shared by all databases of the server.
type DB struct {
	Name             string
	SuperuserURL     string
	OwnerURL         string
	ServiceURL       string
	AuthenticatorURL string
	ReplicationURL   string
	MasterKey        string

	server *server
	mu     sync.Mutex
	pools  map[string]*pgxpool.Pool
}

// Clone is a database of the test's own, dropped when the test ends.
func Clone(t testing.TB) *DB {
	t.Helper()
	db, err := get(t).newClone(context.Background())
	if err != nil {
		t.Fatal("clone the template database: ", err)
	}
	t.Cleanup(func() {
		if err := db.close(); err != nil {
			t.Error("drop the cloned database: ", err)
		}
	})
	return db
}

// Empty is a database of the test's own without any schema or set-up.
func Empty(t testing.TB) *DB {
	t.Helper()
	db, err := get(t).create(context.Background(), "template0")
	if err != nil {
		t.Fatal("create a database: ", err)
	}
	t.Cleanup(func() {
		if err := db.close(); err != nil {
			t.Error("drop the database: ", err)
		}
	})
	return db
}

func (s *server) newClone(ctx context.Context) (*DB, error) {
	db, err := s.create(ctx, s.template)
	if err != nil {
		return nil, err
	}
	return db, s.copyGrants(ctx, db.Name)
}

func (s *server) create(ctx context.Context, template string) (*DB, error) {
	db := &DB{
		Name:      "rolecall_clone_" + strings.ToLower(rand.Text()[:12]),
		MasterKey: MasterKey, server: s, pools: map[string]*pgxpool.Pool{},
	}
	for login, to := range map[string]*string{
		"": &db.SuperuserURL, "auth_owner": &db.OwnerURL, "auth_service": &db.ServiceURL,
		"authenticator": &db.AuthenticatorURL, "auth_replicator": &db.ReplicationURL,
	} {
		var err error
		if *to, err = at(s.url, login, password, db.Name); err != nil {
			return nil, err
		}
	}
	_, err := s.admin.Exec(ctx, fmt.Sprintf("create database %s template %s", db.Name, template))
	return db, err
}

// copyGrants gives the clone the template's rights on the database itself,
// which PostgreSQL does not copy.
func (s *server) copyGrants(ctx context.Context, name string) error {
	var grants string
	err := s.admin.QueryRow(ctx, `
		select coalesce(string_agg(format('grant %s on database %I to %s', a.privilege_type, $2::text,
		  case a.grantee when 0 then 'public' else a.grantee::regrole::text end), ';'), '')
		from pg_database d, aclexplode(d.datacl) a where d.datname = $1`, s.template, name).Scan(&grants)
	if err != nil {
		return err
	}
	_, err = s.admin.Exec(ctx, grants)
	return err
}

// Superuser is a pool that may do everything.
func (db *DB) Superuser(t testing.TB) *pgxpool.Pool { return db.pool(t, db.SuperuserURL) }

// Owner is a pool of auth_owner's.
func (db *DB) Owner(t testing.TB) *pgxpool.Pool { return db.pool(t, db.OwnerURL) }

// Service is a pool of auth_service's, the server's login.
func (db *DB) Service(t testing.TB) *pgxpool.Pool { return db.pool(t, db.ServiceURL) }

// Authenticator is a pool of the default project's data login.
func (db *DB) Authenticator(t testing.TB) *pgxpool.Pool { return db.pool(t, db.AuthenticatorURL) }

// pool keeps one pool per URL for the life of the database.
func (db *DB) pool(t testing.TB, url string) *pgxpool.Pool {
	t.Helper()
	db.mu.Lock()
	defer db.mu.Unlock()
	if known := db.pools[url]; known != nil {
		return known
	}
	pool, err := newPool(context.Background(), url, poolSize)
	if err != nil {
		t.Fatal("connect to the test database: ", err)
	}
	db.pools[url] = pool
	return pool
}

func (db *DB) close() error {
	db.mu.Lock()
	defer db.mu.Unlock()
	for _, pool := range db.pools {
		pool.Close()
	}
	_, err := db.server.admin.Exec(context.Background(), "drop database if exists "+db.Name+" with (force)")
	if err != nil {
		return errors.Join(errors.New(db.Name), err)
	}
	return nil
}
