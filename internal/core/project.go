package core

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/token"
)

// Project is what a node keeps of a project, a second old at most.
type Project struct {
	ID, Slug, Name    string
	Realm             bool
	Schema            string // the data API's
	AnonRole          string
	AuthenticatedRole string
	ServiceRole       string
	Settings          Settings

	tenant     string // which it is spoken of in, "" for none
	dataLogin  string
	dataSealed []byte
	keys       token.Keys
	public     []json.RawMessage // JWKs
}

// Settings are those that Go needs to know; SQL reads the others itself.
type Settings struct {
	SigningAlg     string   `json:"signing_alg"`
	TokenAudience  string   `json:"token_audience"`
	AccessTTL      int      `json:"access_ttl"`
	VerifyEmail    bool     `json:"verify_email"`
	LinkConfirm    string   `json:"link_confirm"`
	CodeDigitsMail int      `json:"code_digits_mail"`
	CodeDigitsSMS  int      `json:"code_digits_sms"`
	DebugCodes     bool     `json:"debug_codes"`
	Tenants        string   `json:"tenants"` // off, shared, isolated
	SignUpFields   []string `json:"signup_fields"`
	CORSOrigins    []string `json:"cors_origins"`

	SiteURL             string `json:"site_url"`
	PasswordMin         int    `json:"password_min"`
	PasswordMax         int    `json:"password_max"`
	PasswordPersonal    bool   `json:"password_refuse_personal"`
	PasswordBreachCount int    `json:"password_breach_count"` // 0: nobody is asked
	PasswordBreachURL   string `json:"password_breach_url"`   // "": the server's

	WebAuthnRPID         string   `json:"webauthn_rp_id"` // "": no passkeys
	WebAuthnRPName       string   `json:"webauthn_rp_name"`
	WebAuthnOrigins      []string `json:"webauthn_origins"`
	WebAuthnVerification string   `json:"webauthn_user_verification"`

	// Functions of the project's own, and how long a statement with one of them has (seconds).
	HookBeforeSignup string `json:"hook_before_signup"`
	HookAfterSignup  string `json:"hook_after_signup"`
	HookBeforeToken  string `json:"hook_before_token"`
	ClaimsFunction   string `json:"claims_function"`
	AuthTable        string `json:"auth_table"`
	HookTimeout      int    `json:"hook_timeout"`

	CaptchaProvider string   `json:"captcha_provider"`
	CaptchaRoutes   []string `json:"captcha_routes"`
	CaptchaHosts    []string `json:"captcha_hosts"`
	CaptchaAction   bool     `json:"captcha_action"`

	MaxRows     int `json:"rest.max_rows"`
	DataTimeout int `json:"rest.statement_timeout"`

	RestSchemas         string `json:"rest.schemas"` // "": the project's own
	RestExtraSearchPath string `json:"rest.extra_search_path"`
	RestPreRequest      string `json:"rest.pre_request"`
	RestRootSpec        string `json:"rest.root_spec"`
	RestOpenAPIMode     string `json:"rest.openapi_mode"`
	RestTxEnd           string `json:"rest.tx_end"`
	RestTimeZone        string `json:"rest.timezone"`
	RestAggregates      bool   `json:"rest.aggregates_enabled"`
	RestPlan            bool   `json:"rest.plan_enabled"`
}

// In is the project as one of its tenants (slug or id) sees it: who signs up
// joins that, who signs in is there, and where tenants are isolated an address
// is an account of it. "" is the project itself.
func (p *Project) In(tenant string) *Project {
	if tenant == p.tenant {
		return p
	}
	in := *p
	in.tenant = tenant
	return &in
}

// arg is the project as SQL takes it.
func (p *Project) arg() pg.Arg { return pg.Project(p.ID, p.tenant) }

// Project finds a project by slug, uuid or proj_ id.
func (c *Core) Project(ctx context.Context, ref string) (*Project, error) {
	return c.projects.get(ctx, ref)
}

// JWKS is the project's key set (RFC 7517 section 5): current, next and previous keys.
func (c *Core) JWKS(ctx context.Context, p *Project) ([]byte, error) {
	p, err := c.withKeys(ctx, p)
	if err != nil {
		return nil, err
	}
	return token.JWKS(p.public), nil
}

// Forget drops what the node keeps of a project, or of all ("").
func (c *Core) Forget(projectID string) { c.projects.forget(projectID) }

// Live tells whether the bus brings news, so that the cache may be trusted longer.
func (c *Core) Live(live bool) { c.projects.live.Store(live) }

type projectRow struct {
	ID                string          `db:"id"`
	Slug              string          `db:"slug"`
	Name              string          `db:"name"`
	Kind              string          `db:"kind"`
	DataSchema        *string         `db:"data_schema"`
	AnonRole          *string         `db:"anon_role"`
	AuthenticatedRole *string         `db:"authenticated_role"`
	ServiceRole       *string         `db:"service_role"`
	DataLogin         *string         `db:"data_login"`
	DataLoginSealed   []byte          `db:"data_login_sealed"`
	Settings          Settings        `db:"settings"`
	TokenEpoch        int             `db:"token_epoch"`
	SigningKeys       []signingKeyRow `db:"signing_keys"`
}

type signingKeyRow struct {
	KID           string          `json:"kid"`
	Alg           string          `json:"alg"`
	Status        string          `json:"status"`
	PublicJWK     json.RawMessage `json:"public_jwk"`
	PrivateSealed []byte          `json:"private_sealed"`
}

// loadProject reads a project; keys that were opened before are not opened again.
func (c *Core) loadProject(ctx context.Context, ref string, before *Project) (*Project, error) {
	row, err := pg.Call[projectRow](ctx, c.Service, "project_config", pg.Text("ref", ref))
	if err != nil {
		return nil, err
	}
	p := &Project{
		ID: row.ID, Slug: row.Slug, Name: row.Name, Realm: row.Kind == "realm", Settings: row.Settings,
		Schema: deref(row.DataSchema), AnonRole: deref(row.AnonRole), AuthenticatedRole: deref(row.AuthenticatedRole),
		ServiceRole: deref(row.ServiceRole), dataLogin: deref(row.DataLogin), dataSealed: row.DataLoginSealed, keys: token.Keys{},
	}
	for _, k := range row.SigningKeys {
		if err := c.openKey(p, k, before); err != nil {
			return nil, fmt.Errorf("open signing key of project %s: %w", p.Slug, err)
		}
	}
	return p, nil
}

func (c *Core) openKey(p *Project, row signingKeyRow, before *Project) error {
	if len(row.PublicJWK) > 0 && string(row.PublicJWK) != "null" {
		p.public = append(p.public, row.PublicJWK)
	}
	if before != nil && before.keys[row.KID] != nil && before.keys[row.KID].Status == row.Status {
		p.keys[row.KID] = before.keys[row.KID]
		return nil
	}
	private, err := c.Keyring.Open(row.PrivateSealed, "signing_key", p.ID)
	if err != nil {
		return err
	}
	p.keys[row.KID], err = token.Parse(row.KID, row.Alg, row.Status, private)
	return err
}

// AllowsOrigin says whether pages of this origin may call, and with credentials.
func (p *Project) AllowsOrigin(origin string) (allowed, credentials bool) {
	if slices.Contains(p.Settings.CORSOrigins, origin) {
		return true, true
	}
	return slices.Contains(p.Settings.CORSOrigins, "*"), false
}

// Site is where the app lives, "" where the project doesn't say so in a URL.
func (p *Project) Site() string {
	if u, err := url.Parse(p.Settings.SiteURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return ""
	}
	return p.Settings.SiteURL
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
