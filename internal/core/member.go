package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Member is a user as the others of a tenant see them.
type Member struct {
	UserID      string    `json:"user_id"`
	Email       *string   `json:"email"`
	DisplayName *string   `json:"display_name"`
	AvatarURL   *string   `json:"avatar_url"`
	IsOwner     bool      `json:"is_owner"`
	Roles       []string  `json:"roles"`
	JoinedAt    time.Time `json:"joined_at"`
}

// Members is a page of them; NextCursor leads to the next.
type Members struct {
	Members    []Member `json:"members"`
	NextCursor *string  `json:"next_cursor"`
}

// Membership is what a user is in a tenant; nil leaves it as it is.
type Membership struct {
	Roles   []string
	IsOwner *bool
}

// Members lists who is in a tenant. Refuses what auth.members_read refuses.
func (c *Core) Members(ctx context.Context, p *Project, by Actor, tenant string, page Page) (Members, error) {
	return pg.Value[Members](ctx, c.Service, "members_read", by.args(p, append(page.args(), pg.Text("tenant", tenant))...)...)
}

// PutMember changes a member (an address or id), or for an administrator adds
// one. Refuses what auth.member_put refuses.
func (c *Core) PutMember(ctx context.Context, p *Project, by Actor, tenant, user string, in Membership) (Member, error) {
	return pg.Value[Member](ctx, c.Service, "member_put", by.args(p, pg.Text("tenant", tenant), pg.Text("user", user),
		pg.TextList("roles", in.Roles), pg.MaybeBool("owner", in.IsOwner))...)
}

// RemoveMember takes a user out of a tenant; the bearer leaves. Refuses what
// auth.member_remove refuses.
func (c *Core) RemoveMember(ctx context.Context, p *Project, by Actor, tenant, user string) error {
	_, err := pg.Value[any](ctx, c.Service, "member_remove", by.args(p, pg.Text("tenant", tenant), pg.Text("user", user))...)
	return err
}

// TenantInvite is an invitation as those see it who may invite.
type TenantInvite struct {
	ID        string    `json:"id"`
	Email     string    `json:"email"`
	IsOwner   bool      `json:"is_owner"`
	Roles     []string  `json:"roles"`
	InvitedBy *string   `json:"invited_by"` // a user's id; null: an administrator
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// MyInvite is an invitation as its receiver sees it.
type MyInvite struct {
	ID        string     `json:"id"`
	Tenant    TenantName `json:"tenant"`
	IsOwner   bool       `json:"is_owner"`
	Roles     []string   `json:"roles"`
	ExpiresAt time.Time  `json:"expires_at"`
}

// NewTenantInvite asks an address to join, or (Again, an invitation's id) asks
// it once more.
type NewTenantInvite struct {
	Again, Email string
	Roles        []string
	IsOwner      bool
	RedirectTo   string // the app's page that takes the token, on the project's list
}

type tenantInviteRow struct {
	pg.Refusable
	Invite *TenantInvite `db:"invite"`
}

// InviteToTenant mails an invitation. Refuses what auth.invite_send refuses.
func (c *Core) InviteToTenant(ctx context.Context, p *Project, by Actor, tenant string, in NewTenantInvite) (TenantInvite, error) {
	token := secret.New(secret.InvitePrefix)
	payload, _ := json.Marshal(SealedMail{Link: withToken(in.RedirectTo, token)}) // strings only: can't fail
	row, err := pg.Call[tenantInviteRow](ctx, c.Service, "invite_send", by.args(p, pg.Text("tenant", tenant), pg.UUID("again", in.Again),
		pg.Text("email", in.Email), pg.TextList("roles", in.Roles), pg.Bool("owner", in.IsOwner), pg.Text("redirect", in.RedirectTo),
		pg.Bytes("link_hash", secret.Hash(secret.InvitePrefix, token)), pg.Bytes("proof_sealed", c.Keyring.Seal(payload, "outbox", p.ID)))...)
	if err != nil {
		return TenantInvite{}, err
	}
	return *row.Invite, nil
}

// TenantInvites lists the invitations that nobody has accepted yet. Refuses
// what auth.invites_read refuses.
func (c *Core) TenantInvites(ctx context.Context, p *Project, by Actor, tenant string) ([]TenantInvite, error) {
	return pg.Value[[]TenantInvite](ctx, c.Service, "invites_read", by.args(p, pg.Text("tenant", tenant))...)
}

// RevokeTenantInvite takes one back. Refuses what auth.invite_revoke refuses.
func (c *Core) RevokeTenantInvite(ctx context.Context, p *Project, by Actor, tenant, invite string) error {
	_, err := pg.Value[any](ctx, c.Service, "invite_revoke", by.args(p, pg.Text("tenant", tenant), pg.UUID("invite", invite))...)
	return err
}

// MyInvites lists the invitations to the bearer's address. Refuses what
// auth.my_invites_read refuses.
func (c *Core) MyInvites(ctx context.Context, b Bearer) ([]MyInvite, error) {
	return pg.Value[[]MyInvite](ctx, c.Service, "my_invites_read", b.args()...)
}

// AcceptInvite makes the bearer a member, by an invitation's token, or ("") by
// its id. Refuses what auth.invite_accept refuses.
func (c *Core) AcceptInvite(ctx context.Context, b Bearer, token, invite string, client Client) (Tenant, error) {
	hash := secret.Hash(secret.InvitePrefix, token)
	if hash == nil && token != "" {
		hash = []byte{} // of no invitation: null would ask for the id
	}
	return pg.Value[Tenant](ctx, c.Service, "invite_accept", b.args(pg.Bytes("hash", hash), pg.UUID("invite", invite), client.from())...)
}

// SignUpByInvite makes an account by an invitation's token, for the address
// that it went to, and signs in in its tenant. Password may be "". Refuses what
// auth.invite_signup refuses, and weak passwords.
func (c *Core) SignUpByInvite(ctx context.Context, p *Project, token string, in SignUp, form Form) (Grant, error) {
	hash := secret.Hash(secret.InvitePrefix, token)
	address, err := pg.Value[string](ctx, c.Service, "invite_address", pg.UUID("project", p.ID), pg.Bytes("hash", hash))
	if err != nil {
		return Grant{}, err
	}
	hashed, err := c.hashOptional(ctx, p, in.Password, address, displayName(in.Profile))
	if err != nil {
		return Grant{}, err
	}
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "invite_signup", pg.UUID("project", p.ID), pg.Bytes("hash", hash),
		pg.Text("password_hash", hashed), pg.JSON("profile", in.Client.localized(in.Profile)), in.Client.from(), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), form.arg())
	if err != nil {
		return Grant{}, err
	}
	return c.signedIn(ctx, p, row, form, refresh)
}
