package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type adminCmd struct {
	Bootstrap adminBootstrapCmd `cmd:"" help:"Print a secret that makes one owner of the whole server, once."`
	List      adminListCmd      `cmd:"" help:"List who administers a project, or the server."`
	Grant     adminGrantCmd     `cmd:"" help:"Make an account administer a project, or the server."`
	Revoke    adminRevokeCmd    `cmd:"" help:"Take a project, or the server, from an admin."`
	Signup    adminSignupCmd    `cmd:"" help:"Say who may make an admin's account: invite or open."`
}

type adminBootstrapCmd struct {
	jsonFlag
	TTL time.Duration `help:"How long the secret works." default:"24h"`
}

// Run makes the secret; the one before dies.
func (c adminBootstrapCmd) Run(ctx context.Context) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	base := cfg.PublicURL
	if base == "" {
		base = "http://" + cfg.Listen
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		key, until, err := openBootstrap(ctx, conn, c.TTL)
		if err != nil {
			return err
		}
		return c.print(map[string]any{"secret": key, "expires_at": until, "url": base + "/v1/accounts/bootstrap"}, func() {
			fmt.Printf("secret   %s\nuntil    %s\n\nIt works once. %s\n", key, until.Format(time.RFC3339), bootstrapLine(base, key))
		})
	})
}

// openBootstrap lets the bearer of a new secret become the server's owner.
func openBootstrap(ctx context.Context, conn *pgx.Conn, ttl time.Duration) (string, time.Time, error) {
	key := secret.New(secret.BootstrapPrefix)
	until, err := pg.Value[time.Time](ctx, conn, "admin_bootstrap",
		pg.Bytes("hash", secret.Hash(secret.BootstrapPrefix, key)), pg.Int("ttl", int(ttl/time.Second)))
	return key, until, err
}

// bootstrapLine says what to do with the secret; it can be pasted.
func bootstrapLine(base, key string) string {
	return fmt.Sprintf(`Make the first admin with it:

  curl %s/v1/accounts/bootstrap -H 'Content-Type: application/json' \
    -d '{"secret":"%s","email":"you@example.com","password":"..."}'`, base, key)
}

type adminListCmd struct {
	jsonFlag
	Project string `arg:"" optional:"" default:"admin" help:"Slug or id; the server's own without it."`
}

// Run lists the admins.
func (c adminListCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		list, err := pg.Value[[]core.Admin](ctx, conn, "admins_read", pg.Text("project", c.Project))
		if err != nil {
			return err
		}
		return c.print(list, func() {
			for _, a := range list {
				email := ""
				if a.Email != nil {
					email = *a.Email
				}
				fmt.Printf("%s  %-6s %s\n", a.ID, a.Role, email)
			}
		})
	})
}

type adminGrantCmd struct {
	Admin   string `arg:"" help:"E-mail address or id of the admin's account."`
	Project string `arg:"" optional:"" default:"admin" help:"Slug or id; the server without it."`
	Role    string `help:"owner or admin; an owner says who else administers." default:"owner" enum:"owner,admin"`
}

// Run makes the admin.
func (c adminGrantCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		_, err := pg.Value[json.RawMessage](ctx, conn, "admin_grant", pg.Text("user", c.Admin), pg.Text("project", c.Project), pg.Text("role", c.Role))
		return err
	})
}

type adminRevokeCmd struct {
	Admin   string `arg:"" help:"E-mail address or id of the admin's account."`
	Project string `arg:"" optional:"" default:"admin" help:"Slug or id; the server without it."`
}

// Run takes the project from the admin; the account stays.
func (c adminRevokeCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		_, err := pg.Value[any](ctx, conn, "admin_revoke", pg.Text("user", c.Admin), pg.Text("project", c.Project))
		return err
	})
}

type adminSignupCmd struct {
	Mode string `arg:"" optional:"" enum:"invite,open," default:"" help:"invite: only who was invited; open: everybody, for projects of their own."`
}

// Run sets the mode, or prints it.
func (c adminSignupCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		mode, err := pg.Value[string](ctx, conn, "admin_signup", pg.Text("mode", c.Mode))
		if err != nil {
			return err
		}
		fmt.Println(mode)
		return nil
	})
}
