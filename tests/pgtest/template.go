package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/sql"
)

const (
	// password is that of every login of a test server.
	password = "rolecall-test"
	// templateKey keeps the packages of one TEST_DATABASE_URL in line.
	templateKey = 7205759403792793602
)

var logins = []string{"auth_owner", "auth_service", "authenticator", "auth_replicator"}

// templateName changes with the SQL that the template was made from, and with
// the choice of files that migrate makes.
func templateName() (string, error) {
	digest, err := migrate.Embedded().Digest()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	fmt.Fprintln(sum, digest)
	err = fs.WalkDir(sql.FS, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sql.FS, path)
		fmt.Fprintf(sum, "%s %d\n%s", path, len(text), text)
		return err
	})
	return "rolecall_test_" + hex.EncodeToString(sum.Sum(nil)[:8]), err
}

// ensureTemplate makes the template database unless it is there and whole.
func ensureTemplate(ctx context.Context, superURL string) (string, error) {
	name, err := templateName()
	if err != nil {
		return "", err
	}
	conn, err := pgx.Connect(ctx, superURL)
	if err != nil {
		return "", fmt.Errorf("connect as superuser: %w", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", int64(templateKey)); err != nil {
		return "", err
	}
	var whole bool
	err = conn.QueryRow(ctx, `select coalesce((select shobj_description(oid, 'pg_database') = 'whole'
		from pg_database where datname = $1), false)`, name).Scan(&whole)
	if err != nil || whole {
		return name, err
	}
	return name, makeTemplate(ctx, conn, superURL, name)
}

func makeTemplate(ctx context.Context, conn *pgx.Conn, superURL, name string) error {
	for _, statement := range []string{
		"drop database if exists " + name + " with (force)",
		"create database " + name + " template template0",
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	passwords := map[string]string{}
	for _, login := range logins {
		passwords[login] = password
	}
	target, err := at(superURL, "", "", name)
	if err != nil {
		return err
	}
	if err := migrate.Init(ctx, target, migrate.InitOptions{Passwords: passwords}); err != nil {
		return err
	}
	if _, err := migrate.Up(ctx, target, slog.New(slog.DiscardHandler)); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "comment on database "+name+" is 'whole'")
	return err
}
