package data

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
)

// Answer is what a request brought back.
type Answer struct {
	Relation *catalog.Relation
	Body     []byte // JSON, as Postgres wrote it
	Page     int64  // rows in the body, or written
	Total    int64  // rows that match, Uncounted where nobody asked
	Headers  string // what SQL set as response.headers
	Status   string // what SQL set as response.status
}

// Uncounted is the total that was not asked for.
const Uncounted int64 = -1

// NotSingle says that a request for exactly one row met another number.
type NotSingle struct{ Rows int64 }

// Error describes the number.
func (e *NotSingle) Error() string { return fmt.Sprintf("%d rows instead of one", e.Rows) }

// send is the round trip. An error in the first statement skips the second,
// and only a closed batch has been committed.
func send(ctx context.Context, pool *pgxpool.Pool, c pg.Caller, s pg.RequestSettings, st compile.Statement) (*Answer, error) {
	b := &pgx.Batch{}
	c.Queue(b, s)
	b.Queue(st.SQL, st.Args...)
	conn, err := pg.Acquire(ctx, pool)
	if err != nil {
		return nil, pg.Fault(err)
	}
	defer conn.Release()
	results := conn.SendBatch(ctx, b)
	answer, err := receive(results)
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, refused(err)
	}
	return answer, nil
}

func receive(results pgx.BatchResults) (*Answer, error) {
	if _, err := results.Exec(); err != nil {
		return nil, unbegun(err)
	}
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, errors.Join(rows.Err(), pgx.ErrNoRows)
	}
	answer, err := decode(rows.RawValues())
	rows.Close()
	return answer, errors.Join(err, rows.Err())
}

// unbegun words the error of the first statement: a refusal of the state
// check, or a fault of ours that is no client's. As pgx prepares both statements
// before it sends either, the query's error may come here too.
func unbegun(err error) error {
	var preparing pgx.ErrPreprocessingBatch
	if errors.As(err, &preparing) && preparing.SQL() != pg.BeginSQL() {
		return err
	}
	if err = pg.Fault(err); fault.Code(err) != "" {
		return err
	}
	return fmt.Errorf("begin request: %s", err) // not wrapped: its SQLSTATE means nothing to the client
}

// decode copies the row out of the connection's buffer.
func decode(row [][]byte) (*Answer, error) {
	if len(row) != compile.Columns {
		return nil, fmt.Errorf("read answer: %d columns instead of %d", len(row), compile.Columns)
	}
	answer := &Answer{
		Body:    append([]byte(nil), row[compile.Body]...),
		Total:   Uncounted,
		Headers: string(row[compile.Headers]),
		Status:  string(row[compile.Status]),
	}
	var err error
	if answer.Page, err = strconv.ParseInt(string(row[compile.Page]), 10, 64); err != nil {
		return nil, fmt.Errorf("read number of rows: %w", err)
	}
	if row[compile.Total] != nil {
		if answer.Total, err = strconv.ParseInt(string(row[compile.Total]), 10, 64); err != nil {
			return nil, fmt.Errorf("read total: %w", err)
		}
	}
	return answer, nil
}

// refused recognizes the error with which a Single write undid itself.
func refused(err error) error {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Code != "22P02" {
		return err
	}
	_, number, found := strings.Cut(pgErr.Message, compile.Refused)
	if !found {
		return err
	}
	digits := strings.TrimRight(number, `"`)
	rows, parseErr := strconv.ParseInt(digits, 10, 64)
	if parseErr != nil {
		return err
	}
	return &NotSingle{Rows: rows}
}
