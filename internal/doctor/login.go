package doctor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// login is a connection, and what it says of itself.
type login struct {
	conn   *pgx.Conn
	user   string
	super  bool
	pooled bool          // a pooler is in between
	skew   time.Duration // the database's clock less ours
	trip   time.Duration
}

const whoAmI = `select session_user::text, current_setting('is_superuser') = 'on', pg_backend_pid(), clock_timestamp()`

// connect logs in; role is what to become, if anything.
func (e *examination) connect(ctx context.Context, url, role string) (*login, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("it is no URL of a database")
	}
	config.ConnectTimeout = patience
	config.DefaultQueryExecMode = pgx.QueryExecModeExec // also behind a pooler
	config.RuntimeParams["application_name"] = "rolecall doctor"
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	l := &login{conn: conn}
	if err := e.ask(ctx, l, role); err != nil {
		hangUp(conn)
		return nil, err
	}
	return l, nil
}

func (e *examination) ask(ctx context.Context, l *login, role string) error {
	var backend uint32
	var there time.Time
	before := e.now()
	if err := l.conn.QueryRow(ctx, whoAmI).Scan(&l.user, &l.super, &backend, &there); err != nil {
		return err
	}
	l.trip = e.now().Sub(before)
	l.skew = there.Sub(before.Add(l.trip / 2))
	l.pooled = backend != l.conn.PgConn().PID()
	if role != "" && role != l.user {
		_, err := l.conn.Exec(ctx, "set role "+pgx.Identifier{role}.Sanitize())
		return err
	}
	return nil
}

// logins connects as owner and as service.
func (e *examination) logins(ctx context.Context) {
	if e.cfg.OwnerURL == "" {
		e.warn("owner_login", "ROLECALL_OWNER_URL=postgres://auth_owner:PASSWORD@HOST/DATABASE rolecall doctor",
			"ROLECALL_OWNER_URL is not set here: roles, rights, outbox, policies and sealed values are not checked")
	} else if l, err := e.connect(ctx, e.cfg.OwnerURL, "auth_owner"); err != nil {
		e.noLogin("owner_login", "ROLECALL_OWNER_URL", err)
	} else {
		e.owner = l
		e.ownerLogin(l)
	}
	if e.cfg.DatabaseURL == "" {
		e.warn("service_login", "DATABASE_URL=postgres://auth_service:PASSWORD@HOST/DATABASE rolecall doctor",
			"DATABASE_URL is not set here: the server's own way to the database is not checked")
	} else if l, err := e.connect(ctx, e.cfg.DatabaseURL, ""); err != nil {
		e.noLogin("service_login", "DATABASE_URL", err)
	} else {
		e.service = l
		e.isUser("service_login", "DATABASE_URL", "auth_service", l)
	}
}

func (e *examination) ownerLogin(l *login) {
	switch {
	case l.pooled:
		e.fault("owner_login", "let ROLECALL_OWNER_URL name PostgreSQL's own host and port",
			"ROLECALL_OWNER_URL leads through a pooler, and migrations hold a lock of their session")
	case l.super:
		e.warn("owner_login", "ROLECALL_OWNER_URL=postgres://auth_owner:PASSWORD@HOST/DATABASE", "%s is a superuser; auth_owner is enough", l.user)
	default:
		e.ok("owner_login", "%s", l.user)
	}
}

// isUser holds a login against the role that belongs into its variable.
func (e *examination) isUser(name, variable, want string, l *login) {
	remedy := fmt.Sprintf("%s=postgres://%s:PASSWORD@HOST/DATABASE", variable, want)
	switch {
	case l.super:
		e.fault(name, remedy, "%s logs in as %s, a superuser: a hole in the server would be a hole in everything", variable, l.user)
	case l.user != want:
		e.fault(name, remedy, "%s logs in as %s, not as %s", variable, l.user, want)
	default:
		e.ok(name, "%s", l.user)
	}
}

// noLogin says why nobody answered, and never what the URL holds.
func (e *examination) noLogin(name, variable string, err error) {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		e.fault(name, "start PostgreSQL, or correct host and port in "+variable, "%s", oneLine(err))
		return
	}
	remedy := "see PostgreSQL's log"
	switch refused.Code {
	case pgerrcode.InvalidPassword, pgerrcode.InvalidAuthorizationSpecification:
		remedy = "correct the password in " + variable + ", or set the login's: rolecall migrate init --help; for a host that is refused: pg_hba.conf"
	case pgerrcode.InvalidCatalogName:
		remedy = "create the database (createdb NAME), then: rolecall migrate init"
	case pgerrcode.InvalidParameterValue, pgerrcode.UndefinedObject:
		remedy = "rolecall migrate init"
	case pgerrcode.InsufficientPrivilege:
		remedy = "rolecall migrate init, or another login in " + variable
	case pgerrcode.TooManyConnections:
		remedy = "lower ROLECALL_SERVICE_POOL and ROLECALL_DATA_POOL, or raise max_connections"
	}
	e.fault(name, remedy, "%s: the server says: %s", variable, refused.Message)
}

// oneLine flattens an error of several lines. pgx leaves passwords out.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
