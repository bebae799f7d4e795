package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/social"
)

type projectProviderCmd struct {
	Set    providerSetCmd    `cmd:"" help:"Set up an identity provider; its client's secret (for apple the .p8 key) is read from standard input, and stays where that is empty."`
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
	Off      bool              `help:"Set up, but not offered yet."`
	Extra    map[string]string `help:"What the kind needs besides: team_id=..., key_id=..., tenant=..., base_url=..."`
}

// Run seals the secret and keeps the provider.
func (c providerSetCmd) Run(ctx context.Context) error {
	secret, err := io.ReadAll(io.LimitReader(os.Stdin, 64<<10))
	if err != nil {
		return fmt.Errorf("read the secret from standard input: %w", err)
	}
	settings := social.Settings{Name: core.ProviderKind(c.Kind, c.Name, c.Issuer), ClientID: c.ClientID, ClientSecret: strings.TrimSpace(string(secret)),
		Issuer: c.Issuer, Scopes: c.Scope, Audiences: c.Audience, Extra: c.Extra}
	return asFederation(ctx, c.Project, func(f core.Federation, base string) error {
		made, err := f.Set(ctx, c.Name, settings, !c.Off)
		if err != nil {
			return err
		}
		fmt.Printf("done; give the provider this redirect URL: %s/p/%s/auth/oauth/%s/callback\n", base, c.Project, made.Name)
		return nil
	})
}

type providerListCmd struct {
	jsonFlag
	Project string `arg:"" help:"Slug or id."`
}

// Run lists them, without their secrets.
func (c providerListCmd) Run(ctx context.Context) error {
	return asFederation(ctx, c.Project, func(f core.Federation, _ string) error {
		list, err := f.List(ctx)
		if err != nil {
			return err
		}
		return c.print(list, func() {
			for _, v := range list {
				state := "on"
				if !v.Enabled {
					state = "off"
				}
				fmt.Printf("%-20s %-12s %-4s %6d linked  %s\n", v.Name, v.Kind, state, v.Identities, v.ClientID)
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
	return asFederation(ctx, c.Project, func(f core.Federation, _ string) error {
		if err := f.Remove(ctx, c.Name); err != nil {
			return err
		}
		fmt.Println("done")
		return nil
	})
}

// asFederation works with the operator's login; base is where the server is reached.
func asFederation(ctx context.Context, project string, do func(f core.Federation, base string) error) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	if cfg.Keyring == nil {
		return faulty{errors.New("ROLECALL_MASTER_KEY is missing: secrets are sealed under it")}
	}
	base := cfg.PublicURL
	if base == "" {
		base = "http://" + cfg.Listen
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		id, err := pg.Value[string](ctx, conn, "project_find", pg.Text("ref", project))
		if err != nil {
			return err
		}
		return do(core.Federation{DB: conn, Ring: cfg.Keyring, Project: id}, base)
	})
}
