package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
)

type projectWebhookCmd struct {
	Add    webhookAddCmd    `cmd:"" help:"Tell a URL of events; prints the secret that signs, once."`
	List   webhookListCmd   `cmd:"" help:"List a project's webhooks."`
	Remove webhookRemoveCmd `cmd:"" help:"Remove a webhook."`
	Rotate webhookRotateCmd `cmd:"" help:"Make a new secret; the old one signs beside it for a while."`
}

type webhookAddCmd struct {
	jsonFlag
	Project     string   `arg:"" help:"Slug or id."`
	URL         string   `arg:"" name:"url" help:"Where to post, https://..."`
	Events      []string `help:"Events, e.g. user.created or user.*; all without it."`
	Description string   `help:"What it is for."`
}

// Run adds a webhook.
func (c webhookAddCmd) Run(ctx context.Context) error {
	return asHooker(ctx, c.Project, func(hooker core.Hooker) error {
		made, err := hooker.Add(ctx, core.NewWebhook{URL: c.URL, Events: c.Events, Description: c.Description})
		if err != nil {
			return err
		}
		return c.printWebhook(made)
	})
}

func (f jsonFlag) printWebhook(w core.Webhook) error {
	return f.print(w, func() {
		fmt.Printf("webhook  %s\nURL      %s\nsecret   %s\nThe secret is shown once; the database keeps it sealed.\n", w.ID, w.URL, w.Secret)
	})
}

type webhookListCmd struct {
	jsonFlag
	Project string `arg:"" help:"Slug or id."`
}

// Run lists webhooks.
func (c webhookListCmd) Run(ctx context.Context) error {
	return asHooker(ctx, c.Project, func(hooker core.Hooker) error {
		list, err := hooker.List(ctx)
		if err != nil {
			return err
		}
		return c.print(list, func() {
			for _, w := range list {
				state := "on"
				if !w.Enabled {
					state = "off"
				}
				fmt.Printf("%s  %-3s  %s  %s\n", w.ID, state, w.URL, strings.Join(w.Events, ","))
			}
		})
	})
}

type webhookRemoveCmd struct {
	Project string `arg:"" help:"Slug or id."`
	Webhook string `arg:"" help:"The webhook's id."`
}

// Run removes a webhook.
func (c webhookRemoveCmd) Run(ctx context.Context) error {
	return asHooker(ctx, c.Project, func(hooker core.Hooker) error { return hooker.Remove(ctx, c.Webhook) })
}

type webhookRotateCmd struct {
	jsonFlag
	Project string        `arg:"" help:"Slug or id."`
	Webhook string        `arg:"" help:"The webhook's id."`
	Overlap time.Duration `help:"How long the old secret signs too, a week at most." default:"24h"`
}

// Run gives a webhook a new secret.
func (c webhookRotateCmd) Run(ctx context.Context) error {
	return asHooker(ctx, c.Project, func(hooker core.Hooker) error {
		changed, err := hooker.Rotate(ctx, c.Webhook, c.Overlap)
		if err != nil {
			return err
		}
		return c.printWebhook(changed)
	})
}

// asHooker runs do with the operator's word for a project's webhooks.
func asHooker(ctx context.Context, project string, do func(core.Hooker) error) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	if cfg.Keyring == nil {
		return faulty{errors.New("ROLECALL_MASTER_KEY is missing: secrets are sealed under it")}
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		id, err := pg.Value[string](ctx, conn, "project_find", pg.Text("ref", project))
		if err != nil {
			return err
		}
		return do(core.Hooker{DB: conn, Ring: cfg.Keyring, Project: id, Plain: cfg.AllowPrivateHosts})
	})
}
