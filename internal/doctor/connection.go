package doctor

import (
	"context"
	"errors"

	"github.com/jackc/pgerrcode"
	"github.com/jackc/pglogrepl"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// dataLogin tries the default project's data login, where it is the operator's.
func (e *examination) dataLogin(ctx context.Context) {
	if e.cfg.AuthenticatorURL == "" {
		e.ok("data_login", "ROLECALL_AUTHENTICATOR_URL is not set: nodes set authenticator's password themselves")
		return
	}
	l, err := e.connect(ctx, e.cfg.AuthenticatorURL, "")
	if err != nil {
		e.noLogin("data_login", "ROLECALL_AUTHENTICATOR_URL", err)
		return
	}
	defer hangUp(l.conn)
	e.isUser("data_login", "ROLECALL_AUTHENTICATOR_URL", "authenticator", l)
}

// replication tries the login that reads the log, as the bus does.
func (e *examination) replication(ctx context.Context) {
	const name, variable = "replication_login", "ROLECALL_REPLICATION_URL"
	if e.cfg.ReplicationURL == "" {
		e.ok(name, "%s is not set: nodes tell each other by NOTIFY", variable)
		return
	}
	config, err := pgconn.ParseConfig(e.cfg.ReplicationURL)
	if err != nil {
		e.fault(name, "correct "+variable, "%s is no URL of a database", variable)
		return
	}
	config.RuntimeParams["replication"] = "database"
	config.ConnectTimeout = patience
	ctx, cancel := context.WithTimeout(ctx, 2*patience)
	defer cancel()
	conn, err := pgconn.ConnectConfig(ctx, config)
	if err == nil {
		defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
		_, err = pglogrepl.IdentifySystem(ctx, conn)
	}
	var refused *pgconn.PgError
	switch {
	case errors.As(err, &refused) && refused.Code == pgerrcode.InsufficientPrivilege:
		e.fault(name, "alter role "+pgx.Identifier{config.User}.Sanitize()+" replication; -- as superuser; or unset "+variable, "%s may not read the log", config.User)
	case err != nil:
		e.noLogin(name, variable, err)
	case conn.ParameterStatus("is_superuser") == "on":
		e.fault(name, variable+"=postgres://auth_replicator:PASSWORD@HOST/DATABASE", "%s is a superuser; auth_replicator is enough", config.User)
	default:
		e.ok(name, "%s reads the log. It sees whatever any publication here publishes and could decode every change in every database it can connect to: keep its password as you keep a superuser's", config.User)
	}
}
