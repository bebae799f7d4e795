package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/social"
)

type projectProviderCmd struct {
	Set    providerSetCmd    `cmd:"" help:"Set up an identity provider; its client's secret (for apple the .p8 key) is read from standard input."`
	List   providerListCmd   `cmd:"" help:"List a project's identity providers."`
	Remove providerRemoveCmd `cmd:"" help:"Take one away; who has linked what is kept."`
}

type providerSetCmd struct {
	Project  string            `arg:"" help:"Slug or id."`
	Name     string            `arg:"" help:"Name in URLs; of a provider that is known by its name, that name."`
	Kind     string            `help:"google, apple, github, ... or oidc for any issuer; by default the name, or oidc with an issuer."`
	ClientID string            `name:"client-id" help:"The app's id at the provider." required:""`
	Issuer   string            `help:"The issuer of an OpenID provider, found by discovery."`
	Scope    []string          `help:"Further scope to ask for."`
	Audience []string          `help:"Client id of a native app, whose ID tokens count too."`
	Extra    map[string]string `help:"What the kind needs besides: team_id=..., key_id=..., tenant=..., base_url=..."`
}

// Run seals the secret and keeps the provider.
func (c providerSetCmd) Run(ctx context.Context) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	if cfg.Keyring == nil {
		return faulty{errors.New("ROLECALL_MASTER_KEY is missing: the secret is sealed under it")}
	}
	secret, err := io.ReadAll(io.LimitReader(os.Stdin, 64<<10))
	if err != nil {
		return fmt.Errorf("read the secret from standard input: %w", err)
	}
	settings := social.Settings{Name: c.kind(), ClientID: c.ClientID, ClientSecret: strings.TrimSpace(string(secret)), Issuer: c.Issuer,
		Scopes: c.Scope, Audiences: c.Audience, Extra: c.Extra}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		if err := core.SetProvider(ctx, conn, cfg.Keyring, c.Project, c.Name, settings); err != nil {
			return err
		}
		base := cfg.PublicURL
		if base == "" {
			base = "http://" + cfg.Listen
		}
		fmt.Printf("done; give the provider this redirect URL: %s/p/%s/auth/oauth/%s/callback\n", base, c.Project, c.Name)
		return nil
	})
}

func (c providerSetCmd) kind() string {
	switch _, known := social.Find(c.Name); {
	case c.Kind != "":
		return c.Kind
	case !known && c.Issuer != "":
		return social.Generic
	}
	return c.Name
}

type providerListCmd struct {
	jsonFlag
	Project string `arg:"" help:"Slug or id."`
}

type providerRow struct {
	Name       string         `db:"name" json:"name"`
	Kind       string         `db:"kind" json:"kind"`
	Config     map[string]any `db:"config" json:"config"`
	HasSecret  bool           `db:"has_secret" json:"has_secret"`
	DisabledAt *time.Time     `db:"disabled_at" json:"disabled_at,omitempty"`
	UpdatedAt  time.Time      `db:"updated_at" json:"updated_at"`
	Identities int            `db:"identities" json:"identities"`
}

// Run lists them, without their secrets.
func (c providerListCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		list, err := pg.List[providerRow](ctx, conn, "providers_list", pg.Text("project", c.Project))
		if err != nil {
			return err
		}
		return c.print(list, func() {
			for _, v := range list {
				state := "on"
				if v.DisabledAt != nil {
					state = "off"
				}
				fmt.Printf("%-20s %-12s %-4s %6d linked  %v\n", v.Name, v.Kind, state, v.Identities, v.Config["client_id"])
			}
		})
	})
}

type providerRemoveCmd struct {
	Project string `arg:"" help:"Slug or id."`
	Name    string `arg:"" help:"The provider's name."`
}

// Run takes the provider away.
func (c providerRemoveCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		id, err := pg.Value[string](ctx, conn, "project_find", pg.Text("ref", c.Project))
		if err != nil {
			return err
		}
		removed, err := pg.Value[bool](ctx, conn, "provider_remove", pg.UUID("project", id), pg.Text("name", c.Name))
		if err != nil {
			return err
		}
		if !removed {
			return faulty{fmt.Errorf("project %s has no provider %s", c.Project, c.Name)}
		}
		fmt.Println("done")
		return nil
	})
}
