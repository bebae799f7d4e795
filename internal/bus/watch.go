package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// lockKey is the advisory lock that whoever reads the log holds; SQL asks for
// it to know whether it has to notify by itself.
const lockKey = 7205759403792793601

// watch is what a listening connection knows of the log's reader.
type watch struct {
	bus      *Bus
	conn     *pgx.Conn
	holder   uint32 // backend that holds the lock, 0 for none
	stranger bool   // it cannot be a reader
}

// look finds out who reads the log. When the one that did is gone, what it had
// not passed on yet is lost, and everything has to be looked at anew.
func (w *watch) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	before := w.holder
	if err := w.find(ctx); err != nil {
		return fmt.Errorf("look for the log's reader: %w", err)
	}
	if before != 0 && before != w.holder {
		w.bus.tell(Event{Topic: TopicReset})
	}
	if w.holder == 0 {
		select {
		case w.bus.vacant <- struct{}{}:
		default:
		}
	}
	w.bus.setMode(w.mode())
	return nil
}

func (w *watch) mode() (mode, reason string) {
	switch {
	case w.stranger:
		return ModePoll, "a login that cannot read the log holds the reader's lock"
	case w.holder != 0 && w.holder == w.bus.reading.Load():
		return ModeWAL, ""
	default:
		return ModeNotify, ""
	}
}

func (w *watch) find(ctx context.Context) error {
	var holder uint32
	err := w.conn.QueryRow(ctx, `select coalesce(max(pid), 0)::oid from pg_locks
		where locktype = 'advisory' and mode = 'ExclusiveLock' and granted and objsubid = 1
		and classid = $1::oid and objid = $2::oid
		and database = (select oid from pg_database where datname = current_database())`,
		uint32(lockKey>>32), uint32(lockKey&0xffffffff)).Scan(&holder)
	if err != nil || holder == w.holder {
		return err
	}
	w.holder, w.stranger = holder, false
	if holder == 0 {
		return nil
	}
	var able bool
	err = w.conn.QueryRow(ctx, `select r.rolreplication or r.rolsuper
		from pg_stat_activity a join pg_roles r on r.oid = a.usesysid where a.pid = $1`, int32(holder)).Scan(&able)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // gone again: the next look will tell
	}
	w.stranger = err == nil && !able
	return err
}
