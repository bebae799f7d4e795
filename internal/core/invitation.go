package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Invite asks an address to sign up.
type Invite struct {
	Email       string
	AppMetadata json.RawMessage // becomes the user's; nil for none
	RedirectTo  string          // the app's page that takes the token, on the project's list; "" for LinkBase
	LinkBase    string          // the face's page that does
}

// Invitation is one as an administrator sees it.
type Invitation struct {
	ID          string          `json:"id"`
	Email       string          `json:"email"`
	State       string          `json:"state"` // open, accepted, revoked, expired
	AppMetadata json.RawMessage `json:"app_metadata"`
	CreatedAt   time.Time       `json:"created_at"`
	ExpiresAt   time.Time       `json:"expires_at"`
	AcceptedAt  *time.Time      `json:"accepted_at"`
	UserID      *string         `json:"user_id"`
}

// Invitations is a page of them; NextCursor leads to the next.
type Invitations struct {
	Invitations []Invitation `json:"invitations"`
	NextCursor  *string      `json:"next_cursor"`
}

// InviteUser mails an invitation, for an administrator. Refuses what
// auth.invitation_create refuses.
func (c *Core) InviteUser(ctx context.Context, p *Project, by Administrator, in Invite) (Invitation, error) {
	args := append(invitationArgs(c.Keyring, p.ID, in), by.arg(), pg.Text("project", p.ID))
	return pg.Value[Invitation](ctx, c.Service, "invitation_create", args...)
}

// invitationArgs are a new invitation's, with a token in a link that is sealed for the mail.
func invitationArgs(ring *secret.Keyring, project string, in Invite) []pg.Arg {
	token, base := secret.New(secret.InvitePrefix), in.RedirectTo
	if base == "" {
		base = in.LinkBase
	}
	if len(in.AppMetadata) == 0 {
		in.AppMetadata = json.RawMessage("{}")
	}
	payload, _ := json.Marshal(SealedMail{Link: withToken(base, token)}) // strings only: can't fail
	return []pg.Arg{pg.Text("email", in.Email), pg.Bytes("hash", secret.Hash(secret.InvitePrefix, token)),
		pg.Bytes("sealed", ring.Seal(payload, "outbox", project)), pg.Text("redirect", in.RedirectTo), pg.JSON("app_metadata", in.AppMetadata)}
}

// UserInvitations lists a page of invitations, newest first. Refuses what
// auth.invitations_read refuses.
func (c *Core) UserInvitations(ctx context.Context, p *Project, by Administrator, cursor string) (Invitations, error) {
	return pg.Value[Invitations](ctx, c.Service, "invitations_read", pg.Text("project", p.ID), pg.Text("cursor", cursor), by.arg())
}

// RevokeInvitation takes one back. Refuses what auth.invitation_revoke refuses.
func (c *Core) RevokeInvitation(ctx context.Context, p *Project, by Administrator, id string) error {
	_, err := pg.Value[any](ctx, c.Service, "invitation_revoke", pg.UUID("invitation", id), pg.Text("project", p.ID), by.arg())
	return err
}

// Invited is the address that the bearer of an invitation was invited by.
// Refuses what auth.invitation_address refuses.
func (c *Core) Invited(ctx context.Context, p *Project, invitation string) (string, error) {
	return pg.Value[string](ctx, c.Service, "invitation_address", pg.UUID("project", p.ID), invitationArg(invitation))
}

// invitationArg is the hash of an invitation's token; of what is no token it is
// one that nothing has, as null would mean that there was none.
func invitationArg(token string) pg.Arg {
	hash := secret.Hash(secret.InvitePrefix, token)
	if hash == nil && token != "" {
		hash = []byte{}
	}
	return pg.Bytes("invitation", hash)
}
