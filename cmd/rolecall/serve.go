package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"runtime"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/migrate"
)

type serveCmd struct {
	Listen string `help:"Address to listen on; ROLECALL_LISTEN unless given." placeholder:"HOST:PORT"`
}

// Run serves until it is told to stop.
func (c serveCmd) Run(ctx context.Context) error {
	cfg, err := environment((*config.Config).ForServe)
	if err != nil {
		return err
	}
	if c.Listen != "" {
		cfg.Listen = c.Listen
	}
	log := app.Logger(cfg, os.Stderr)
	if err := upToDate(ctx, cfg, log); err != nil {
		return err
	}
	return serve(ctx, cfg, log, nil)
}

// serve runs an app on the configured address; prepare sees it before its first request.
func serve(ctx context.Context, cfg *config.Config, log *slog.Logger, prepare func(*app.App, net.Addr) error) error {
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", cfg.Listen, errors.Unwrap(err))
	}
	a, err := app.Open(ctx, cfg, log)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer a.Close()
	if prepare != nil {
		if err := prepare(a, listener.Addr()); err != nil {
			return errors.Join(err, listener.Close())
		}
	}
	// Never touched, so it takes no memory. But the collector counts it into the heap that may
	// double: with a heap as small as ours it would else run every few hundred requests.
	headroom := make([]byte, 12<<20)
	defer runtime.KeepAlive(headroom)
	// Hashing fills as many threads as it may; with as many again for all else it
	// is the kernel that puts a short request before a long hash.
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + cfg.HashCores)
	log.Info("serving", "address", listener.Addr().String(), "url", cfg.PublicURL, "version", version,
		"allow_debug", cfg.AllowDebug, "allow_private_hosts", cfg.AllowPrivateHosts)
	return a.Serve(ctx, listener)
}

// upToDate migrates where the owner's login is given, and else refuses a schema
// that isn't this binary's. A database that is away is waited for by the
// server itself: readiness tells.
func upToDate(ctx context.Context, cfg *config.Config, log *slog.Logger) error {
	if cfg.OwnerURL != "" {
		if _, err := migrate.Up(ctx, cfg.OwnerURL, log); err != nil && !migrate.Away(err) {
			return err
		}
		return nil
	}
	ask, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ask, cfg.Direct())
	if err != nil {
		log.Warn("the database can't be reached yet", "error", err)
		return nil
	}
	defer func() { _ = conn.Close(ctx) }()
	if err := migrate.Check(ask, conn); migrate.Mismatch(err) {
		return err
	}
	return nil
}
