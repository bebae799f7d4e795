package bus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

const (
	channel    = "rolecall"
	postgrest  = "pgrst" // where PostgREST's users say that the schema changed
	connecting = 5 * time.Second
	asking     = 5 * time.Second        // for one statement
	lookEvery  = 500 * time.Millisecond // at who reads the log
)

// errPooler: a connection that is handed from client to client cannot listen.
var errPooler = errors.New("the database URL leads through a pooler: set ROLECALL_DIRECT_URL")

// listen keeps a listening connection until ctx ends.
func (b *Bus) listen(ctx context.Context) {
	wait := backoff{most: 2 * time.Second}
	for ctx.Err() == nil {
		err := b.listenOnce(ctx, wait.reset)
		if ctx.Err() != nil {
			return
		}
		b.setMode(ModePoll, reason(err))
		b.log.Warn("bus does not listen", "error", err)
		wait.sleep(ctx)
	}
}

func (b *Bus) listenOnce(ctx context.Context, begun func()) error {
	conn, err := pgx.ConnectConfig(ctx, b.direct)
	if err != nil {
		return fmt.Errorf("connect to listen: %w", err)
	}
	defer closeConn(conn.PgConn())
	w := watch{bus: b, conn: conn}
	if err := begin(ctx, conn); err != nil {
		return err
	}
	if err := w.look(ctx); err != nil {
		return err
	}
	// Listening comes first: what is committed from here on comes as an event.
	b.tell(Event{Topic: TopicReset})
	begun()
	for {
		if err := b.hear(ctx, conn); err != nil {
			return err
		}
		if err := w.look(ctx); err != nil {
			return err
		}
	}
}

func begin(ctx context.Context, conn *pgx.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	var backend uint32
	if err := conn.QueryRow(ctx, "select pg_backend_pid()").Scan(&backend); err != nil {
		return fmt.Errorf("begin to listen: %w", err)
	}
	if backend != conn.PgConn().PID() {
		return errPooler
	}
	for _, name := range []string{channel, postgrest} {
		if _, err := conn.Exec(ctx, "listen "+name); err != nil {
			return fmt.Errorf("begin to listen: %w", err)
		}
	}
	return nil
}

// hear passes on what comes until it is time to look again.
func (b *Bus) hear(ctx context.Context, conn *pgx.Conn) error {
	until, cancel := context.WithTimeout(ctx, lookEvery)
	defer cancel()
	for {
		n, err := conn.WaitForNotification(until)
		switch {
		case err == nil && n.Channel == postgrest:
			b.takeReload(n.Payload)
		case err == nil:
			b.take(n.Payload)
		case ctx.Err() == nil && pgconn.Timeout(err):
			return nil
		default:
			return fmt.Errorf("listen: %w", err)
		}
	}
}

func (b *Bus) take(payload string) {
	if e, ok := parse(payload); ok {
		b.tell(e)
	} else {
		b.drop()
	}
}

// takeReload heeds what PostgREST would; a change of settings has told us by itself.
func (b *Bus) takeReload(payload string) {
	if payload == "" || payload == "reload schema" {
		b.tell(Event{Topic: TopicSchema})
	}
}

// reason is what an error is called where strangers may read it: without
// hosts and logins.
func reason(err error) string {
	var refusal *pgconn.PgError
	switch {
	case errors.Is(err, errPooler), errors.Is(err, errUnpublished):
		return err.Error()
	case errors.As(err, &refusal):
		return refusal.Message
	default:
		return "no connection to the database"
	}
}

// closeConn says good-bye, briefly.
func closeConn(conn *pgconn.PgConn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
