package core

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/secret"
)

var errPasswordBreached = fault.New(http.StatusBadRequest, "password_breached", "This password is known from a breach somewhere else.",
	"Choose another, and change it wherever you use it.").On("password")

// PasswordRules are those that can be told without asking anybody.
func (s Settings) PasswordRules() secret.PasswordRules {
	return secret.PasswordRules{Shortest: s.PasswordMin, Longest: s.PasswordMax, Personal: s.PasswordPersonal}
}

// fits refuses a new password that is not up to the project's rules; known are
// words that others know of its owner.
func (c *Core) fits(ctx context.Context, p *Project, password string, known ...string) error {
	if err := p.Settings.PasswordRules().Check(password, known...); err != nil {
		return err
	}
	return c.unbreached(ctx, p, password)
}

// breachPatience is how long a sign-up waits for a list that is slow.
const breachPatience = 2 * time.Second

// unbreached asks the list of breached passwords, where the project wants it.
// A list that can't be asked stops nobody: the worst are known here as well.
func (c *Core) unbreached(ctx context.Context, p *Project, password string) error {
	if p.Settings.PasswordBreachCount == 0 {
		return nil
	}
	ask, cancel := context.WithTimeout(ctx, breachPatience)
	defer cancel()
	seen, err := c.Breaches.Count(ask, p.Settings.PasswordBreachURL, password)
	if err != nil {
		if now, told := time.Now().Unix(), c.breachesAway.Load(); now-told >= 60 && c.breachesAway.CompareAndSwap(told, now) {
			c.Log.WarnContext(ctx, "breached passwords can't be asked for; the built-in list decides", "project", p.Slug, "error", err)
		}
		return nil
	}
	if seen >= p.Settings.PasswordBreachCount {
		return errPasswordBreached
	}
	return nil
}

// onNew names the field of a form that has the current password too.
func onNew(err error) error {
	if refusal := fault.As(err); refusal.Field == "password" {
		return refusal.On("new_password")
	}
	return err
}

// displayName is the profile's, "" when it has none; SQL refuses what is no profile.
func displayName(profile json.RawMessage) string {
	var p struct {
		Name string `json:"display_name"`
	}
	_ = json.Unmarshal(profile, &p)
	return p.Name
}
