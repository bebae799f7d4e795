package core

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// Grant is what a sign-in gives: an access token, the refresh token that
// follows it, and the user.
type Grant struct {
	AccessToken  string
	ExpiresIn    int // seconds
	RefreshToken string
	SessionID    string
	User         User
	DeviceToken  string     // of a device that was trusted now
	Challenge    *Challenge // the second factor that is still owed, nil when none is
}

// Challenge is a sign-in that still owes its second factor. With a ticket there
// is no session yet; without, the session opens nothing else.
type Challenge struct {
	Ticket  string
	Factors []ChallengeFactor `json:"factors"`
}

// ChallengeFactor is a factor that can answer a challenge.
type ChallengeFactor struct {
	ID   string  `json:"id"`
	Type string  `json:"type"` // totp, email, sms
	Name *string `json:"name"`
}

// User is a user as they may see themselves.
type User struct {
	ID            string          `json:"id"`
	Email         *string         `json:"email"`
	EmailVerified bool            `json:"email_verified"`
	Phone         *string         `json:"phone"`
	PhoneVerified bool            `json:"phone_verified"`
	DisplayName   *string         `json:"display_name"`
	AvatarURL     *string         `json:"avatar_url"`
	Locale        *string         `json:"locale"`
	Metadata      json.RawMessage `json:"metadata"`
	AppMetadata   json.RawMessage `json:"app_metadata"`
	Anonymous     bool            `json:"is_anonymous"`
	CreatedAt     time.Time       `json:"created_at"`
	UpdatedAt     time.Time       `json:"updated_at"`
	LastSignInAt  *time.Time      `json:"last_sign_in_at"`

	Columns map[string]json.RawMessage `json:"columns,omitempty"` // of their row in the project's auth table, where there is one

	// Of Me alone, and where there are any: what the bearer is and may, in the
	// session's tenant and in the project.
	TenantID    *string  `json:"tenant_id,omitempty"`
	Roles       []string `json:"roles,omitempty"`
	Permissions []string `json:"permissions,omitempty"`
}

// sessionRow is what every function that opens a session returns.
type sessionRow struct {
	pg.Refusable
	SessionID *string    `db:"session_id"`
	Claims    []byte     `db:"claims"`
	Profile   *User      `db:"profile"`
	Challenge *Challenge `db:"challenge"`
}

// signedIn turns what a first factor ended in into a grant: a session, perhaps
// one that is pending, or a challenge alone.
func (c *Core) signedIn(ctx context.Context, p *Project, row sessionRow, form Form, refreshToken string) (Grant, error) {
	if row.Challenge != nil && row.Claims == nil {
		row.Challenge.Ticket = form.ticket
		return Grant{User: *row.Profile, Challenge: row.Challenge}, nil
	}
	grant, err := c.grant(ctx, p, row.Claims, refreshToken)
	if err != nil {
		return Grant{}, err
	}
	grant.User, grant.Challenge = *row.Profile, row.Challenge
	return grant, nil
}

// grant signs the access token of a session.
func (c *Core) grant(ctx context.Context, p *Project, claims []byte, refreshToken string) (Grant, error) {
	p, err := c.withKeys(ctx, p)
	if err != nil {
		return Grant{}, err
	}
	signed, err := p.keys.Current(p.Settings.SigningAlg).Sign(claims, c.issuer(p))
	if err != nil {
		return Grant{}, err
	}
	var times struct {
		Issued  int    `json:"iat"`
		Expires int    `json:"exp"`
		Session string `json:"sid"`
	}
	if err := json.Unmarshal(claims, &times); err != nil {
		return Grant{}, fmt.Errorf("read claims: %w", err)
	}
	return Grant{AccessToken: signed, ExpiresIn: times.Expires - times.Issued, RefreshToken: refreshToken, SessionID: times.Session}, nil
}
