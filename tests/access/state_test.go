package access_test

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

var errUndo = errors.New("undo")

// state runs statements, undoes them and tells the SQLSTATE, "" for none.
func state(s *scene.Scene, sql string) string {
	s.Helper()
	err := pgx.BeginFunc(context.Background(), s.Owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), sql); err != nil {
			return err
		}
		return errUndo
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.Code
	}
	require.ErrorIs(s, err, errUndo, sql)
	return ""
}

// count runs a statement after another, undoes both and tells its rows and its
// SQLSTATE.
func count(s *scene.Scene, first, then string) (rows int, state string) {
	s.Helper()
	err := pgx.BeginFunc(context.Background(), s.Owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), first); err != nil {
			return err
		}
		tag, err := tx.Exec(context.Background(), then)
		if err != nil {
			return err
		}
		rows = int(tag.RowsAffected())
		return errUndo
	})
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return 0, refused.Code
	}
	require.ErrorIs(s, err, errUndo, then)
	return rows, ""
}
