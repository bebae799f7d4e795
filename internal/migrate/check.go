package migrate

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Reasons for which a server must not start on a database.
var (
	ErrNoSchema = errors.New("the database has no schema auth yet: run `rolecall migrate init`, then `rolecall migrate up`")
	ErrOlder    = errors.New("the schema is not this binary's: run `rolecall migrate up`")
	ErrDirty    = errors.New("a migration was interrupted: run `rolecall migrate up`, which repairs it")
)

// Queryer is a pool or a connection of pgx.
type Queryer interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// Check refuses a database whose schema is older than this binary, or not
// whole. A newer release passes: that is a rolling upgrade.
func Check(ctx context.Context, db Queryer) error { return Embedded().Check(ctx, db) }

// Check is the package's Check for this set.
func (s Set) Check(ctx context.Context, db Queryer) error {
	p, err := s.plan()
	if err != nil {
		return err
	}
	now := state{}
	err = db.QueryRow(ctx, `select coalesce(version, -1), coalesce(dirty, false), coalesce(digest, ''), coalesce(release, 0)
		from auth.schema_status()`).
		Scan(&now.version, &now.dirty, &now.digest, &now.release)
	if err != nil {
		return missing(err)
	}
	switch {
	case now.release > p.Release:
		return nil
	case now.dirty:
		return ErrDirty
	case !p.matches(now):
		return fmt.Errorf("%w (the database is at migration %d and release %d, this binary at %d and %d)",
			ErrOlder, now.version, now.release, p.newest, p.Release)
	}
	return nil
}

// missing tells a database without schema from one that does not answer.
func missing(err error) error {
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		switch refused.Code {
		case pgerrcode.InvalidSchemaName:
			return ErrNoSchema
		case pgerrcode.UndefinedFunction, pgerrcode.UndefinedTable:
			return ErrOlder
		case pgerrcode.InsufficientPrivilege:
			return fmt.Errorf("this login may not ask the schema for its version: DATABASE_URL must be auth_service's (%w)", err)
		}
	}
	return fmt.Errorf("ask the schema for its version: %w", err)
}
