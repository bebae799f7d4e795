package core

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/rolecall/rolecall/internal/captcha"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

var (
	errCaptchaNeeded = fault.New(http.StatusBadRequest, "captcha_needed", "This needs a captcha.",
		"Send its token as captcha_token, or in the header X-Captcha-Token.").On("captcha_token")
	errCaptchaInvalid = fault.New(http.StatusBadRequest, "captcha_invalid", "This captcha is not valid: it was used, has expired, or was made for something else.",
		"Solve a new one.").On("captcha_token")
)

// NeedsCaptcha says whether a route of this name takes a captcha first.
func (p *Project) NeedsCaptcha(route string) bool {
	provider := p.Settings.CaptchaProvider
	return provider != "" && provider != "off" && slices.Contains(p.Settings.CaptchaRoutes, route)
}

// Captcha refuses captcha_needed and captcha_invalid where a route takes a
// captcha first, and captcha_unavailable where nobody can tell: it fails closed.
func (c *Core) Captcha(ctx context.Context, p *Project, route, token string, client Client) error {
	if !p.NeedsCaptcha(route) {
		return nil
	}
	if token == "" {
		return errCaptchaNeeded
	}
	good, err := c.captchaGood(ctx, p, route, token, client)
	if err != nil {
		return errors.Join(captchaUnavailable(), err)
	}
	if !good {
		return errCaptchaInvalid
	}
	return nil
}

func (c *Core) captchaGood(ctx context.Context, p *Project, route, token string, client Client) (bool, error) {
	provider := p.Settings.CaptchaProvider
	sealed, err := pg.Value[[]byte](ctx, c.Service, "captcha_secret", pg.UUID("project", p.ID), pg.Text("provider", provider))
	if err != nil {
		return false, err
	}
	if sealed == nil {
		return false, errors.New("the project has no captcha secret (rolecall project captcha)")
	}
	text, err := c.Keyring.Open(sealed, purposes["captcha_secrets"], p.ID)
	if err != nil {
		return false, err
	}
	t := captcha.Token{Provider: provider, Secret: string(text), Response: token, IP: client.IP, Hosts: p.Settings.CaptchaHosts}
	if p.Settings.CaptchaAction && provider == captcha.Turnstile {
		t.Action = route
	}
	return c.CaptchaClient.Verify(ctx, t)
}

func captchaUnavailable() *fault.Error {
	e := fault.New(http.StatusServiceUnavailable, "captcha_unavailable", "The captcha can't be checked right now.", "Try again in a moment.")
	e.RetryAfter = 5
	return e
}

// SetCaptchaSecret seals a project's secret at a captcha service and keeps it,
// for the operator's login; "" takes it away.
func SetCaptchaSecret(ctx context.Context, db pg.DB, ring *secret.Keyring, project, provider, text string) error {
	id, err := pg.Value[string](ctx, db, "project_find", pg.Text("ref", project))
	if err != nil {
		return err
	}
	var sealed []byte
	if text != "" {
		sealed = ring.Seal([]byte(text), purposes["captcha_secrets"], id)
	}
	_, err = pg.Value[any](ctx, db, "captcha_secret_put", pg.UUID("project", id), pg.Text("provider", provider), pg.Bytes("secret_sealed", sealed))
	return err
}
