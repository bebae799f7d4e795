package data

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/pg"
)

// Answer is what a request brought back.
type Answer struct {
	compile.Statement
	Body     []byte // JSON or another form, as Postgres wrote it
	Page     int64  // rows in the body, or written
	Total    int64  // rows that match, Uncounted where nobody asked
	Planned  int64  // rows that the planner expects
	Inserted int64  // rows of an upsert that are new
	Headers  string // what SQL set as response.headers
	Status   string // what SQL set as response.status
}

// Uncounted is the total that was not asked for.
const Uncounted int64 = -1

// NotSingle says that a request for exactly one row met another number.
type NotSingle struct{ Rows int64 }

// Error describes the number.
func (e *NotSingle) Error() string { return fmt.Sprintf("%d rows instead of one", e.Rows) }

// TooMany says that a request would have touched more rows than it may.
type TooMany struct{ Rows int64 }

// Error describes the number.
func (e *TooMany) Error() string { return fmt.Sprintf("%d rows are too many", e.Rows) }

// rowsRefused is the error with which a write undid itself.
type rowsRefused struct{ rows int64 }

// Error describes the number.
func (e *rowsRefused) Error() string { return fmt.Sprintf("%d rows refused", e.rows) }

// send is the round trip. An error in one statement skips the others, and
// only a closed batch has been committed.
func send(ctx context.Context, pool *pgxpool.Pool, t *trip) (*Answer, error) {
	conn, err := pg.Acquire(ctx, pool)
	if err != nil {
		return nil, pg.Fault(err)
	}
	defer conn.Release()
	results := conn.SendBatch(ctx, &t.batch)
	for _, hear := range t.hear {
		if err = hear(results); err != nil {
			break
		}
	}
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		t.end(ctx, conn.Conn(), err)
		return nil, refused(err)
	}
	return t.answer, nil
}

// decode copies the row out of the connection's buffer.
func (a *Answer) decode(row [][]byte) error {
	if len(row) != compile.Columns {
		return fmt.Errorf("read answer: %d columns instead of %d", len(row), compile.Columns)
	}
	a.Body = append([]byte(nil), row[compile.Body]...)
	a.Headers, a.Status = string(row[compile.Headers]), string(row[compile.Status])
	for _, number := range [...]struct {
		column int
		into   *int64
	}{{compile.Page, &a.Page}, {compile.Total, &a.Total}, {compile.Inserted, &a.Inserted}} {
		if row[number.column] == nil {
			continue
		}
		n, err := strconv.ParseInt(string(row[number.column]), 10, 64)
		if err != nil {
			return fmt.Errorf("read number of rows: %w", err)
		}
		*number.into = n
	}
	return nil
}

// refused recognizes the error with which a write undid itself.
func refused(err error) error {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Code != "22P02" {
		return err
	}
	_, number, found := strings.Cut(pgErr.Message, compile.Refused)
	if !found {
		return err
	}
	rows, parseErr := strconv.ParseInt(strings.TrimRight(number, `"`), 10, 64)
	if parseErr != nil {
		return err
	}
	return &rowsRefused{rows: rows}
}
