package migrate

import (
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
)

// Mismatch tells an answer of Check about the schema from a database that
// didn't answer.
func Mismatch(err error) bool {
	return errors.Is(err, ErrNoSchema) || errors.Is(err, ErrOlder) || errors.Is(err, ErrDirty)
}

// Away reports that the database could not be reached at all.
func Away(err error) bool {
	var connect *pgconn.ConnectError
	return errors.As(err, &connect)
}
