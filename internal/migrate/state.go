package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5/pgconn"
)

// none is the version of a database without any migration.
const none = -1

// bookkeeping is what the gate keeps beside golang-migrate's version: the marks
// that each migration sets in its own transaction, and the sources' digest.
const bookkeeping = `
create schema if not exists rolecall;
create table if not exists rolecall.schema_migrations (version bigint not null primary key, dirty boolean not null);
create table if not exists rolecall.applied (
  version bigint primary key,
  applied_at timestamptz not null default now());
create table if not exists rolecall.source (
  only_row boolean primary key default true check (only_row),
  digest text not null,
  release int not null,
  applied_at timestamptz not null default now());`

// state is what the database says of itself, read in one snapshot.
type state struct {
	version int64 // golang-migrate's
	dirty   bool
	marked  int64 // the highest mark: what was truly committed
	digest  string
	release int
}

const readState = `
select coalesce((select version from rolecall.schema_migrations), -1),
       coalesce((select dirty from rolecall.schema_migrations), false),
       coalesce((select max(version) from rolecall.applied), -1),
       coalesce((select digest from rolecall.source), ''),
       coalesce((select release from rolecall.source), 0)`

// look reads the state; a database that was never migrated has the zero one.
func look(ctx context.Context, db *sql.DB) (state, error) {
	s := state{version: none, marked: none}
	err := db.QueryRowContext(ctx, readState).Scan(&s.version, &s.dirty, &s.marked, &s.digest, &s.release)
	var refused *pgconn.PgError
	if errors.As(err, &refused) && (refused.Code == pgerrcode.UndefinedTable || refused.Code == pgerrcode.InvalidSchemaName) {
		return state{version: none, marked: none}, nil
	}
	if err != nil {
		return s, fmt.Errorf("read the schema's state: %w", err)
	}
	return s, nil
}

// truth is the version that was committed: golang-migrate writes its own
// before and after the migration, the mark is part of it.
func (s state) truth() int64 {
	if s.dirty {
		return s.marked
	}
	return s.version
}

// plan is a set made ready to be compared with a state.
type plan struct {
	Set
	steps   []migration
	sources []source
	newest  int64
	digest  string
}

func (s Set) plan() (plan, error) {
	steps, err := s.migrations()
	if err != nil {
		return plan{}, err
	}
	sources, err := s.sources()
	if err != nil {
		return plan{}, err
	}
	last := newest(steps)
	return plan{Set: s, steps: steps, sources: sources, newest: last, digest: digest(sources, last)}, nil
}

func (p plan) matches(s state) bool {
	return !s.dirty && s.version == p.newest && s.digest == p.digest && s.release == p.Release
}

// accepts refuses a database that a newer binary has migrated.
func (p plan) accepts(s state) error {
	if s.release > p.Release {
		return fmt.Errorf("%w: the database is at release %d, this binary knows %d", ErrNewer, s.release, p.Release)
	}
	if s.truth() > p.newest {
		return fmt.Errorf("%w: the database is at migration %d, this binary knows %d", ErrNewer, s.truth(), p.newest)
	}
	return nil
}
