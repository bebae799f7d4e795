package pg

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/fault"
)

// patience is how long a call waits for a free connection. A pool that gives
// none by then is overrun, and a quick 503 serves everybody better than a queue.
const patience = 2 * time.Second

// Acquire takes a connection from the pool, or refuses with unavailable once
// patience is over. The caller releases it.
func Acquire(ctx context.Context, pool *pgxpool.Pool) (*pgxpool.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	conn, err := pool.Acquire(waiting)
	if err != nil && waiting.Err() != nil && ctx.Err() == nil {
		return nil, errors.Join(fault.Unavailable(), errors.New("no connection was free in time"))
	}
	return conn, err
}

// Patient is a pool whose calls wait no longer than that for a connection.
type Patient struct{ *pgxpool.Pool }

// Query runs a statement on a connection that goes back once the rows are closed.
func (p Patient) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	conn, err := Acquire(ctx, p.Pool)
	if err != nil {
		return nil, err
	}
	rows, err := conn.Query(ctx, sql, args...)
	if err != nil {
		conn.Release()
		return nil, err
	}
	return &borrowed{rows, conn}, nil
}

// borrowed gives its connection back when it is closed, once.
type borrowed struct {
	pgx.Rows
	conn *pgxpool.Conn
}

// Close closes the rows and releases the connection.
func (b *borrowed) Close() {
	b.Rows.Close()
	if b.conn != nil {
		b.conn.Release()
		b.conn = nil
	}
}
