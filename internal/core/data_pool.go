package core

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

var errNoData = fault.New(http.StatusNotFound, "no_data_api", "This project has no data API.", "Use one of your own projects.")

// DataPool is the pool of the project's own data login, opened on demand. The
// login can become the project's API roles and nothing else.
func (c *Core) DataPool(ctx context.Context, p *Project) (*pgxpool.Pool, error) {
	if p.Realm {
		return nil, errNoData
	}
	c.mu.Lock()
	pool := c.pools[p.ID]
	c.mu.Unlock()
	if pool != nil {
		return pool, nil
	}
	return c.openDataPool(p)
}

func (c *Core) openDataPool(p *Project) (*pgxpool.Pool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if pool := c.pools[p.ID]; pool != nil {
		return pool, nil
	}
	options, address := c.Options.DataPool, c.AuthenticatorURL
	if p.dataLogin != "authenticator" || address == "" {
		own, err := url.Parse(c.ServiceURL)
		if err != nil {
			return nil, errors.New("read database URL: it doesn't parse")
		}
		own.User = url.User(p.dataLogin)
		address = own.String()
		options.Password = func(ctx context.Context) (string, error) { return c.dataPassword(ctx, p.ID) }
	}
	// The pool outlives the request that opened it.
	pool, err := pg.Open(context.Background(), address, options)
	if err == nil {
		c.pools[p.ID] = pool
	}
	return pool, err
}

// dataPassword is the data login's. Nodes make it themselves: SQL sees a SCRAM
// verifier and the sealed value.
func (c *Core) dataPassword(ctx context.Context, projectID string) (string, error) {
	p, err := c.Project(ctx, projectID)
	if err != nil {
		return "", err
	}
	sealed := p.dataSealed
	if sealed == nil {
		password := secret.New("")
		sealed, err = pg.Value[[]byte](ctx, c.Service, "data_login_ensure", pg.UUID("project", p.ID),
			pg.Text("verifier", secret.ScramVerifier(password)), pg.Bytes("sealed", c.Keyring.Seal([]byte(password), "data_login", p.ID)))
		if err != nil {
			return "", err
		}
		c.Forget(p.ID)
	}
	password, err := c.Keyring.Open(sealed, "data_login", p.ID)
	if err != nil {
		return "", fmt.Errorf("open data login of project %s: %w", p.Slug, err)
	}
	return string(password), nil
}
