package core

import (
	"context"
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
	address, err := c.dataURL(ctx, p)
	if err != nil {
		return nil, err
	}
	return c.openDataPool(p, address)
}

func (c *Core) openDataPool(p *Project, address string) (*pgxpool.Pool, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if pool := c.pools[p.ID]; pool != nil {
		return pool, nil
	}
	// The pool outlives the request that opened it.
	pool, err := pg.Open(context.Background(), address, c.Options.DataPool)
	if err == nil {
		c.pools[p.ID] = pool
	}
	return pool, err
}

// dataURL is the service URL with the data login's name and password. Nodes
// make the password themselves: SQL sees a SCRAM verifier and the sealed value.
func (c *Core) dataURL(ctx context.Context, p *Project) (string, error) {
	if p.dataLogin == "authenticator" && c.AuthenticatorURL != "" {
		return c.AuthenticatorURL, nil
	}
	sealed := p.dataSealed
	if sealed == nil {
		password := secret.New("")
		var err error
		sealed, err = pg.Value[[]byte](ctx, c.Service, "data_login_ensure", pg.UUID("project", p.ID),
			pg.Text("verifier", secret.ScramVerifier(password)), pg.Bytes("sealed", c.Keyring.Seal([]byte(password), "data_login", p.ID)))
		if err != nil {
			return "", err
		}
	}
	password, err := c.Keyring.Open(sealed, "data_login", p.ID)
	if err != nil {
		return "", fmt.Errorf("open data login of project %s: %w", p.Slug, err)
	}
	address, err := url.Parse(c.ServiceURL)
	if err != nil {
		return "", fmt.Errorf("read database URL: %w", err)
	}
	address.User = url.UserPassword(p.dataLogin, string(password))
	return address.String(), nil
}
