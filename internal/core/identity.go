package core

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
)

// Identity is an account at a provider that is somebody's here.
type Identity struct {
	ID            string     `json:"id"`
	Provider      string     `json:"provider"`
	Subject       string     `json:"subject"` // the provider's own id
	Email         *string    `json:"email"`
	EmailVerified bool       `json:"email_verified"`
	DisplayName   *string    `json:"display_name"`
	AvatarURL     *string    `json:"avatar_url"`
	CreatedAt     time.Time  `json:"created_at"`
	LastUsedAt    *time.Time `json:"last_used_at"`
}

// Identities are the bearer's. Refuses what auth.identities_read refuses.
func (c *Core) Identities(ctx context.Context, b Bearer) ([]Identity, error) {
	return pg.Value[[]Identity](ctx, c.Service, "identities_read", b.args()...)
}

// NativeToken is what an app got of a provider without a browser.
type NativeToken struct {
	Provider    string
	IDToken     string
	AccessToken string // of a provider that has no ID tokens
	Nonce       string // "" where the app asked for none
	DisplayName string // as the provider told the app, which Apple does once
	Intent      string
	LinkBase    string // the face's page that takes the token of a verification, "" for a code
	Client      Client
	Form        Form
}

type providerReadRow struct {
	pg.Refusable
	providerRow
}

// native verifies the token with its provider. What is wrong with it comes as
// fault, for the audit log: a client learns that it is, not why.
func (c *Core) native(ctx context.Context, p *Project, in NativeToken) ([]pg.Arg, error) {
	row, err := pg.Call[providerReadRow](ctx, c.Service, "provider_read", p.arg(), pg.Text("name", in.Provider), in.Client.from())
	if err != nil {
		return nil, err
	}
	settings, err := row.settings(c, p)
	if err != nil {
		return nil, err
	}
	var profile social.Profile
	if in.IDToken != "" {
		profile, err = c.Social.VerifyIDToken(ctx, settings, in.IDToken, in.Nonce)
	} else {
		profile, err = c.Social.ProfileByAccessToken(ctx, settings, in.AccessToken)
	}
	if err == nil {
		err = checkSubject(profile)
	}
	if failed := c.providerFault(ctx, p, err); failed != nil {
		return nil, failed
	}
	why := ""
	if err != nil {
		why = reason(err)
	}
	if profile.Name == "" {
		profile.Name = in.DisplayName
	}
	return []pg.Arg{identityArg(in.Provider, settings, profile), pg.Bytes("tokens_sealed", nil), pg.Text("fault", why), in.Client.from()}, nil
}

// SignInByToken signs in by a provider's ID token, or access token. Refuses
// what auth.provider_read and auth.identity_signin refuse.
func (c *Core) SignInByToken(ctx context.Context, p *Project, in NativeToken) (SignUpResult, error) {
	args, err := c.native(ctx, p, in)
	if err != nil {
		return SignUpResult{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "identity_signin", c.newProof(p, VerifyEmail, "", in.LinkBase).args(append(args,
		p.arg(), pg.Text("intent", in.Intent), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), in.Form.arg())...)...)
	return c.federated(ctx, p, row, in.Form, refresh, err)
}

type linkedRow struct {
	pg.Refusable
	Identity *Identity `db:"identity"`
}

// LinkByToken links the account that a provider's token is of. Refuses what
// auth.provider_read and auth.identity_link refuse.
func (c *Core) LinkByToken(ctx context.Context, b Bearer, in NativeToken) (Identity, error) {
	args, err := c.native(ctx, b.Project, in)
	if err != nil {
		return Identity{}, err
	}
	return linked(pg.Call[linkedRow](ctx, c.own(b.Project), "identity_link", b.args(args...)...))
}

// LinkByCode links the account that FinishOAuth gave a code for. Refuses what
// auth.oauth_link refuses.
func (c *Core) LinkByCode(ctx context.Context, b Bearer, in OAuthCode) (Identity, error) {
	return linked(pg.Call[linkedRow](ctx, c.own(b.Project), "oauth_link", b.args(in.args()...)...))
}

func linked(row linkedRow, err error) (Identity, error) {
	if err != nil {
		return Identity{}, err
	}
	return *row.Identity, nil
}

// Unlink takes an account at a provider from the bearer. Refuses what
// auth.identity_unlink refuses.
func (c *Core) Unlink(ctx context.Context, b Bearer, id string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "identity_unlink", b.args(pg.UUID("identity", id), client.from())...)
	return err
}

