package pg

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/internal/fault"
)

// Fault maps an error of a call to what a client may see: a refusal raised by
// auth.fail keeps its words, a database that can't answer is a 503, everything
// else stays an ordinary error (a bland 500, with its text in the log).
func Fault(err error) error {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) {
		if unreachable(err) {
			return errors.Join(fault.Unavailable(), err)
		}
		return err
	}
	if ownCode(pgErr) {
		return failedOwn(pgErr, err)
	}
	if refusal := raised(pgErr); refusal != nil {
		return refusal
	}
	if unavailableState(pgErr.Code) {
		return errors.Join(fault.Unavailable(), err)
	}
	if pgErr.Code == pgerrcode.CharacterNotInRepertoire || pgErr.Code == pgerrcode.UntranslatableCharacter {
		return fault.New(http.StatusBadRequest, "text_invalid", "A text holds a character that can't be kept.", "Leave out NUL characters.")
	}
	return err
}

// raised reads the refusal out of SQLSTATE PTnnn with a code in HINT.
func raised(e *pgconn.PgError) *fault.Error {
	status, ok := strings.CutPrefix(e.Code, "PT")
	if !ok || e.Hint == "" {
		return nil
	}
	n, err := strconv.Atoi(status)
	if err != nil {
		return nil
	}
	refusal := &fault.Error{}
	_ = json.Unmarshal([]byte(e.Detail), refusal) // DETAIL is optional
	refusal.Code, refusal.Status, refusal.Message = e.Hint, n, e.Message
	return refusal
}

func lostRace(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && (pgErr.Code == "40001" || pgErr.Code == "40P01")
}

// unavailableState lists the SQLSTATE classes that say "not now".
func unavailableState(code string) bool {
	for _, prefix := range []string{"08", "53", "57", "40", "55P03"} {
		if strings.HasPrefix(code, prefix) {
			return true
		}
	}
	return false
}

// unreachable reports whether the server could not be talked to at all.
func unreachable(err error) bool {
	var connect *pgconn.ConnectError
	return errors.As(err, &connect) || pgconn.SafeToRetry(err) || pgconn.Timeout(err) || brokenConn(err)
}
