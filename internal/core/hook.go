package core

import (
	"context"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// ownConns are the most connections of a project for calls with functions of its own.
const ownConns = 4

// own is the database for calls in which functions of the project's own may
// run: every sign-up, whatever signs an access token, and what changes or ends
// a user with a row in the project's auth table. They have connections
// apart: what such a function does to one (deallocate, say) is nobody else's trouble.
func (c *Core) own(p *Project) pg.DB {
	s := p.Settings
	if s.HookBeforeSignup+s.HookAfterSignup+s.HookBeforeToken+s.ClaimsFunction+s.AuthTable == "" || c.ServiceURL == "" {
		return c.Service
	}
	pool, err := c.ownPool(p)
	if err != nil {
		return c.Service // whose URL is the same one, and no better
	}
	return pool.Within(time.Duration(max(1, s.HookTimeout)) * time.Second)
}

func (c *Core) ownPool(p *Project) (pg.Patient, error) {
	name := "own " + p.ID
	c.mu.Lock()
	defer c.mu.Unlock()
	if pool := c.pools[name]; pool != nil {
		return pg.Patient{Pool: pool}, nil
	}
	// The pool outlives the request that opened it.
	pool, err := pg.Open(context.Background(), c.ServiceURL, pg.PoolOptions{MaxConns: ownConns, Prepared: c.Options.DataPool.Prepared, Name: "rolecall hooks"})
	if err == nil {
		c.pools[name] = pool
	}
	return pg.Patient{Pool: pool}, err
}
