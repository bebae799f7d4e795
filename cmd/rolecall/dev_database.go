package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/sql"
)

// prepareDatabase brings a cluster, new or found, to where a server can start.
func prepareDatabase(ctx context.Context, c *cluster.Cluster, kept *devSecrets, log *slog.Logger) error {
	if err := createDatabase(ctx, c); err != nil {
		return err
	}
	if err := migrate.Init(ctx, c.SuperuserURL(devDatabase), migrate.InitOptions{Passwords: kept.Passwords}); err != nil {
		return fmt.Errorf("set up roles: %w", err)
	}
	owner := c.URL("auth_owner", kept.Passwords["auth_owner"], devDatabase)
	if _, err := migrate.Up(ctx, owner, log); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	conn, err := pgx.Connect(ctx, owner)
	if err != nil {
		return fmt.Errorf("connect as owner: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return errors.Join(ensureKeys(ctx, conn, kept), ensureBootstrap(ctx, conn, kept), demo(ctx, conn))
}

func createDatabase(ctx context.Context, c *cluster.Cluster) error {
	conn, err := pgx.Connect(ctx, c.SuperuserURL("postgres"))
	if err != nil {
		return fmt.Errorf("connect as superuser: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	_, err = conn.Exec(ctx, "create database "+devDatabase)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == pgerrcode.DuplicateDatabase {
		return nil
	}
	return err
}

// ensureKeys sees to it that the keys in dev.json work, also after they were rotated away.
func ensureKeys(ctx context.Context, conn *pgx.Conn, kept *devSecrets) error {
	for _, k := range []struct {
		project, kind, prefix string
		key                   *string
	}{
		{"default", "public", secret.PublicPrefix, &kept.PublicKey},
		{"default", "secret", secret.SecretPrefix, &kept.SecretKey},
		{"admin", "account", secret.AccountPrefix, &kept.AccountKey},
	} {
		for {
			live, err := pg.Value[bool](ctx, conn, "api_key_ensure", pg.Text("project", k.project), pg.Text("kind", k.kind),
				pg.Bytes("hash", secret.Hash(k.prefix, *k.key)), pg.Text("hint", secret.Hint(*k.key)))
			if err != nil {
				return fmt.Errorf("keep %s key: %w", k.kind, err)
			}
			if live {
				break
			}
			*k.key = secret.New(k.prefix)
		}
	}
	return kept.save()
}

// ensureBootstrap has a secret ready for the first admin, while there is none.
func ensureBootstrap(ctx context.Context, conn *pgx.Conn, kept *devSecrets) error {
	taken, err := pg.Value[bool](ctx, conn, "admins_any")
	if err == nil && !taken {
		kept.bootstrap, _, err = openBootstrap(ctx, conn, 365*24*time.Hour)
	}
	if err != nil {
		return fmt.Errorf("prepare for the first admin: %w", err)
	}
	return nil
}

// demo makes the demo table and its users, once.
func demo(ctx context.Context, conn *pgx.Conn) error {
	text, err := sql.FS.ReadFile("demo.sql")
	if err != nil {
		return fmt.Errorf("read demo.sql: %w", err)
	}
	if _, err := conn.PgConn().Exec(ctx, string(text)).ReadAll(); err != nil {
		return fmt.Errorf("make the demo table: %w", err)
	}
	return nil
}
