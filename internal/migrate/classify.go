package migrate

import (
	"errors"
	"fmt"
	"strings"

	"github.com/golang-migrate/migrate/v4/database"
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

// inWords is golang-migrate's error without the whole file that it quotes: what
// went wrong, and the line where.
func inWords(err error) error {
	var failed database.Error
	var pointed *database.Error
	switch {
	case errors.As(err, &failed):
	case errors.As(err, &pointed):
		failed = *pointed
	default:
		return err
	}
	lines := strings.Split(string(failed.Query), "\n")
	var pgErr *pgconn.PgError
	placed := errors.As(failed.OrigErr, &pgErr) && pgErr.Position > 0
	if n := int(failed.Line); placed && n > 0 && n <= len(lines) {
		return fmt.Errorf("line %d, %q: %w", n, strings.TrimSpace(lines[n-1]), failed.OrigErr)
	}
	return failed.OrigErr
}
