package bus

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	breath  = 20 * time.Millisecond // between two rounds of notifications
	armful  = 256                   // events in one round
	talking = time.Second           // for one round, well within giveWay
)

// relay passes events on to all nodes, each only once a round.
type relay struct {
	conn    *pgx.Conn
	pending []string
	known   map[string]bool
	next    time.Time // not before
}

func newRelay(conn *pgx.Conn) *relay { return &relay{conn: conn, known: map[string]bool{}} }

func (r *relay) add(ctx context.Context, events ...Event) error {
	for _, e := range events {
		if payload := e.String(); !r.known[payload] {
			r.known[payload] = true
			r.pending = append(r.pending, payload)
		}
		if len(r.pending) >= armful {
			if err := r.flush(ctx); err != nil {
				return err
			}
		}
	}
	return nil
}

// due says whether, and when, there is a round to send.
func (r *relay) due() (time.Time, bool) { return r.next, len(r.pending) > 0 }

func (r *relay) flush(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, talking)
	defer cancel()
	_, err := r.conn.Exec(ctx, "select pg_notify('"+channel+"', p) from unnest($1::text[]) p", r.pending)
	if err != nil {
		return fmt.Errorf("pass events on: %w", err)
	}
	r.pending, r.next = r.pending[:0], time.Now().Add(breath)
	clear(r.known)
	return nil
}
