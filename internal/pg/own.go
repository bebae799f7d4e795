package pg

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/fault"
)

// brokeHook is what auth.hook_fault raises: a hook answered what it may not.
const brokeHook = "RCH01"

var (
	innermost = regexp.MustCompile(`(?m)^PL/pgSQL function (?:(\w+)\.(\w+)|\w+)`)
	codeWord  = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)
)

// ownCode tells whether an error was raised by code that is not ours: a hook of
// the project's, or somebody's trigger on a table of schema auth.
func ownCode(e *pgconn.PgError) bool {
	if e.Code == brokeHook {
		return true
	}
	at := innermost.FindStringSubmatch(e.Where)
	switch {
	case at == nil || unavailableState(e.Code) && e.Code != pgerrcode.QueryCanceled:
		return false
	case at[1] == "rolecall_admin":
		return strings.HasPrefix(at[2], "run_as_") || strings.HasPrefix(at[2], "execute_as_")
	}
	return at[1] != "auth"
}

// failedOwn is what a client learns of such an error: that it happened, or what
// the code itself refused with, in the manner of auth.fail. The log gets it whole.
func failedOwn(e *pgconn.PgError, err error) error {
	if refusal := raised(e); refusal != nil && refusal.Status/100 == 4 && codeWord.MatchString(refusal.Code) {
		return refusal
	}
	whole := fmt.Errorf("%w; detail: %s; hint: %s; where: %s", err, e.Detail, e.Hint, e.Where)
	return errors.Join(fault.New(http.StatusInternalServerError, "hook_failed", "A function of this project's own failed.",
		"Give the project's operator the request id: the server's log says what it was."), whole)
}

// Within is the pool for calls in which code of the project's own runs: each
// statement has this long. A limit set inside a function would do nothing.
func (p Patient) Within(limit time.Duration) DB { return bounded{p, limit} }

type bounded struct {
	Patient
	limit time.Duration
}

// Query sends the limit and the statement together; the limit is gone with
// them, and so is what they left in the session.
func (b bounded) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	conn, err := Acquire(ctx, b.Pool)
	if err != nil {
		return nil, err
	}
	batch := &pgx.Batch{}
	batch.Queue("select set_config('statement_timeout', $1, true)", strconv.FormatInt(b.limit.Milliseconds(), 10))
	batch.Queue(sql, args...)
	// The connection is everybody's: what a project's code has set for the session, or locked, goes with it.
	batch.Queue("select pg_catalog.pg_advisory_unlock_all()")
	batch.Queue("reset all")
	results := conn.SendBatch(ctx, batch)
	if _, err = results.Exec(); err == nil {
		var rows pgx.Rows
		if rows, err = results.Query(); err == nil {
			return &lastOf{Rows: rows, ctx: ctx, results: results, conn: conn}, nil
		}
	}
	_ = results.Close() // says err again
	unlock(ctx, conn)
	conn.Release()
	return nil, err
}

// unlock takes back what a failed statement has locked for the session: the
// batch ended before it came to that.
func unlock(ctx context.Context, conn *pgxpool.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if _, err := conn.Exec(ctx, "select pg_catalog.pg_advisory_unlock_all()"); err != nil {
		_ = conn.Conn().Close(ctx) // its locks go with it
	}
}

// lastOf are the rows of a batch's statement. With the last of them the batch
// ends: only then is it known that it was committed.
type lastOf struct {
	pgx.Rows
	ctx     context.Context
	results pgx.BatchResults
	conn    *pgxpool.Conn
	err     error
}

// Next ends the batch after the last row, so that Err tells of it.
func (l *lastOf) Next() bool {
	if l.Rows.Next() {
		return true
	}
	l.Close()
	return false
}

// Err is what went wrong with the statement, or with the batch after it.
func (l *lastOf) Err() error { return cmp.Or(l.Rows.Err(), l.err) }

// Close closes the rows and the batch, and gives the connection back, once.
func (l *lastOf) Close() {
	l.Rows.Close()
	if l.conn == nil {
		return
	}
	l.err = l.results.Close()
	if l.Err() != nil {
		unlock(l.ctx, l.conn)
	}
	l.conn.Release()
	l.conn = nil
}
