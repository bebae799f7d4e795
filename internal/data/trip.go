package data

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
)

// trip is all that a request sends at once, and how each part is heard. What
// stands in no explicit transaction is committed when the batch is closed.
type trip struct {
	batch  pgx.Batch
	hear   []func(pgx.BatchResults) error
	answer *Answer
	opened bool // an explicit transaction
}

// isolations are those that a function may ask for.
var isolations = map[string]string{
	"serializable": "begin isolation level serializable", "repeatable read": "begin isolation level repeatable read",
}

const setTimeZone = `select pg_catalog.set_config('timezone', $1, true)`

func newTrip(c pg.Caller, s pg.RequestSettings, x Extras, st compile.Statement, isolation string) *trip {
	t := &trip{answer: &Answer{Total: Uncounted, Planned: Uncounted}}
	begin := isolations[isolation]
	if begin == "" && st.Rollback {
		begin = "begin"
	}
	if begin != "" {
		t.opened = true
		t.add(ran, begin)
	}
	t.add(begun, pg.BeginSQL(), c.BeginArgs(s)...)
	if x.TimeZone != "" {
		t.add(ran, setTimeZone, x.TimeZone)
	}
	if x.PreRequest != "" {
		t.add(ran, "select "+x.PreRequest+"()")
	}
	if st.Estimate != "" {
		t.add(t.planned, st.Estimate, st.EstimateArgs...)
	}
	if st.Plan {
		t.add(t.lines, st.SQL, st.Args...)
	} else {
		t.add(t.row, st.SQL, st.Args...)
	}
	switch {
	case st.Rollback:
		t.add(ran, "rollback")
	case begin != "":
		t.add(ran, "commit")
	}
	return t
}

func (t *trip) add(hear func(pgx.BatchResults) error, sql string, args ...any) {
	t.batch.Queue(sql, args...)
	t.hear = append(t.hear, hear)
}

func ran(results pgx.BatchResults) error {
	_, err := results.Exec()
	return err
}

// begun words the error of the first statement: a refusal of the state
// check, or a fault of ours that is no client's. As pgx prepares all statements
// before it sends one, the query's error may come here too.
func begun(results pgx.BatchResults) error {
	_, err := results.Exec()
	if err == nil {
		return nil
	}
	var preparing pgx.ErrPreprocessingBatch
	if errors.As(err, &preparing) && preparing.SQL() != pg.BeginSQL() {
		return err
	}
	if err = pg.Fault(err); fault.Code(err) != "" {
		return err
	}
	return fmt.Errorf("begin request: %s", err) // not wrapped: its SQLSTATE means nothing to the client
}

// row reads the one row that a statement answers with.
func (t *trip) row(results pgx.BatchResults) error {
	rows, err := results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		return errors.Join(rows.Err(), pgx.ErrNoRows)
	}
	err = t.answer.decode(rows.RawValues())
	rows.Close()
	return errors.Join(err, rows.Err())
}

// lines reads a plan.
func (t *trip) lines(results pgx.BatchResults) error {
	rows, err := results.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if t.answer.Body != nil {
			t.answer.Body = append(t.answer.Body, '\n')
		}
		t.answer.Body = append(t.answer.Body, rows.RawValues()[0]...)
	}
	return rows.Err()
}

// planned reads how many rows a plan expects.
func (t *trip) planned(results pgx.BatchResults) error {
	var text []byte
	if err := results.QueryRow().Scan(&text); err != nil {
		return err
	}
	var plans []struct {
		Plan struct {
			Rows int64 `json:"Plan Rows"`
		}
	}
	if err := json.Unmarshal(text, &plans); err != nil || len(plans) != 1 {
		return fmt.Errorf("read plan: %w", err)
	}
	t.answer.Planned = plans[0].Plan.Rows
	return nil
}

// end leaves no transaction behind that an error has kept open.
func (t *trip) end(ctx context.Context, conn *pgx.Conn, err error) {
	var refused *pgconn.PgError
	if t.opened && err != nil && errors.As(err, &refused) {
		_, _ = conn.Exec(context.WithoutCancel(ctx), "rollback") // else the pool closes the connection
	}
}
