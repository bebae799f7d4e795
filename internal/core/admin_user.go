package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// UserRecord is a user as an administrator may see them.
type UserRecord struct {
	User
	HasPassword        bool       `json:"has_password"`
	MFA                bool       `json:"mfa"`
	MustChangePassword bool       `json:"must_change_password"`
	DisabledAt         *time.Time `json:"disabled_at"`
	DisabledReason     *string    `json:"disabled_reason"`
	DefaultRole        *string    `json:"default_role"`
}

// UserQuery asks for a page of users.
type UserQuery struct {
	Search string // the beginning of an address, number, name or id
	State  string // active, disabled, unverified, anonymous; "" for any
	Limit  int
	Cursor string
}

// UserPage is a page of users, newest first.
type UserPage struct {
	Users      []UserRecord `json:"users"`
	NextCursor *string      `json:"next_cursor"` // null on the last
}

// Users is a page of a project's users. Refuses what auth.users_page refuses.
func (c *Core) Users(ctx context.Context, by Administrator, p *Project, q UserQuery) (UserPage, error) {
	return pg.Value[UserPage](ctx, c.Service, "users_page", by.of(p, pg.Text("search", q.Search),
		pg.Text("state", q.State), pg.Int("limit", q.Limit), pg.Text("cursor", q.Cursor))...)
}

// User is one user by id or e-mail address. Refuses what auth.user_show refuses.
func (c *Core) User(ctx context.Context, by Administrator, p *Project, user string) (UserRecord, error) {
	return pg.Value[UserRecord](ctx, c.Service, "user_show", by.of(p, pg.Text("user", user))...)
}

// NewUser is a user whom an administrator makes.
type NewUser struct {
	Email, Phone, Password string
	Verified               bool // the address and number are known to be theirs
	Profile                json.RawMessage
	Metadata, AppMetadata  json.RawMessage
}

// CreateUser makes a user, who may have no password yet. Refuses weak
// passwords, phone_invalid and what auth.user_create refuses.
func (c *Core) CreateUser(ctx context.Context, by Administrator, p *Project, in NewUser) (UserRecord, error) {
	var err error
	if in.Phone != "" {
		if in.Phone, err = Phone(in.Phone); err != nil {
			return UserRecord{}, err
		}
	}
	if in.Password != "" {
		// A hash is work: SQL lets the administrator in before it is done.
		if _, err := c.Admins(ctx, by, p); err != nil {
			return UserRecord{}, err
		}
	}
	hash, err := c.hashOptional(ctx, p, in.Password, in.Email, in.Phone, displayName(in.Profile))
	if err != nil {
		return UserRecord{}, err
	}
	id, err := pg.Value[string](ctx, c.own(p), "user_create", by.of(p, pg.Text("email", in.Email), pg.Text("phone", in.Phone),
		pg.Text("password_hash", hash), pg.Bool("verified", in.Verified), pg.JSON("profile", orEmpty(in.Profile)),
		pg.JSON("metadata", orEmpty(in.Metadata)), pg.JSON("app_metadata", orEmpty(in.AppMetadata)))...)
	if err != nil {
		return UserRecord{}, err
	}
	return c.User(ctx, by, p, id)
}

func orEmpty(object json.RawMessage) json.RawMessage {
	if len(object) == 0 {
		return json.RawMessage("{}")
	}
	return object
}

// UpdateUser changes what the keys of changes name. Refuses phone_invalid and
// what auth.user_update refuses.
func (c *Core) UpdateUser(ctx context.Context, by Administrator, p *Project, user string, changes json.RawMessage) (UserRecord, error) {
	changes, err := withPhone(changes)
	if err != nil {
		return UserRecord{}, err
	}
	return pg.Value[UserRecord](ctx, c.own(p), "user_update", by.of(p, pg.Text("user", user), pg.JSON("changes", changes))...)
}

// withPhone has the phone number, if there is one, in E.164.
func withPhone(changes json.RawMessage) (json.RawMessage, error) {
	var given struct {
		Phone *string `json:"phone"`
	}
	if err := json.Unmarshal(changes, &given); err != nil || given.Phone == nil {
		return changes, nil // SQL says what is wrong with it
	}
	number, err := Phone(*given.Phone)
	if err != nil {
		return nil, err
	}
	all := map[string]json.RawMessage{}
	_ = json.Unmarshal(changes, &all)      // was an object a moment ago
	all["phone"], _ = json.Marshal(number) // a string: can't fail
	return json.Marshal(all)
}

// DisableUser ends a user's sessions and lets them in no more, for a reason
// that they don't see. Refuses what auth.user_disable refuses.
func (c *Core) DisableUser(ctx context.Context, by Administrator, p *Project, user, reason string) error {
	return c.administer(ctx, "user_disable", by.of(p, pg.Text("user", user), pg.Text("reason", reason)))
}

// EnableUser lets a disabled user sign in again. Refuses what auth.user_enable refuses.
func (c *Core) EnableUser(ctx context.Context, by Administrator, p *Project, user string) error {
	return c.administer(ctx, "user_enable", by.of(p, pg.Text("user", user)))
}

// DeleteUser deletes a user with all that is theirs. Refuses what auth.user_delete refuses.
func (c *Core) DeleteUser(ctx context.Context, by Administrator, p *Project, user string) error {
	_, err := pg.Value[any](ctx, c.own(p), "user_delete", by.of(p, pg.Text("user", user))...)
	return err
}

// SendReset sends a user a link to reset the password (a code where linkBase is
// "", and to a number), and says for how many seconds it works. Refuses what
// auth.password_reset_send refuses.
func (c *Core) SendReset(ctx context.Context, by Administrator, p *Project, user UserRecord, redirectTo, linkBase string) (int, error) {
	to := deref(user.Email)
	if to == "" {
		to = deref(user.Phone)
	}
	return pg.Value[int](ctx, c.Service, "password_reset_send", c.newProof(p, "reset_password", to, linkBase).args(
		by.of(p, pg.Text("user", user.ID), pg.Text("redirect", redirectTo))...)...)
}

// administer calls what answers nothing.
func (c *Core) administer(ctx context.Context, function string, args []pg.Arg) error {
	_, err := pg.Value[any](ctx, c.Service, function, args...)
	return err
}
