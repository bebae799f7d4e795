package bus

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

const (
	giveWay    = 1500 * time.Millisecond // a reader that is silent for so long is dropped by the server
	reportEach = 300 * time.Millisecond
	silence    = 2 * giveWay     // a server that is silent for so long is dropped by us
	preparing  = 5 * time.Minute // a slot waits for every transaction that is open
)

// read becomes the reader and passes events on until something breaks.
func (b *Bus) read(ctx context.Context, begun func()) error {
	direct, err := pgx.ConnectConfig(ctx, b.direct)
	if err != nil {
		return fmt.Errorf("connect to notify: %w", err)
	}
	defer closeConn(direct.PgConn())
	wal, err := pgconn.ConnectConfig(ctx, b.replication)
	if err != nil {
		return fmt.Errorf("connect to read the log: %w", err)
	}
	defer hangUp(wal)
	backend, err := takeOver(ctx, wal)
	if err != nil {
		return err
	}
	r := reader{wal: wal, relay: newRelay(direct), decoder: decoder{project: map[uint32]int{}}, heard: time.Now()}
	// Transactions that were open when the last reader died have ended by now,
	// and their messages nobody has read.
	if err := r.relay.add(ctx, Event{Topic: TopicReset}); err != nil {
		return err
	}
	b.reading.Store(backend)
	b.setExcuse("")
	b.log.Info("bus reads the log", "backend", backend)
	begun()
	return r.follow(ctx)
}

// hangUp waits until the server has let go of slot and lock, which it has when
// it closes the connection.
func hangUp(wal *pgconn.PgConn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	wal.Frontend().Send(&pgproto3.Terminate{})
	err := wal.Frontend().Flush()
	for err == nil {
		_, err = wal.ReceiveMessage(ctx)
	}
	_ = wal.Close(ctx)
}

// takeOver makes a slot, takes the lock and starts the stream, in this order:
// from the lock on SQL relies on us, so by then the slot must collect.
//
// The lock is held by the connection that reads. When the server drops a
// reader that hangs, the lock goes with it.
func takeOver(ctx context.Context, wal *pgconn.PgConn) (backend uint32, err error) {
	ctx, cancel := context.WithTimeout(ctx, preparing)
	defer cancel()
	published, err := ask(ctx, wal, "select count(*) from pg_publication where pubname = '"+publication+"'")
	if err != nil {
		return 0, fmt.Errorf("look for the publication: %w", err)
	}
	if published != "1" {
		return 0, errUnpublished
	}
	slot := "rolecall_" + strings.ToLower(rand.Text()[:16])
	if _, err := pglogrepl.CreateReplicationSlot(ctx, wal, slot, "pgoutput", pglogrepl.CreateReplicationSlotOptions{
		Temporary: true, Mode: pglogrepl.LogicalReplication, SnapshotAction: "NOEXPORT_SNAPSHOT",
	}); err != nil {
		return 0, fmt.Errorf("make a replication slot: %w", err)
	}
	won, err := ask(ctx, wal, fmt.Sprintf("select pg_try_advisory_lock(%d)", lockKey))
	if err != nil {
		return 0, fmt.Errorf("take the reader's lock: %w", err)
	}
	if won != "t" {
		return 0, errTaken
	}
	// Position 0 is where the slot begins.
	if err := pglogrepl.StartReplication(ctx, wal, slot, 0, pglogrepl.StartReplicationOptions{
		Mode:       pglogrepl.LogicalReplication,
		PluginArgs: []string{"proto_version '1'", "publication_names '" + publication + "'", "messages 'true'"},
	}); err != nil {
		return 0, fmt.Errorf("start replication: %w", err)
	}
	return wal.PID(), nil
}

// ask gives the one value of a query, by the only protocol that such a
// connection speaks.
func ask(ctx context.Context, wal *pgconn.PgConn, sql string) (string, error) {
	results, err := wal.Exec(ctx, sql).ReadAll()
	if err != nil {
		return "", err
	}
	if len(results) != 1 || len(results[0].Rows) != 1 {
		return "", errors.New("not the one row it should be")
	}
	return string(results[0].Rows[0][0]), nil
}

// reader follows the stream. One goroutine owns the connection.
type reader struct {
	wal     *pgconn.PgConn
	relay   *relay
	decoder decoder
	done    pglogrepl.LSN // read so far; a temporary slot is never resumed, so this only frees the server's log
	report  time.Time     // when to report next
	heard   time.Time     // when the server last spoke
}

func (r *reader) follow(ctx context.Context) error {
	for {
		until, err := r.chores(ctx)
		if err != nil {
			return err
		}
		if err := r.receive(ctx, until); err != nil {
			return err
		}
	}
}

// chores sends what is due and says when the next thing is.
func (r *reader) chores(ctx context.Context) (until time.Time, err error) {
	now := time.Now()
	if at, any := r.relay.due(); any && !now.Before(at) {
		if err := r.relay.flush(ctx); err != nil {
			return now, err
		}
	}
	if !now.Before(r.report) {
		if now.Sub(r.heard) > silence {
			return now, errors.New("read the log: the server says nothing")
		}
		// Asking for a reply is how we notice a server that is gone.
		err := pglogrepl.SendStandbyStatusUpdate(ctx, r.wal, pglogrepl.StandbyStatusUpdate{WALWritePosition: r.done, ReplyRequested: true})
		if err != nil {
			return now, fmt.Errorf("report to the server: %w", err)
		}
		r.report = now.Add(reportEach)
	}
	until = r.report
	if at, any := r.relay.due(); any && at.Before(until) {
		until = at
	}
	return until, nil
}

func (r *reader) receive(ctx context.Context, until time.Time) error {
	waiting, cancel := context.WithDeadline(ctx, until)
	defer cancel()
	message, err := r.wal.ReceiveMessage(waiting)
	if err != nil {
		if ctx.Err() == nil && pgconn.Timeout(err) {
			return nil
		}
		return fmt.Errorf("read the log: %w", err)
	}
	r.heard = time.Now()
	switch m := message.(type) {
	case *pgproto3.CopyData:
		return r.take(ctx, m.Data)
	case *pgproto3.ErrorResponse:
		return fmt.Errorf("read the log: %w", pgconn.ErrorResponseToPgError(m))
	case *pgproto3.CopyDone:
		return errors.New("read the log: the server ended the stream")
	}
	return nil
}

func (r *reader) take(ctx context.Context, data []byte) error {
	if len(data) == 0 {
		return errors.New("read the log: empty message")
	}
	switch data[0] {
	case pglogrepl.PrimaryKeepaliveMessageByteID:
		keepalive, err := pglogrepl.ParsePrimaryKeepaliveMessage(data[1:])
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		r.done = max(r.done, keepalive.ServerWALEnd)
		return nil
	case pglogrepl.XLogDataByteID:
		part, err := pglogrepl.ParseXLogData(data[1:])
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		events, end, err := r.decoder.take(part.WALData)
		if err != nil {
			return fmt.Errorf("read the log: %w", err)
		}
		r.done = max(r.done, end)
		return r.relay.add(ctx, events...)
	}
	return nil
}
