package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/mailbox"
)

const (
	devDir      = ".rolecall"
	devDatabase = "rolecall"
	mailboxPath = "/_dev/mailbox"
)

type devCmd struct {
	Dir    string `help:"Where the cluster and all secrets live." default:".rolecall" placeholder:"DIR"`
	Listen string `help:"Address to listen on." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
}

// Run starts Postgres and a server on it, until it is told to stop.
func (c devCmd) Run(ctx context.Context) (err error) {
	// The mailbox and the debug codes are for this machine alone.
	if host, _, err := net.SplitHostPort(c.Listen); err != nil || !loopback(host) {
		return faulty{fmt.Errorf("--listen %s: a development server listens on 127.0.0.1:PORT only", c.Listen)}
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return fmt.Errorf("find %s: %w", c.Dir, err)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make %s: %w", c.Dir, err)
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (is another server running? choose with --listen 127.0.0.1:PORT)", c.Listen, errors.Unwrap(err))
	}
	defer func() { _ = listener.Close() }()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	pg, err := cluster.Open(ctx, cluster.Options{Dir: dir, Durable: true, Logger: log})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pg.Close()) }()
	return c.serve(ctx, pg, listener, dir, log)
}

func (c devCmd) serve(ctx context.Context, pg *cluster.Cluster, listener net.Listener, dir string, log *slog.Logger) error {
	kept, err := loadSecrets(filepath.Join(dir, "secrets.json"))
	if err != nil {
		return err
	}
	if err := prepareDatabase(ctx, pg, kept, log); err != nil {
		return err
	}
	file := newDevFile(pg, kept, "http://"+listener.Addr().String())
	cfg, err := config.Read(file.environ())
	if err != nil {
		return fmt.Errorf("configure: %w", err)
	}
	store, err := mailbox.Open(filepath.Join(dir, "mailbox.jsonl"))
	if err != nil {
		return err
	}
	defer func() { _ = store.Close() }()
	a, err := app.Open(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer a.Close()
	a.Mount("mailbox", mailboxPath, mailbox.Handler(store, kept.MailboxSecret))
	if err := file.write(filepath.Join(dir, "dev.json")); err != nil {
		return err
	}
	file.greet(os.Stdout)
	return a.Serve(ctx, listener)
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// withoutQuery is a URL as people paste it.
func withoutQuery(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return text
	}
	u.RawQuery = ""
	return u.String()
}
