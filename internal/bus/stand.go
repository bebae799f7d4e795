package bus

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// tryAgain is how long a node waits that is not set up to read.
const tryAgain = 30 * time.Second

var (
	// errTaken: another node was quicker.
	errTaken = errors.New("another node reads the log")
	// errUnpublished: reading on would end at the first change of a table.
	errUnpublished = errors.New("publication " + publication + " is missing: run `rolecall migrate up`")
)

// stand reads the log whenever nobody else does, until ctx ends.
func (b *Bus) stand(ctx context.Context) {
	wait := backoff{most: 5 * time.Second}
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.vacant:
		}
		err := b.read(ctx, wait.reset)
		b.reading.Store(0)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errTaken):
			b.setExcuse("")
		case unfit(err):
			b.excused(err)
			sleep(ctx, tryAgain)
		default:
			b.excused(err)
			wait.sleep(ctx)
		}
	}
}

// excused logs a reason once, not each time it is met again.
func (b *Bus) excused(err error) {
	excuse := "the log cannot be read: " + reason(err)
	b.mu.Lock()
	known := b.excuse == excuse
	b.excuse = excuse
	b.mu.Unlock()
	if !known {
		b.log.Warn("bus does not read the log", "error", err)
	}
}

// unfit tells a server or login that is not set up for reading from one that
// is just not there.
func unfit(err error) bool {
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) {
		return !strings.HasPrefix(refusal.Code, "57") && !strings.HasPrefix(refusal.Code, "08")
	}
	return errors.Is(err, errUnpublished)
}
