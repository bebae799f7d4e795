package core

import (
	"context"
	"fmt"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/token"
)

// withKeys makes sure that the project has a key that signs and one to follow
// it. Keys are made here because SQL can't; which node made them is SQL's to say.
func (c *Core) withKeys(ctx context.Context, p *Project) (*Project, error) {
	alg := p.Settings.SigningAlg
	if p.keys.Current(alg) != nil && p.keys.Next(alg) != nil {
		return p, nil
	}
	for _, status := range []string{"current", "next"} {
		if p.keys.Current(alg) != nil && status == "current" || p.keys.Next(alg) != nil && status == "next" {
			continue
		}
		if err := c.makeKey(ctx, p, status); err != nil {
			return nil, err
		}
	}
	c.Forget(p.ID)
	fresh, err := c.Project(ctx, p.ID)
	if err != nil {
		return nil, err
	}
	if fresh.keys.Current(fresh.Settings.SigningAlg) == nil {
		return nil, fmt.Errorf("make signing key of project %s: none is current", p.Slug)
	}
	return fresh, nil
}

func (c *Core) makeKey(ctx context.Context, p *Project, status string) error {
	key, jwk, private, err := token.Generate(p.Settings.SigningAlg)
	if err != nil {
		return err
	}
	_, err = pg.Value[bool](ctx, c.Service, "signing_key_ensure",
		pg.UUID("project", p.ID), pg.Text("status", status), pg.Text("kid", key.ID), pg.Text("alg", key.Alg),
		pg.JSON("public_jwk", jwk), pg.Bytes("private_sealed", c.Keyring.Seal(private, "signing_key", p.ID)))
	return err
}
