package pg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// PoolOptions are the few things about a pool that differ by place.
type PoolOptions struct {
	MaxConns int32
	Prepared bool              // off behind PgBouncer in transaction mode
	Name     string            // application_name
	Settings map[string]string // of each session, for SQL to read
	// Password, where given, is asked before each new connection, so that a new
	// one is followed.
	Password func(ctx context.Context) (string, error)
}

// Open makes a pool; it connects lazily, so that a server starts before its database does.
func Open(ctx context.Context, url string, o PoolOptions) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, errors.New("read database URL: it doesn't parse (its text isn't shown, as it may hold a password)")
	}
	config.MaxConns = o.MaxConns
	config.MaxConnIdleTime = 5 * time.Minute
	config.HealthCheckPeriod = 15 * time.Second
	config.ConnConfig.ConnectTimeout = 5 * time.Second
	config.ConnConfig.RuntimeParams["application_name"] = o.Name
	maps.Copy(config.ConnConfig.RuntimeParams, o.Settings)
	config.ConnConfig.StatementCacheCapacity = 1024
	if !o.Prepared {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	}
	if o.Password != nil {
		config.BeforeConnect = func(ctx context.Context, c *pgx.ConnConfig) (err error) {
			c.Password, err = o.Password(ctx)
			return err
		}
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open pool %s: %w", o.Name, err)
	}
	return pool, nil
}

// brokenConn reports a connection that died under a statement.
func brokenConn(err error) bool {
	var netErr net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.EPIPE) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, net.ErrClosed) || errors.As(err, &netErr)
}
