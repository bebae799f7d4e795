package core

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

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

// Provider is an identity provider of a project as its administrators see it.
type Provider struct {
	Name       string            `json:"name"`
	Kind       string            `json:"kind"` // google, apple, ...; oidc for any other issuer
	ClientID   string            `json:"client_id"`
	Issuer     string            `json:"issuer,omitempty"`
	Scopes     []string          `json:"scopes,omitempty"`
	Audiences  []string          `json:"audiences,omitempty"`
	Extra      map[string]string `json:"extra,omitempty"`
	Enabled    bool              `json:"enabled"`
	HasSecret  bool              `json:"has_secret"`
	Identities int               `json:"identities"` // accounts there that are somebody's here
	UpdatedAt  time.Time         `json:"updated_at"`
}

// Federation manages a project's identity providers: on an administrator's
// word through the service login, or on nobody's through the operator's own.
type Federation struct {
	DB      pg.DB
	Ring    *secret.Keyring
	Project string         // uuid
	By      *Administrator // nil: the operator
}

// Federation manages those of a project, for an administrator.
func (c *Core) Federation(p *Project, by Administrator) Federation {
	return Federation{DB: c.Service, Ring: c.Keyring, Project: p.ID, By: &by}
}

func (f Federation) args(more ...pg.Arg) []pg.Arg {
	by := pg.JSON("by", nil)
	if f.By != nil {
		by = f.By.arg()
	}
	return append(more, pg.Text("project", f.Project), by)
}

// List lists them. Refuses what auth.providers_read refuses.
func (f Federation) List(ctx context.Context) ([]Provider, error) {
	return pg.Value[[]Provider](ctx, f.DB, "providers_read", f.args()...)
}

// Remove takes one away. Refuses what auth.provider_remove refuses.
func (f Federation) Remove(ctx context.Context, name string) error {
	_, err := pg.Value[any](ctx, f.DB, "provider_remove", f.args(pg.Text("name", name))...)
	return err
}

// Set keeps a provider under a name, its secret sealed; without a secret the
// one there is stays. Refuses what auth.provider_put refuses.
func (f Federation) Set(ctx context.Context, name string, s social.Settings, enabled bool) (Provider, error) {
	if err := checkProvider(s); err != nil {
		return Provider{}, err
	}
	config, err := json.Marshal(providerConfig{s.ClientID, s.Issuer, s.Scopes, s.Audiences, s.Extra})
	if err != nil {
		return Provider{}, fmt.Errorf("write provider settings: %w", err)
	}
	var sealed []byte
	if s.ClientSecret != "" {
		sealed = f.Ring.Seal([]byte(s.ClientSecret), purposes["providers"], f.Project)
	}
	return pg.Value[Provider](ctx, f.DB, "provider_put", f.args(pg.Text("name", name), pg.Text("kind", s.Name),
		pg.JSON("config", config), pg.Bytes("secret_sealed", sealed), pg.Bool("enabled", enabled))...)
}

// ProviderKind is the kind that is meant: the given one; or what the name says,
// or any OpenID provider where there is an issuer.
func ProviderKind(kind, name, issuer string) string {
	switch _, known := social.Find(name); {
	case kind != "":
		return kind
	case !known && issuer != "":
		return social.Generic
	}
	return name
}

func checkProvider(s social.Settings) error {
	entry, known := social.Find(s.Name)
	if !known {
		return fault.New(http.StatusBadRequest, "field_invalid", "There is no such kind of provider.",
			"Use "+strings.Join(social.Names(), ", ")+".").On("kind")
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
	return nil
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
