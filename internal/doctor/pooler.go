package doctor

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5/pgconn"
)

const directRemedy = "ROLECALL_DIRECT_URL=postgres://auth_service:PASSWORD@HOST:5432/DATABASE (PostgreSQL itself, not the pooler)"

// listen tries what the bus stands on: a notification that comes back.
func (e *examination) listen(ctx context.Context) {
	if e.cfg.Direct() == "" {
		return
	}
	l, err := e.connect(ctx, e.cfg.Direct(), "")
	if err != nil {
		if e.cfg.DirectURL != "" {
			e.noLogin("listen", "ROLECALL_DIRECT_URL", err)
		} // else service_login has said so
		return
	}
	defer hangUp(l.conn)
	if l.pooled {
		e.warn("listen", directRemedy, "the connection leads through a pooler: this node hears of nothing and polls")
		return
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_, err = l.conn.Exec(ctx, "listen rolecall_doctor; notify rolecall_doctor")
	if err == nil {
		_, err = l.conn.WaitForNotification(ctx)
	}
	if err != nil {
		e.warn("listen", directRemedy, "no notification comes back: %s", oneLine(err))
		return
	}
	e.ok("listen", "notifications come back")
}

// prepared finds out whether a statement is still there when the connection is
// used next. A pooler in transaction mode gives the server that has it to
// somebody else meanwhile.
func (e *examination) prepared(ctx context.Context) {
	if e.service == nil || !e.service.pooled {
		return
	}
	if !e.cfg.Prepared {
		e.ok("prepared_statements", "off, as a pooler in transaction mode needs it")
		return
	}
	err := e.swap(ctx)
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused) && refused.Code == pgerrcode.InvalidSQLStatementName:
		e.fault("prepared_statements", "ROLECALL_PREPARED_STATEMENTS=false", "DATABASE_URL leads through a pooler that loses prepared statements (transaction mode)")
	case err != nil:
		e.warn("prepared_statements", "ROLECALL_PREPARED_STATEMENTS=false unless the pooler is in session mode", "the pooler could not be tried: %s", oneLine(err))
	default:
		e.ok("prepared_statements", "the pooler keeps them")
	}
}

// swap prepares a statement while another client holds a server, lets go of
// that one, which is then the first to be given away, and runs the statement.
func (e *examination) swap(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	other, err := e.connect(ctx, e.cfg.DatabaseURL, "")
	if err != nil {
		return err
	}
	defer hangUp(other.conn)
	if _, err := other.conn.Exec(ctx, "begin"); err != nil {
		return err
	}
	wire := e.service.conn.PgConn()
	if _, err := wire.Prepare(ctx, "rolecall_doctor", "select 1", nil); err != nil {
		return err
	}
	if _, err := other.conn.Exec(ctx, "rollback"); err != nil {
		return err
	}
	time.Sleep(50 * time.Millisecond) // the pooler has it back by then
	return wire.ExecPrepared(ctx, "rolecall_doctor", nil, nil, nil).Read().Err
}
