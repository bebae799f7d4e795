package core

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
)

// ProviderName is an identity provider that a sign-in page can offer.
type ProviderName struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // google, apple, ...; oidc for any other issuer
}

// Providers are the identity providers of a project.
func (c *Core) Providers(ctx context.Context, p *Project) ([]ProviderName, error) {
	return pg.Value[[]ProviderName](ctx, c.Service, "provider_names", pg.UUID("project", p.ID))
}

// providerConfig is what of a provider's settings is no secret.
type providerConfig struct {
	ClientID  string            `json:"client_id"`
	Issuer    string            `json:"issuer,omitempty"`
	Scopes    []string          `json:"scopes,omitempty"`
	Audiences []string          `json:"audiences,omitempty"`
	Extra     map[string]string `json:"extra,omitempty"`
}

// providerRow is a provider of a project, as every function that needs one gives it.
type providerRow struct {
	Kind         *string         `db:"kind"`
	Config       *providerConfig `db:"config"`
	SecretSealed []byte          `db:"secret_sealed"`
}

func (r providerRow) settings(c *Core, p *Project) (social.Settings, error) {
	s := social.Settings{Name: deref(r.Kind), ClientID: r.Config.ClientID, Issuer: r.Config.Issuer,
		Scopes: r.Config.Scopes, Audiences: r.Config.Audiences, Extra: r.Config.Extra}
	if len(r.SecretSealed) == 0 {
		return s, nil
	}
	text, err := c.Keyring.Open(r.SecretSealed, purposes["providers"], p.ID)
	if err != nil {
		return s, fmt.Errorf("open the secret of provider %s: %w", s.Name, err)
	}
	s.ClientSecret = string(text)
	return s, nil
}

// SetProvider keeps an identity provider of a project under a name, its secret
// sealed, for the operator's login.
func SetProvider(ctx context.Context, db pg.DB, ring *secret.Keyring, project, name string, s social.Settings) error {
	entry, known := social.Find(s.Name)
	if !known {
		return fault.New(http.StatusBadRequest, "field_invalid", "There is no such kind of provider: "+s.Name+".",
			"Use one of the table, or oidc with an issuer.").On("kind")
	}
	if s.Name == social.Generic && s.Issuer == "" {
		return fault.New(http.StatusBadRequest, "field_missing", "An OpenID provider is known by its issuer.", "Give its issuer.").On("issuer")
	}
	for name := range s.Extra {
		if !slices.Contains(entry.Extras, name) && !slices.Contains(entry.Options, name) && name != "base_url" && !strings.HasSuffix(name, "_url") {
			return fault.New(http.StatusBadRequest, "field_unknown", s.Name+" knows nothing of "+name+".",
				"It takes "+strings.Join(append(entry.Extras, "base_url"), ", ")+".").On("extra")
		}
	}
	if s.ClientID == "" {
		return fault.New(http.StatusBadRequest, "field_missing", "The provider's client id is missing.", "Give the one that the provider has for this app.").On("client_id")
	}
	id, err := pg.Value[string](ctx, db, "project_find", pg.Text("ref", project))
	if err != nil {
		return err
	}
	config, err := json.Marshal(providerConfig{s.ClientID, s.Issuer, s.Scopes, s.Audiences, s.Extra})
	if err != nil {
		return fmt.Errorf("write provider settings: %w", err)
	}
	var sealed []byte
	if s.ClientSecret != "" {
		sealed = ring.Seal([]byte(s.ClientSecret), purposes["providers"], id)
	}
	_, err = pg.Value[any](ctx, db, "provider_put", pg.UUID("project", id), pg.Text("name", name), pg.Text("kind", s.Name),
		pg.JSON("config", config), pg.Bytes("secret_sealed", sealed))
	return err
}

// errProviderAway is for a provider that does not answer; other ways in work.
var errProviderAway = &fault.Error{Code: "provider_unavailable", Status: http.StatusServiceUnavailable,
	Message: "The identity provider can't be reached right now.", Suggestion: "Try again in a moment, or sign in another way.", RetryAfter: 5}

// errProviderRefused is for a refresh token that its provider takes no more.
var errProviderRefused = fault.New(http.StatusUnauthorized, "provider_refused", "The provider does not take this refresh token.",
	"Sign in by the provider again.")

// errProviderUnable is for what a provider is not set up for, or can't do.
var errProviderUnable = fault.New(http.StatusBadRequest, "provider_unable", "This provider can't be used this way.",
	"Sign in by it in the browser, or ask the operator to look at its settings.")

// providerFault is a failure that is the provider's or the operator's; nil for
// one that a client caused, which SQL refuses and notes.
func (c *Core) providerFault(ctx context.Context, p *Project, err error) error {
	var failed *social.Error
	switch {
	case !errors.As(err, &failed):
		return err
	case failed.Reason == social.Unreachable:
		c.Log.WarnContext(ctx, "provider did not answer", "project", p.Slug, "error", err)
		return errProviderAway
	case failed.Reason == social.Unconfigured:
		c.Log.WarnContext(ctx, "provider is not set up", "project", p.Slug, "error", err)
		return errProviderUnable
	}
	return nil
}
