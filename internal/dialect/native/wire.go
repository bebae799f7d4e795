package native

import (
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/core"
)

// userRow is a user as a row of MoonDB's auth table.
type userRow struct {
	ID            string          `json:"id"`
	Email         *string         `json:"email"`
	EmailVerified *int            `json:"email_verified,omitempty" doc:"0 or 1, where the project verifies"`
	Phone         *string         `json:"phone,omitempty"`
	PhoneVerified *int            `json:"phone_verified,omitempty" doc:"0 or 1, where there is one"`
	DisplayName   *string         `json:"display_name"`
	AvatarURL     *string         `json:"avatar_url"`
	Locale        *string         `json:"locale"`
	Metadata      json.RawMessage `json:"metadata"`
	Anonymous     bool            `json:"is_anonymous,omitempty" doc:"a guest"`
	CreatedAt     time.Time       `json:"created_at"`
	UpdatedAt     time.Time       `json:"updated_at"`

	columns map[string]json.RawMessage // of the row in the project's auth table
}

// MarshalJSON encodes the user with the columns of their row.
func (u userRow) MarshalJSON() ([]byte, error) {
	type plain userRow
	row, err := json.Marshal(plain(u))
	if err != nil {
		return nil, err
	}
	return overlaid(row, u.columns)
}

func toUserRow(p *core.Project, u core.User) userRow {
	row := userRow{ID: u.ID, Email: u.Email, DisplayName: u.DisplayName, AvatarURL: u.AvatarURL, Locale: u.Locale,
		Metadata: u.Metadata, Anonymous: u.Anonymous, CreatedAt: u.CreatedAt, UpdatedAt: u.UpdatedAt, columns: u.Columns}
	if p.Settings.VerifyEmail {
		row.EmailVerified = bit(u.EmailVerified)
	}
	if u.Phone != nil {
		row.Phone, row.PhoneVerified = u.Phone, bit(u.PhoneVerified)
	}
	return row
}

func bit(yes bool) *int {
	n := 0
	if yes {
		n = 1
	}
	return &n
}

// tokens is what a sign-in answers.
type tokens struct {
	Token        string   `json:"token"`
	RefreshToken string   `json:"refresh_token,omitempty" doc:"left out where the one before stays"`
	ExpiresIn    int      `json:"expires_in" doc:"seconds"`
	User         *userRow `json:"user,omitempty"`
	Warning      string   `json:"_warning,omitempty"`
}

func toTokens(p *core.Project, g core.Grant) tokens {
	user := toUserRow(p, g.User)
	return tokens{Token: g.AccessToken, RefreshToken: g.RefreshToken, ExpiresIn: g.ExpiresIn, User: &user}
}

// challenge is a sign-in that still owes its second factor.
type challenge struct {
	Required bool                   `json:"mfa_required"`
	Ticket   string                 `json:"ticket,omitempty"`
	Factors  []core.ChallengeFactor `json:"factors"`
}

// pending is one whose tokens open nothing but the second factor.
type pending struct {
	challenge
	tokens
}

// toSignedIn answers a first factor: with tokens, or with what is still owed.
func toSignedIn(p *core.Project, g core.Grant) any {
	if g.Challenge != nil {
		owed := challenge{Required: true, Ticket: g.Challenge.Ticket, Factors: g.Challenge.Factors}
		if g.AccessToken != "" {
			return pending{owed, toTokens(p, g)}
		}
		return owed
	}
	return toTokens(p, g)
}

// meRow has the user twice: clients read data.user or data itself.
type meRow struct {
	userRow
	rights
	fields map[string]json.RawMessage // the project's own, of sign-up
}

// rights are what the bearer is and may, in the session's tenant and in the project.
type rights struct {
	TenantID    *string  `json:"tenant_id,omitempty"`
	Roles       []string `json:"roles,omitempty"`
	Permissions []string `json:"permissions,omitempty"`
}

// MarshalJSON encodes the user once.
func (m meRow) MarshalJSON() ([]byte, error) {
	row, err := json.Marshal(m.userRow)
	if err != nil {
		return nil, err
	}
	twice := append(append(make([]byte, 0, 2*len(row)+16), row[:len(row)-1]...), `,"user":`...)
	me := append(append(twice, row...), '}')
	if m.TenantID == nil && m.Roles == nil && len(m.fields) == 0 {
		return me, nil
	}
	rights, err := json.Marshal(m.rights)
	if err != nil {
		return nil, err
	}
	fields, err := json.Marshal(m.fields)
	return joined(joined(me, rights), fields), err
}

// joined are two objects as one.
func joined(object, more []byte) []byte {
	if len(more) <= 2 || string(more) == "null" {
		return object
	}
	return append(append(object[:len(object)-1], ','), more[1:]...)
}

func toMe(p *core.Project, u core.User) meRow {
	return meRow{toUserRow(p, u), rights{u.TenantID, u.Roles, u.Permissions}, ownFields(p, u.Metadata)}
}

// ok says that it is done.
var ok = done{true}

type done struct {
	OK bool `json:"ok"`
}

// unproven is a sign-up whose address must be proven before it can sign in.
type unproven struct {
	Required bool `json:"verification_required"`
}

// verified is a proof that was taken.
type verified struct {
	Verified bool    `json:"verified"`
	User     userRow `json:"user"`
}
