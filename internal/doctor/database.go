package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/internal/pg"
)

// schema says whether the schema is one that this binary can work with.
func (e *examination) schema(ctx context.Context) bool {
	l := e.owner
	if l == nil {
		l = e.service
	}
	if l == nil {
		e.warn("schema", "mend the logins above first", "not checked: there is no connection")
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := migrate.Check(ctx, l.conn)
	switch {
	case err == nil:
		e.ok("schema", "this binary's, or a newer one that it can work with")
	case errors.Is(err, migrate.ErrNoSchema):
		e.fault("schema", "rolecall migrate init, then: rolecall migrate up", "there is no schema auth yet")
	case errors.Is(err, migrate.ErrDirty):
		e.fault("schema", "rolecall migrate up", "a migration was interrupted")
	case errors.Is(err, migrate.ErrOlder):
		e.fault("schema", "rolecall migrate up", "the schema is not this binary's")
	default:
		e.fault("schema", "see PostgreSQL's log", "%s", oneLine(err))
	}
	return err == nil
}

type finding struct {
	Name   string  `db:"name"`
	State  string  `db:"state"`
	Found  string  `db:"found"`
	Remedy *string `db:"remedy"`
}

// database asks auth.doctor, which only the owner may.
func (e *examination) database(ctx context.Context) {
	if e.owner == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 4*patience)
	defer cancel()
	list, err := pg.List[finding](ctx, e.owner.conn, "doctor")
	if err != nil {
		e.fault("database", "select * from auth.doctor(); -- as auth_owner", "the database could not examine itself: %s", oneLine(err))
		return
	}
	for _, f := range list {
		check := Check{Name: f.Name, State: f.State, Found: f.Found}
		if f.Remedy != nil {
			check.Remedy = *f.Remedy
		}
		e.checks = append(e.checks, check)
	}
}

// masterKey tries the key on what is sealed in the database.
func (e *examination) masterKey(ctx context.Context) {
	switch {
	case e.cfg.Keyring == nil:
		e.warn("master_key", "ROLECALL_MASTER_KEY=KEY rolecall doctor", "ROLECALL_MASTER_KEY is not set here: whether it opens what is sealed is not checked")
		return
	case e.owner == nil:
		e.warn("master_key", "set ROLECALL_OWNER_URL too", "well formed; whether it opens what is sealed is not checked")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	seals, err := core.Seals(ctx, e.owner.conn, e.cfg.Keyring)
	if err != nil {
		e.fault("master_key", "see PostgreSQL's log", "what is sealed could not be read: %s", oneLine(err))
		return
	}
	e.seals(seals)
}

func (e *examination) seals(seals []core.Seal) {
	var opens, older int64
	shut := false
	for _, s := range seals {
		switch {
		case s.Err != nil:
			shut = true
			e.fault("master_key", "put the key with this id back into ROLECALL_MASTER_KEY, after a comma, then: rolecall key rotate --master",
				"%d values in auth.%s don't open, sealed by the key with id %x: %v", s.Count, s.Place, s.KeyID, s.Err)
		case s.Current:
			opens += s.Count
		default:
			older += s.Count
		}
	}
	if older > 0 {
		e.warn("master_key", "rolecall key rotate --master", "%d values are sealed under an older key", older)
	} else if !shut {
		e.ok("master_key", "opens what is sealed (%d values)", opens)
	}
}

// A token lives by the node's clock and is made by the database's.
const (
	skewNoted = 2 * time.Second
	skewMost  = 30 * time.Second
)

func (e *examination) clock() {
	l := e.service
	if l == nil {
		l = e.owner
	}
	if l == nil {
		return
	}
	const remedy = "timedatectl set-ntp true # on the machine whose clock is wrong"
	off := (l.skew.Abs() - l.trip/2).Round(time.Millisecond) // what the way there can't explain
	word := "behind"
	if l.skew < 0 {
		word = "ahead of"
	}
	switch {
	case off > skewMost:
		e.fault("clock", remedy, "this machine is %s %s the database: tokens expire at the wrong time", off, word)
	case off > skewNoted:
		e.warn("clock", remedy, "this machine is %s %s the database", off, word)
	default:
		e.ok("clock", "this machine and the database agree")
	}
}
