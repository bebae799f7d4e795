package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Admin is an account of the realm as others of the same project see it.
type Admin struct {
	ID           string     `json:"id"`
	Email        *string    `json:"email"`
	DisplayName  *string    `json:"display_name"`
	Role         string     `json:"role"` // owner or admin
	CreatedAt    time.Time  `json:"created_at"`
	LastSignInAt *time.Time `json:"last_sign_in_at"`
	DisabledAt   *time.Time `json:"disabled_at"`
}

// Admins are who administers a project. Refuses what auth.admins_read refuses.
func (c *Core) Admins(ctx context.Context, by Administrator, p *Project) ([]Admin, error) {
	return pg.Value[[]Admin](ctx, c.Service, "admins_read", by.of(p)...)
}

// AdminInvited is what an invitation came to: an admin at once, where the address
// has an account, or a mail.
type AdminInvited struct {
	Admin     *Admin `json:"admin,omitempty"`
	ExpiresIn int    `json:"expires_in,omitempty"` // seconds, of the invitation
}

// InviteAdmin makes somebody an admin of a project. The link of an invitation
// leads to redirectTo, on the realm's list, or else to linkBase. Refuses what
// auth.admin_invite refuses.
func (c *Core) InviteAdmin(ctx context.Context, by Administrator, p *Project, email, role, redirectTo, linkBase string) (AdminInvited, error) {
	realm, err := c.Project(ctx, RealmSlug)
	if err != nil {
		return AdminInvited{}, err
	}
	if redirectTo != "" {
		linkBase = redirectTo
	}
	token := secret.New(secret.InvitePrefix)
	mail, _ := json.Marshal(SealedMail{Link: withToken(linkBase, token)}) // strings only: can't fail
	return pg.Value[AdminInvited](ctx, c.Service, "admin_invite", by.of(p, pg.Text("email", email), pg.Text("role", role), pg.Text("redirect", redirectTo),
		pg.Bytes("hash", secret.Hash(secret.InvitePrefix, token)), pg.Bytes("sealed", c.Keyring.Seal(mail, "outbox", realm.ID)))...)
}

// AdminInvitation is one to administer, that nobody has taken yet.
type AdminInvitation struct {
	ID        string    `json:"id"`
	Email     string    `json:"email"`
	Role      string    `json:"role"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// AdminInvitations are those to administer a project. Refuses what
// auth.admin_invites_read refuses.
func (c *Core) AdminInvitations(ctx context.Context, by Administrator, p *Project) ([]AdminInvitation, error) {
	return pg.Value[[]AdminInvitation](ctx, c.Service, "admin_invites_read", by.of(p)...)
}

// RevokeAdminInvitation takes one back. Refuses what auth.admin_invite_revoke refuses.
func (c *Core) RevokeAdminInvitation(ctx context.Context, by Administrator, p *Project, id string) error {
	return c.administer(ctx, "admin_invite_revoke", by.of(p, pg.UUID("invite", id)))
}

// SetAdminRole makes an account admin or owner of a project. Refuses what
// auth.admin_grant refuses.
func (c *Core) SetAdminRole(ctx context.Context, by Administrator, p *Project, admin, role string) (Admin, error) {
	return pg.Value[Admin](ctx, c.Service, "admin_grant", by.of(p, pg.Text("user", admin), pg.Text("role", role))...)
}

// RemoveAdmin takes a project from an admin. Refuses what auth.admin_revoke refuses.
func (c *Core) RemoveAdmin(ctx context.Context, by Administrator, p *Project, admin string) error {
	return c.administer(ctx, "admin_revoke", by.of(p, pg.Text("user", admin)))
}

// Bootstrap is who comes with the secret of rolecall admin bootstrap.
type Bootstrap struct {
	Secret, Email, Password string
	Profile                 json.RawMessage
	Client                  Client
}

// Bootstrap makes an account of the realm that owns the server, once, and signs
// in. Refuses weak passwords and what auth.admin_bootstrap_begin and
// auth.admin_bootstrap_finish refuse.
func (c *Core) Bootstrap(ctx context.Context, in Bootstrap) (Grant, error) {
	realm, err := c.Project(ctx, RealmSlug)
	if err != nil {
		return Grant{}, err
	}
	if err := c.fits(ctx, realm, in.Password, in.Email, displayName(in.Profile)); err != nil {
		return Grant{}, err
	}
	hash := pg.Bytes("hash", secret.Hash(secret.BootstrapPrefix, in.Secret))
	if _, err := pg.Call[pg.Refusable](ctx, c.Service, "admin_bootstrap_begin", hash, in.Client.from()); err != nil {
		return Grant{}, err
	}
	passwordHash, err := c.Hasher.Hash(ctx, in.Password)
	if err != nil {
		return Grant{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[bootstrapRow](ctx, c.Service, "admin_bootstrap_finish", hash,
		pg.Text("email", in.Email), pg.Text("password_hash", passwordHash), pg.JSON("profile", orEmpty(in.Profile)), in.Client.from(),
		pg.Text("user_agent", in.Client.UserAgent), pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)))
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, realm, sessionRow{SessionID: row.SessionID, Claims: row.Claims, Profile: row.Profile}, Form{}, refresh)
}

// bootstrapRow is a session that nothing refuses.
type bootstrapRow struct {
	SessionID *string         `db:"session_id"`
	Claims    json.RawMessage `db:"claims"`
	Profile   *User           `db:"profile"`
	Challenge *Challenge      `db:"challenge"`
}

// CreateAccountKey makes an account key (mk_) of the bearer's, an admin.
// Refuses what auth.account_key_create refuses.
func (c *Core) CreateAccountKey(ctx context.Context, b Bearer, name string, client Client) (APIKey, error) {
	key := secret.New(secret.AccountPrefix)
	made, err := pg.Value[APIKey](ctx, c.Service, "account_key_create", b.args(pg.Bytes("hash", secret.Hash(secret.AccountPrefix, key)),
		pg.Text("hint", secret.Hint(key)), pg.Text("name", name), client.from())...)
	if err != nil {
		return APIKey{}, err
	}
	made.Key = key
	return made, nil
}

// AccountKeys are the bearer's. Refuses what auth.account_keys_read refuses.
func (c *Core) AccountKeys(ctx context.Context, b Bearer) ([]APIKey, error) {
	return pg.Value[[]APIKey](ctx, c.Service, "account_keys_read", b.args()...)
}

// RevokeAccountKey ends one of the bearer's. Refuses what auth.account_key_revoke refuses.
func (c *Core) RevokeAccountKey(ctx context.Context, b Bearer, id string, client Client) error {
	return c.administer(ctx, "account_key_revoke", b.args(pg.UUID("key", id), client.from()))
}
