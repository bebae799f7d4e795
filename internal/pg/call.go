package pg

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/internal/fault"
)

// DB is what a call needs: a pool, a connection or a transaction.
type DB interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// Arg is one named argument of a function, with the type its text is cast to,
// so that a call means the same with and without prepared statements.
type Arg struct {
	name, cast string
	value      any

	// Arguments are there before their function runs: what through is told beside the value, it finds noted.
	through, beside string
	as              string // what that is cast to in the end
}

// From is the argument ip: where a request came from, with its program noted
// for the audit log.
func From(ip, userAgent string) Arg {
	return Arg{name: "ip", cast: "inet", value: orNull(ip),
		through: "request_from", beside: strings.ReplaceAll(strings.ToValidUTF8(userAgent, "\ufffd"), "\x00", "")}
}

// Project is the argument of that name: a project, spoken of in one of its
// tenants (slug or id) where that is not "".
func Project(id, tenant string) Arg {
	return Arg{name: "project", cast: "uuid", value: orNull(id), through: "project_in", beside: tenant}
}

// ProjectRef is Project for functions that take a project by any of its names.
func ProjectRef(id, tenant string) Arg {
	if tenant == "" {
		return Text("project", id)
	}
	return Arg{name: "project", cast: "uuid", value: id, through: "project_in", beside: tenant, as: "::text"}
}

// UUID is an argument of type uuid; "" is null.
func UUID(name, v string) Arg { return Arg{name: name, cast: "uuid", value: orNull(v)} }

// Text is an argument of type text; "" is null.
func Text(name, v string) Arg { return Arg{name: name, cast: "text", value: orNull(v)} }

// Inet is an argument of type inet; "" is null.
func Inet(name, v string) Arg { return Arg{name: name, cast: "inet", value: orNull(v)} }

// JSON is an argument of type jsonb; nil is null.
func JSON(name string, v []byte) Arg { return Arg{name: name, cast: "jsonb", value: orNull(string(v))} }

// Bytes is an argument of type bytea; nil is null.
func Bytes(name string, v []byte) Arg { return Arg{name: name, cast: "bytea", value: v} }

// BytesList is an argument of type bytea[].
func BytesList(name string, v [][]byte) Arg { return Arg{name: name, cast: "bytea[]", value: v} }

// TextList is an argument of type text[].
func TextList(name string, v []string) Arg { return Arg{name: name, cast: "text[]", value: v} }

// Int is an argument of type integer.
func Int(name string, v int) Arg { return Arg{name: name, cast: "integer", value: int32(v)} }

// BigInt is an argument of type bigint; nil is null.
func BigInt(name string, v *int64) Arg { return Arg{name: name, cast: "bigint", value: v} }

// Bool is an argument of type boolean.
func Bool(name string, v bool) Arg { return Arg{name: name, cast: "boolean", value: v} }

// NoBool is a null argument of type boolean.
func NoBool(name string) Arg { return Arg{name: name, cast: "boolean", value: nil} }

// MaybeBool is an argument of type boolean; nil is null.
func MaybeBool(name string, v *bool) Arg { return Arg{name: name, cast: "boolean", value: v} }

// Timestamp is an argument of type timestamptz, as text; "" is null.
func Timestamp(name, v string) Arg { return Arg{name: name, cast: "timestamptz", value: orNull(v)} }

// Time is an argument of type timestamptz.
func Time(name string, v time.Time) Arg { return Arg{name: name, cast: "timestamptz", value: v} }

func orNull(v string) any {
	if v == "" {
		return nil
	}
	return v
}

// Refusable is embedded in the result of every function that returns its
// refusals (because counters, audit rows or revocations must be kept).
type Refusable struct {
	Refusal *fault.Error `db:"refusal"`
}

func (r Refusable) refused() *fault.Error { return r.Refusal }

// Call runs `select * from auth.function(...)` and scans its one row by column
// name. A refusal comes back as *fault.Error, be it raised or returned; a
// returned one has been committed.
func Call[T any](ctx context.Context, db DB, function string, args ...Arg) (T, error) {
	sql, values := statement(function, args)
	row, err := retried(ctx, func() (T, error) {
		rows, err := db.Query(ctx, sql, values...)
		if err != nil {
			var none T
			return none, err
		}
		return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[T])
	})
	if err != nil {
		return row, Fault(fmt.Errorf("call %s: %w", function, err))
	}
	if r, ok := any(row).(interface{ refused() *fault.Error }); ok && r.refused() != nil {
		return row, r.refused()
	}
	return row, nil
}

// List runs a set-returning function of schema auth.
func List[T any](ctx context.Context, db DB, function string, args ...Arg) ([]T, error) {
	sql, values := statement(function, args)
	list, err := retried(ctx, func() ([]T, error) {
		rows, err := db.Query(ctx, sql, values...)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, pgx.RowToStructByName[T])
	})
	if err != nil {
		return nil, Fault(fmt.Errorf("list %s: %w", function, err))
	}
	return list, nil
}

// Value runs a function of schema auth that returns one value.
func Value[T any](ctx context.Context, db DB, function string, args ...Arg) (T, error) {
	sql, values := statement(function, args)
	value, err := retried(ctx, func() (T, error) {
		rows, err := db.Query(ctx, sql, values...)
		if err != nil {
			var none T
			return none, err
		}
		return pgx.CollectExactlyOneRow(rows, pgx.RowTo[T])
	})
	if err != nil {
		return value, Fault(fmt.Errorf("call %s: %w", function, err))
	}
	return value, nil
}

// statement runs before every call, so it formats nothing.
func statement(function string, args []Arg) (string, []any) {
	sql := append(append(make([]byte, 0, 512), "select * from auth."...), function...)
	values := make([]any, 0, len(args)+2)
	for i, a := range args {
		glue := ", p_"
		if i == 0 {
			glue = "(p_"
		}
		sql = append(append(append(sql, glue...), a.name...), " => "...)
		values = append(values, a.value)
		if a.beside == "" {
			sql = place(sql, len(values), a.cast)
			continue
		}
		sql = append(append(append(sql, "auth."...), a.through...), '(')
		sql = append(place(sql, len(values), a.cast), ", "...)
		values = append(values, a.beside)
		sql = append(append(place(sql, len(values), "text"), ')'), a.as...)
	}
	if len(args) == 0 {
		sql = append(sql, '(')
	}
	return string(append(sql, ')')), values
}

// place adds $n::cast.
func place(sql []byte, n int, cast string) []byte {
	return append(append(strconv.AppendInt(append(sql, '$'), int64(n), 10), "::"...), cast...)
}

// retried repeats once what surely did nothing: a statement that never left,
// or one that lost a deadlock or a serialization race.
func retried[T any](ctx context.Context, do func() (T, error)) (T, error) {
	result, err := do()
	if err != nil && ctx.Err() == nil && (pgconn.SafeToRetry(err) || lostRace(err)) {
		return do()
	}
	return result, err
}
