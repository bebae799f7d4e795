package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
)

type projectCmd struct {
	Create   projectCreateCmd   `cmd:"" help:"Make a project and print its URL and keys."`
	List     projectListCmd     `cmd:"" help:"List projects."`
	Set      projectSetCmd      `cmd:"" help:"Set, read or give back a setting."`
	Keys     projectKeysCmd     `cmd:"" help:"Make new API keys; the old ones are dead at once."`
	SMS      projectSMSCmd      `cmd:"" name:"sms" help:"Say how a project sends text messages; its secret is read from standard input."`
	Provider projectProviderCmd `cmd:"" help:"Identity providers: set, list, remove."`
	Webhook  projectWebhookCmd  `cmd:"" help:"Webhooks, by which a project tells of events: add, list, remove, rotate."`
	Captcha  projectCaptchaCmd  `cmd:"" help:"Keep a project's secret at Turnstile or hCaptcha; it is read from standard input."`
}

type projectCreateCmd struct {
	jsonFlag
	Name   string `arg:"" help:"Name; the slug in URLs is made of it."`
	Preset string `help:"Settings to start with: moondb, nhost, nestauth or orbitnest." default:"moondb"`
}

// projectAnswer is what create and keys print.
type projectAnswer struct {
	Project   string `json:"project"`
	ID        string `json:"id"`
	URL       string `json:"url"`
	PublicKey string `json:"publishable_key,omitempty"`
	SecretKey string `json:"secret_key,omitempty"`
}

// Run makes the project.
func (c projectCreateCmd) Run(ctx context.Context) error {
	keys := core.NewKeys()
	return asOwner(ctx, func(conn *pgx.Conn) error {
		made, err := pg.Call[struct{ ID, Slug string }](ctx, conn, "project_create",
			append([]pg.Arg{pg.Text("name", c.Name), pg.Text("preset", c.Preset)}, keys.Args()...)...)
		if err != nil {
			return err
		}
		return c.printKeys(made.Slug, made.ID, keys)
	})
}

func (f jsonFlag) printKeys(slug, id string, keys core.Keys) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	base := cfg.PublicURL
	if base == "" {
		base = "http://" + cfg.Listen
	}
	answer := projectAnswer{Project: slug, ID: id, URL: base + "/p/" + slug, PublicKey: keys.Public, SecretKey: keys.Secret}
	return f.print(answer, func() {
		fmt.Printf("project          %s\nURL              %s\n", answer.Project, answer.URL)
		if keys.Public != "" {
			fmt.Printf("publishable key  %s\n", keys.Public)
		}
		if keys.Secret != "" {
			fmt.Printf("secret key       %s\n", keys.Secret)
		}
		fmt.Println("The keys are shown once; the database keeps their hashes.")
	})
}

type projectListCmd struct{ jsonFlag }

type projectRow struct {
	ID         string     `db:"id" json:"id"`
	Slug       string     `db:"slug" json:"project"`
	Name       string     `db:"name" json:"name"`
	Kind       string     `db:"kind" json:"kind"`
	Preset     string     `db:"preset" json:"preset"`
	DataSchema *string    `db:"data_schema" json:"data_schema"`
	CreatedAt  time.Time  `db:"created_at" json:"created_at"`
	DisabledAt *time.Time `db:"disabled_at" json:"disabled_at"`
}

// Run lists the projects.
func (c projectListCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		list, err := pg.List[projectRow](ctx, conn, "project_list")
		if err != nil {
			return err
		}
		return c.print(list, func() {
			for _, p := range list {
				fmt.Printf("%-24s %-6s %-10s %s\n", p.Slug, p.Kind, p.Preset, p.Name)
			}
		})
	})
}

type projectSetCmd struct {
	jsonFlag
	Project string `arg:"" help:"Slug or id."`
	Name    string `arg:"" optional:"" help:"Setting; all are listed without it."`
	Value   string `arg:"" optional:"" help:"JSON, or a bare word taken as text."`
	Unset   bool   `help:"Give the setting back to the preset."`
}

type settingRow struct {
	Name    string          `db:"name" json:"name"`
	Value   json.RawMessage `db:"value" json:"value"`
	Own     bool            `db:"own" json:"own"`
	Comment string          `db:"comment" json:"comment"`
}

// Run sets, or lists where there is nothing to set.
func (c projectSetCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		switch {
		case c.Unset:
			_, err := pg.Value[any](ctx, conn, "project_unset", pg.Text("project", c.Project), pg.Text("name", c.Name))
			return err
		case c.Value != "":
			value, err := pg.Value[json.RawMessage](ctx, conn, "project_set",
				pg.Text("project", c.Project), pg.Text("name", c.Name), pg.JSON("value", asJSON(c.Value)))
			if err != nil {
				return err
			}
			return c.print(map[string]any{c.Name: value}, func() { fmt.Printf("%s = %s\n", c.Name, value) })
		}
		return c.list(ctx, conn)
	})
}

func (c projectSetCmd) list(ctx context.Context, conn *pgx.Conn) error {
	list, err := pg.List[settingRow](ctx, conn, "project_settings_list", pg.Text("project", c.Project), pg.Text("name", c.Name))
	if err != nil {
		return err
	}
	return c.print(list, func() {
		for _, s := range list {
			mark := " "
			if s.Own {
				mark = "*"
			}
			fmt.Printf("%s %-32s %-16s %s\n", mark, s.Name, s.Value, s.Comment)
		}
	})
}

// asJSON takes what isn't JSON as text, so that no quotes within quotes are needed.
func asJSON(value string) []byte {
	if json.Valid([]byte(value)) {
		return []byte(value)
	}
	text, _ := json.Marshal(value) // a string: can't fail
	return text
}

type projectKeysCmd struct {
	jsonFlag
	Project string `arg:"" help:"Slug or id."`
	Public  bool   `help:"Only the publishable key."`
	Secret  bool   `help:"Only the secret key."`
}

// Run makes new keys. Stored keys can't be shown again: only their hashes are kept.
func (c projectKeysCmd) Run(ctx context.Context) error {
	keys := core.NewKeys()
	if c.Public && !c.Secret {
		keys.Secret = ""
	}
	if c.Secret && !c.Public {
		keys.Public = ""
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		made, err := pg.Call[struct{ ID, Slug string }](ctx, conn, "project_keys_replace", append([]pg.Arg{pg.Text("project", c.Project)}, keys.Args()...)...)
		if err != nil {
			return err
		}
		return c.printKeys(made.Slug, made.ID, keys)
	})
}
