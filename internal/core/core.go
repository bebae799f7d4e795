package core

import (
	"context"
	"log/slog"
	"sync"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/breach"
	"github.com/rolecall/rolecall/internal/captcha"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/internal/token"
)

// Options are what a core is made of.
type Options struct {
	Service          pg.DB  // logged in as auth_service
	ServiceURL       string // where further projects' data logins find the database
	AuthenticatorURL string // the default project's data login, "" to let the nodes manage it
	Keyring          *secret.Keyring
	Hasher           *secret.Hasher
	Breaches         *breach.Client
	PublicURL        string // without a slash at its end; issuer and links are made of it
	DataPool         pg.PoolOptions
	AllowDebug       bool // projects may turn on debug_codes
	// AllowPrivateHosts lets webhooks be plain http, for development.
	AllowPrivateHosts bool
	CaptchaClient     *captcha.Client
	Social            *social.Client
	Log               *slog.Logger
}

// Core runs the use cases for every dialect.
type Core struct {
	Options
	verifier *token.Verifier
	projects *projectCache

	mu    sync.Mutex
	pools map[string]*pgxpool.Pool // by project id
}

// verifiedTokens is how many good signatures a node remembers at least.
const verifiedTokens = 20_000

// New makes a core; nothing is read before it is asked for.
func New(o Options) *Core {
	c := &Core{Options: o, verifier: token.NewVerifier(verifiedTokens), pools: map[string]*pgxpool.Pool{}}
	c.projects = newProjectCache(c.loadProject)
	return c
}

// Close ends the data pools.
func (c *Core) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pool := range c.pools {
		pool.Close()
	}
	clear(c.pools)
}

// Maintain cleans what has expired; any node may ask, one does it.
func (c *Core) Maintain(ctx context.Context) error {
	_, err := pg.Value[any](ctx, c.Service, "maintain")
	return err
}

// ProjectURL is the base of a project's own paths.
func (c *Core) ProjectURL(p *Project) string { return c.PublicURL + "/p/" + p.Slug }

// AuthURL is the base of a project's native paths for users: the realm's are
// nobody's project.
func (c *Core) AuthURL(p *Project) string {
	if p.Realm {
		return c.PublicURL + "/v1/accounts"
	}
	return c.ProjectURL(p) + "/auth"
}
