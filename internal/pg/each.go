package pg

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// Each runs a set-returning function of schema auth and hands on its rows as
// they come, however many; T is a struct by column names. Nothing is repeated.
func Each[T any](ctx context.Context, db DB, function string, do func(T) error, args ...Arg) error {
	sql, values := statement(function, args)
	rows, err := db.Query(ctx, sql, values...)
	if err != nil {
		return Fault(fmt.Errorf("call %s: %w", function, err))
	}
	defer rows.Close()
	for rows.Next() {
		row, err := pgx.RowToStructByName[T](rows)
		if err != nil {
			return fmt.Errorf("read a row of %s: %w", function, err)
		}
		if err := do(row); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return Fault(fmt.Errorf("call %s: %w", function, err))
	}
	return nil
}
