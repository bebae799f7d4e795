package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"

	"github.com/rolecall/rolecall/internal/migrate"
)

type migrateCmd struct {
	Init   migrateInitCmd   `cmd:"" help:"The one superuser step: logins, API roles, helper schemas."`
	Up     migrateUpCmd     `cmd:"" help:"Bring the schema to this binary's, safely with many nodes at once."`
	Status migrateStatusCmd `cmd:"" help:"Say where the schema stands."`
}

type migrateInitCmd struct {
	SQL             bool   `help:"Print the SQL to hand to whoever is superuser, and do nothing."`
	SuperuserURL    string `help:"Superuser's URL; the owner's URL from the environment unless given." env:"ROLECALL_SUPERUSER_URL"`
	OwnerPassword   string `help:"Password of auth_owner." env:"ROLECALL_OWNER_PASSWORD"`
	ServicePassword string `help:"Password of auth_service." env:"ROLECALL_SERVICE_PASSWORD"`
	DataPassword    string `help:"Password of authenticator; nodes set one unless given." env:"ROLECALL_AUTHENTICATOR_PASSWORD"`
	ReplicaPassword string `help:"Password of auth_replicator." env:"ROLECALL_REPLICATOR_PASSWORD" name:"replicator-password"`
}

// Run makes what needs a superuser; it can be repeated.
func (c migrateInitCmd) Run(ctx context.Context) error {
	if c.SQL {
		fmt.Print(migrate.InitSQL())
		return nil
	}
	if c.SuperuserURL == "" {
		cfg, err := environment(nil)
		if err != nil {
			return err
		}
		if c.SuperuserURL, err = cfg.Owner(); err != nil {
			return faulty{err}
		}
	}
	passwords := map[string]string{}
	for role, password := range map[string]string{"auth_owner": c.OwnerPassword, "auth_service": c.ServicePassword,
		"authenticator": c.DataPassword, "auth_replicator": c.ReplicaPassword} {
		if password != "" {
			passwords[role] = password
		}
	}
	if err := migrate.Init(ctx, c.SuperuserURL, migrate.InitOptions{Passwords: passwords}); err != nil {
		return err
	}
	fmt.Println("Roles and schemas are there. Next: rolecall migrate up, as auth_owner.")
	return nil
}

type migrateUpCmd struct{ jsonFlag }

// Run migrates.
func (c migrateUpCmd) Run(ctx context.Context) error {
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	report, err := migrate.Up(ctx, owner, slog.New(slog.NewTextHandler(os.Stderr, nil)))
	if err != nil {
		return err
	}
	return c.print(report, func() {
		fmt.Printf("The schema is at migration %d, release %d (%d applied just now).\n", report.Version, report.Release, len(report.Applied))
	})
}

type migrateStatusCmd struct{ jsonFlag }

// Run says where the schema stands.
func (c migrateStatusCmd) Run(ctx context.Context) error {
	owner, err := ownerURL()
	if err != nil {
		return err
	}
	report, err := migrate.Status(ctx, owner)
	if err != nil {
		return err
	}
	return c.print(report, func() {
		word := "is this binary's"
		if !report.Current {
			word = "is not this binary's: run `rolecall migrate up`"
		}
		fmt.Printf("Migration %d of %d, release %d: the schema %s.\n", report.Version, report.Newest, report.Release, word)
	})
}
