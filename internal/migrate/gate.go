package migrate

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	owner = "auth_owner"
	// gateKey is the advisory lock that a node holds while it migrates; those
	// of the bus (...601), the clean-up and the roles are others.
	gateKey    = 7205759403792793603
	gatePeriod = 50 * time.Millisecond
	gateLimit  = 5 * time.Minute
	// lockTimeout bounds how long a migration queues for a table, since all
	// others queue behind it.
	lockTimeout = "30s"
)

// connect opens the one connection that a run uses from its first look to its
// last statement. The gate is a lock of this session: should the process be
// killed, the gate stays shut until the server has ended its last statement.
func connect(ctx context.Context, url string) (*sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	config.RuntimeParams["role"] = owner
	config.RuntimeParams["lock_timeout"] = lockTimeout
	config.RuntimeParams["application_name"] = "rolecall migrate"
	db := sql.OpenDB(&once{Connector: stdlib.GetConnector(*config)})
	db.SetMaxOpenConns(1)
	db.SetMaxIdleConns(1)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, explain(err)
	}
	return db, nil
}

// once refuses to reconnect: a new connection would not hold the gate.
type once struct {
	driver.Connector
	used atomic.Bool
}

// Connect opens the connection the first time it is asked.
func (o *once) Connect(ctx context.Context) (driver.Conn, error) {
	if o.used.Swap(true) {
		return nil, errors.New("the connection that holds the migration gate was lost: run `rolecall migrate up` again")
	}
	return o.Connector.Connect(ctx)
}

// explain puts the two faults of a database that was not set up into words.
func explain(err error) error {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return fmt.Errorf("connect to the database: %w", err)
	}
	switch refused.Code {
	case pgerrcode.InvalidParameterValue:
		return fmt.Errorf("the database has no role %s yet: run `rolecall migrate init` as superuser first (%w)", owner, err)
	case pgerrcode.InsufficientPrivilege:
		return fmt.Errorf("this login may not act as %s: set ROLECALL_OWNER_URL to %s's own or to a superuser's URL (%w)", owner, owner, err)
	}
	return fmt.Errorf("connect to the database: %w", err)
}

// pass waits for the gate. It asks again and again instead of queueing: a
// queueing statement holds a snapshot, and an index that is built concurrently
// waits for all snapshots.
func pass(ctx context.Context, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(ctx, gateLimit)
	defer cancel()
	for {
		var open bool
		if err := db.QueryRowContext(ctx, "select pg_try_advisory_lock($1)", int64(gateKey)).Scan(&open); err != nil {
			return fmt.Errorf("wait for the migration gate: %w", err)
		}
		if open {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("wait for another node to end its migration: %w", ctx.Err())
		case <-time.After(gatePeriod):
		}
	}
}