// ProviderTokens are what a provider gave for its own API.
type ProviderTokens struct {
	AccessToken  string     `json:"access_token,omitempty"`
	RefreshToken string     `json:"refresh_token,omitempty"`
	Scope        string     `json:"scope,omitempty"`
	ExpiresAt    *time.Time `json:"expires_at,omitempty"`
}

func toProviderTokens(t social.Tokens) ProviderTokens {
	made := ProviderTokens{AccessToken: t.Access, RefreshToken: t.Refresh, Scope: t.Scope}
	if !t.ExpiresAt.IsZero() {
		made.ExpiresAt = &t.ExpiresAt
	}
	return made
}

func (c *Core) tokensArg(p *Project, t social.Tokens) pg.Arg {
	if t.Access == "" {
		return pg.Bytes("tokens_sealed", nil)
	}
	text, _ := json.Marshal(toProviderTokens(t)) // strings and a time: can't fail
	return pg.Bytes("tokens_sealed", c.Keyring.Seal(text, purposes["provider_tokens"], p.ID))
}

// TakeProviderTokens hands out the tokens of the last sign-in, once; empty
// afterwards. Refuses what auth.provider_tokens_take refuses.
func (c *Core) TakeProviderTokens(ctx context.Context, b Bearer, identity string, client Client) (ProviderTokens, error) {
	var tokens ProviderTokens
	sealed, err := pg.Value[[]byte](ctx, c.Service, "provider_tokens_take", b.args(pg.UUID("identity", identity), client.from())...)
	if err != nil || sealed == nil {
		return tokens, err
	}
	text, err := c.Keyring.Open(sealed, purposes["provider_tokens"], b.Project.ID)
	if err == nil {
		err = json.Unmarshal(text, &tokens)
	}
	if err != nil {
		return tokens, fmt.Errorf("open a provider's tokens: %w", err)
	}
	return tokens, nil
}

// RefreshProviderTokens renews them by the refresh token that was handed out.
// Refuses what auth.provider_tokens_refresh refuses.
func (c *Core) RefreshProviderTokens(ctx context.Context, b Bearer, identity, refresh string, client Client) (ProviderTokens, error) {
	row, err := pg.Call[providerRow](ctx, c.Service, "provider_tokens_refresh", b.args(pg.UUID("identity", identity), client.from())...)
	if err != nil {
		return ProviderTokens{}, err
	}
	settings, err := row.settings(c, b.Project)
	if err != nil {
		return ProviderTokens{}, err
	}
	tokens, err := c.Social.Refresh(ctx, settings, refresh)
	if failed := c.providerFault(ctx, b.Project, err); failed != nil {
		return ProviderTokens{}, failed
	}
	if err != nil {
		return ProviderTokens{}, errProviderRefused
	}
	return toProviderTokens(tokens), nil
}

var (
	localeForm = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$`)
	pictureURL = regexp.MustCompile(`^https?://[^[:cntrl:][:space:]]+$`)
)

// identityArg is a proven account as SQL takes it. Of what the provider tells
// only what fits is taken, so that nobody is kept out by their name.
func identityArg(provider string, s social.Settings, f social.Profile) pg.Arg {
	profile := map[string]string{}
	if name := []rune(printable(f.Name)); len(name) > 0 {
		profile["display_name"] = string(name[:min(len(name), 200)])
	}
	if pictureURL.MatchString(f.Picture) && len(f.Picture) <= 2000 {
		profile["avatar_url"] = f.Picture
	}
	if locale := strings.ReplaceAll(f.Locale, "_", "-"); localeForm.MatchString(locale) && len(locale) <= 35 {
		profile["locale"] = locale
	}
	text, _ := json.Marshal(map[string]any{"provider": provider, "issuer": realm(provider, s), "subject": f.Subject,
		"email": printable(f.Email), "email_verified": f.EmailVerified, "profile": profile}) // strings and booleans: can't fail
	return pg.JSON("identity", text)
}

// realm tells providers apart that have one name, one after the other: their
// subjects mean other people. "" is the one that everybody knows by the name.
func realm(name string, s social.Settings) string {
	switch {
	case s.Issuer != "":
		return s.Issuer
	case s.Name != name:
		return strings.TrimSpace(s.Name + " " + s.Extra["base_url"])
	}
	return s.Extra["base_url"]
}

// checkSubject holds a provider to a key that can be kept.
func checkSubject(f social.Profile) error {
	if f.Subject == "" || len(f.Subject) > 255 || f.Subject != printable(f.Subject) {
		return &social.Error{Reason: social.Untrusted, Code: "subject"}
	}
	return nil
}

// printable is a text without what can't be kept or shown.
func printable(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "")))
}

// s256 is the challenge of a PKCE verifier (RFC 7636 section 4.2), "" of none.
func s256(verifier string) string {
	if verifier == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
