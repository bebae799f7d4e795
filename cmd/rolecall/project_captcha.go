package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
)

type projectCaptchaCmd struct {
	Project  string `arg:"" help:"Slug or id."`
	Provider string `help:"turnstile or hcaptcha." enum:"turnstile,hcaptcha" required:""`
	Remove   bool   `help:"Take the secret away."`
}

// Run seals the project's secret, the first line of standard input, and keeps
// it. The setting captcha_provider turns captchas on.
func (c projectCaptchaCmd) Run(ctx context.Context) error {
	cfg, err := operatorConfig()
	if err != nil {
		return err
	}
	if cfg.Keyring == nil {
		return faulty{errors.New("ROLECALL_MASTER_KEY is missing: the secret is sealed under it")}
	}
	secret := ""
	if !c.Remove {
		if secret, err = firstLine(os.Stdin); err != nil {
			return err
		}
		if secret == "" {
			return faulty{errors.New("there is no secret on standard input")}
		}
	}
	return asOwner(ctx, func(conn *pgx.Conn) error {
		if err := core.SetCaptchaSecret(ctx, conn, cfg.Keyring, c.Project, c.Provider, secret); err != nil {
			return err
		}
		fmt.Println("done")
		return nil
	})
}
