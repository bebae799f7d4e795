package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
)

type keyCmd struct {
	Rotate keyRotateCmd `cmd:"" help:"Rotate a project's signing key, or seal everything anew after a change of the master key."`
}

type keyRotateCmd struct {
	jsonFlag
	Signing bool   `help:"The next signing key signs from now on; no token dies." xor:"which" required:""`
	Revoke  bool   `help:"With --signing: revoke the old keys too; every access token dies at once."`
	Master  bool   `help:"Seal everything under the first key of ROLECALL_MASTER_KEY; older ones stand after commas." xor:"which" required:""`
	Project string `help:"Slug or id." default:"default"`
}

// Run rotates, while the server runs.
func (c keyRotateCmd) Run(ctx context.Context) error {
	if c.Master {
		return c.master(ctx)
	}
	function := "signing_key_rotate"
	if c.Revoke {
		function = "signing_keys_revoke"
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		_, err := pg.Value[any](ctx, conn, function, pg.Text("project", c.Project))
		return err
	})
}

func (c keyRotateCmd) master(ctx context.Context) error {
	cfg, err := environment(func(cfg *config.Config) error {
		if cfg.MasterKey == "" {
			return errors.New("ROLECALL_MASTER_KEY is missing: the new key, a comma, the old key")
		}
		return nil
	})
	if err != nil {
		return err
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		count, err := core.Reseal(ctx, conn, cfg.Keyring)
		if err != nil {
			return err
		}
		return c.print(map[string]int{"resealed": count}, func() {
			fmt.Printf("%d values sealed anew. Once every node has the new key, drop the old one from ROLECALL_MASTER_KEY.\n", count)
		})
	})
}
