package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/url"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/internal/secret"
)

const (
	database  = "bench"
	publicURL = "http://bench.invalid" // the issuer of both servers' tokens
	poolSize  = "8"                    // of the service login and of the data login, on both sides
)

// world is a migrated database with people, sessions and rows in it.
type world struct {
	cluster   *cluster.Cluster
	passwords map[string]string // by login
	masterKey string
	project   string // uuid of the default project
	version   string // of the server
	sessions  []*session
}

// session is what its owner's client knows. One client at a time uses it.
type session struct{ refresh, access string }

func newWorld(ctx context.Context, dir string) (*world, error) {
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	c, err := cluster.Open(ctx, cluster.Options{Dir: dir, Durable: true, Logger: quiet,
		Settings: map[string]string{"shared_buffers": "256MB"}})
	if err != nil {
		return nil, err
	}
	w := &world{cluster: c, masterKey: secret.NewMasterKey(), passwords: map[string]string{}}
	for _, login := range []string{"auth_owner", "auth_service", "authenticator", "auth_replicator"} {
		w.passwords[login] = secret.New("")
	}
	if err := w.fill(ctx, quiet); err != nil {
		_ = c.Close()
		return nil, fmt.Errorf("prepare the database: %w", err)
	}
	return w, nil
}

func (w *world) fill(ctx context.Context, log *slog.Logger) error {
	err := w.asSuperuser(ctx, "postgres", func(conn *pgx.Conn) error {
		_, err := conn.Exec(ctx, "create database "+database)
		return err
	})
	if err != nil {
		return err
	}
	if err := migrate.Init(ctx, w.cluster.SuperuserURL(database), migrate.InitOptions{Passwords: w.passwords}); err != nil {
		return err
	}
	if _, err := migrate.Up(ctx, w.url("auth_owner"), log); err != nil {
		return err
	}
	return w.asSuperuser(ctx, database, func(conn *pgx.Conn) error { return w.seed(ctx, conn) })
}

func (w *world) asSuperuser(ctx context.Context, database string, do func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, w.cluster.SuperuserURL(database))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return do(conn)
}

// url is a login's way to the database.
func (w *world) url(login string) string { return w.cluster.URL(login, w.passwords[login], database) }

// hold keeps the database up until it is told to stop.
func (w *world) hold(ctx context.Context) error {
	fmt.Printf("project %s\npsql '%s'\n", w.project, w.cluster.SuperuserURL(database))
	for login := range w.passwords {
		fmt.Println(w.url(login))
	}
	<-ctx.Done()
	return nil
}

// environ configures a server of either side. A proxy's address, if there is
// one, stands between it and the database.
func (w *world) environ(address, proxy string, more ...string) []string {
	through := func(login string) string {
		u, err := url.Parse(w.url(login))
		if err != nil {
			panic(err) // of our own making
		}
		if proxy != "" {
			u.Host = proxy
		}
		return u.String()
	}
	return append([]string{
		"DATABASE_URL=" + through("auth_service"),
		"ROLECALL_AUTHENTICATOR_URL=" + through("authenticator"),
		"ROLECALL_MASTER_KEY=" + w.masterKey,
		"ROLECALL_PUBLIC_URL=" + publicURL,
		"ROLECALL_LISTEN=" + address,
		"ROLECALL_LOG_LEVEL=WARN",
		"ROLECALL_SERVICE_POOL=" + poolSize,
		"ROLECALL_DATA_POOL=" + poolSize,
	}, more...)
}
