package migrate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/sql"
)

// InitOptions belong to the superuser step.
type InitOptions struct {
	// Passwords are set by login; only their verifiers reach the server.
	Passwords map[string]string
}

// InitSQL is the superuser step as text, to hand to whoever is superuser.
func InitSQL() string {
	text, err := fs.ReadFile(sql.FS, "init.sql")
	if err != nil {
		panic("init.sql is not embedded: " + err.Error())
	}
	return string(text)
}

// Init makes the roles and schemas that need a superuser. It can be repeated.
func Init(ctx context.Context, superURL string, o InitOptions) error {
	conn, err := pgx.Connect(ctx, superURL)
	if err != nil {
		return fmt.Errorf("connect as superuser: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for attempt := 0; ; attempt++ {
		err := initialise(ctx, conn, o)
		if err == nil || attempt == 5 || !collided(err) {
			return err
		}
		time.Sleep(20 * time.Millisecond << attempt)
	}
}

// collided tells the accident of two databases of one server being set up at
// once: roles are shared by all, advisory locks are not.
func collided(err error) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && slices.Contains(
		[]string{pgerrcode.InternalError, pgerrcode.UniqueViolation, pgerrcode.DuplicateObject}, refused.Code)
}

func initialise(ctx context.Context, conn *pgx.Conn, o InitOptions) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, InitSQL()); err != nil {
			return fmt.Errorf("run the superuser step: %w", err)
		}
		for _, role := range slices.Sorted(maps.Keys(o.Passwords)) {
			if _, err := tx.Exec(ctx, alterPassword(role, o.Passwords[role])); err != nil {
				return fmt.Errorf("set the password of %s: %w", role, err)
			}
		}
		return nil
	})
}

// alterPassword quotes by hand: DDL takes no parameters.
func alterPassword(role, password string) string {
	verifier := strings.ReplaceAll(secret.ScramVerifier(password), "'", "''")
	return fmt.Sprintf("alter role %s password '%s'", pgx.Identifier{role}.Sanitize(), verifier)
}
