package native

import (
	"cmp"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

// userRoutes are what administrators do with users.
func (f *Face) userRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/users", f.users,
			doc{"A page of users, newest first.", secretKey, usersQuery{}, core.UserPage{}, "cursor_invalid state_unknown"}},
		{"POST", "/p/:p/v1/users", f.createUser,
			doc{"Makes a user, with or without a password.", secretKey, createUserBody{}, core.UserRecord{},
				whenSettingPassword + ofAnAddress + ofAnAuthTable + "email_taken phone_taken profile_invalid user_not_found"}},
		{"GET", "/p/:p/v1/users/:id", f.user,
			doc{"A user.", secretKey, nil, core.UserRecord{}, "user_not_found"}},
		{"PATCH", "/p/:p/v1/users/:id", f.updateUser,
			doc{"Changes a user; what is not named stays.", secretKey, updateUserBody{}, core.UserRecord{}, ofAnAddress + "email_taken phone_taken profile_invalid user_not_found"}},
		{"DELETE", "/p/:p/v1/users/:id", f.deleteUser,
			doc{"Deletes a user with all that is theirs.", secretKey, nil, done{}, "account_in_use admin_last user_not_found"}},
		{"POST", "/p/:p/v1/users/:id/disable", f.disableUser,
			doc{"Ends a user's sessions and lets them in no more.", secretKey, disableUserBody{}, done{}, "admin_last user_not_found"}},
		{"POST", "/p/:p/v1/users/:id/enable", f.enableUser,
			doc{"Lets a disabled user sign in again.", secretKey, nil, done{}, "user_not_found"}},
		{"POST", "/p/:p/v1/users/:id/reset", f.sendReset,
			doc{"Sends a user what resets the password.", secretKey, sendResetBody{}, sent{}, "email_missing redirect_not_allowed user_not_found"}},
		{"GET", "/p/:p/v1/users/:id/sessions", f.sessionsOf,
			doc{"The live sessions of a user.", secretKey, nil, sessionList{}, "user_not_found"}},
		{"DELETE", "/p/:p/v1/users/:id/sessions", f.revokeSessionsOf,
			doc{"Ends all sessions of a user.", secretKey, nil, ended{}, "user_not_found"}},
		{"DELETE", "/p/:p/v1/users/:id/sessions/:session", f.revokeSessionOf,
			doc{"Ends a session of a user.", secretKey, nil, done{}, "session_not_found user_not_found"}},
		{"GET", "/p/:p/v1/users/:id/credentials", f.credentialsOf,
			doc{"What a user can prove themselves by, without its secrets.", secretKey, nil, core.UserCredentials{}, "user_not_found"}},
		{"DELETE", "/p/:p/v1/users/:id/credentials/:kind/:credential", f.revokeCredential,
			doc{"Takes a second_factor, passkey, identity or personal_access_token from a user.", secretKey, nil, done{}, "credential_not_found user_not_found"}},
		{"DELETE", "/p/:p/v1/users/:id/second-factors", f.resetFactorsOf,
			doc{"Removes all second factors of a user who has lost them.", secretKey, nil, ended{}, "user_not_found"}},
	}
}

type usersQuery struct {
	Search string `query:"search" doc:"the beginning of an address, number, name or id"`
	State  string `query:"state" doc:"active, disabled, unverified, anonymous"`
	Limit  int    `query:"limit" doc:"up to 200"`
	Cursor string `query:"cursor"`
}

// GET /p/{p}/v1/users?search=&state=&limit=&cursor=
func (f *Face) users(x *exchange) (any, error) {
	by := x.administrator()
	limit, err := x.count("limit", 50)
	if err != nil {
		return nil, err
	}
	query := x.r.URL.Query()
	return f.core.Users(x.r.Context(), by, x.project, core.UserQuery{
		Search: query.Get("search"), State: query.Get("state"), Limit: limit, Cursor: query.Get("cursor")})
}

// count is a number in the query.
func (x *exchange) count(name string, standard int) (int, error) {
	text := x.r.URL.Query().Get(name)
	if text == "" {
		return standard, nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1000 {
		return 0, fault.New(http.StatusBadRequest, "field_invalid", "This is not a number from 1 to 1000.", "Send one, or none.").On(name)
	}
	return n, nil
}

type createUserBody struct {
	inTenant
	columns
	Email       string          `json:"email"`
	Phone       string          `json:"phone"`
	Password    string          `json:"password"`
	Verified    bool            `json:"verified" doc:"the address and number are known to be theirs"`
	DisplayName *string         `json:"display_name"`
	AvatarURL   *string         `json:"avatar_url"`
	Locale      *string         `json:"locale"`
	Metadata    json.RawMessage `json:"metadata"`
	AppMetadata json.RawMessage `json:"app_metadata"`
}

// POST /p/{p}/v1/users
func (f *Face) createUser(x *exchange) (any, error) {
	var body createUserBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	return f.core.CreateUser(x.r.Context(), by, x.project, core.NewUser{
		Email: body.Email, Phone: body.Phone, Password: body.Password, Verified: body.Verified,
		Profile:  signUpBody{columns: body.columns, DisplayName: body.DisplayName, AvatarURL: body.AvatarURL, Locale: body.Locale}.profile(),
		Metadata: body.Metadata, AppMetadata: body.AppMetadata})
}

// onUser does what is to be done with the user that the path names.
func (f *Face) onUser(x *exchange, do func(by core.Administrator, user string) (any, error)) (any, error) {
	by := x.administrator()
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return do(by, x.param("id"))
}

// GET /p/{p}/v1/users/{id}
func (f *Face) user(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		return f.core.User(x.r.Context(), by, x.project, user)
	})
}

type updateUserBody struct {
	Email              json.RawMessage `json:"email,omitempty" doc:"null takes it"`
	EmailVerified      *bool           `json:"email_verified,omitempty"`
	Phone              json.RawMessage `json:"phone,omitempty" doc:"null takes it"`
	PhoneVerified      *bool           `json:"phone_verified,omitempty"`
	DisplayName        json.RawMessage `json:"display_name,omitempty"`
	AvatarURL          json.RawMessage `json:"avatar_url,omitempty"`
	Locale             json.RawMessage `json:"locale,omitempty"`
	Metadata           json.RawMessage `json:"metadata,omitempty"`
	AppMetadata        json.RawMessage `json:"app_metadata,omitempty"`
	MustChangePassword *bool           `json:"must_change_password,omitempty"`
}

// PATCH /p/{p}/v1/users/{id}
func (f *Face) updateUser(x *exchange) (any, error) {
	var body updateUserBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	changes, _ := json.Marshal(body) // decoded from JSON a moment ago
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		return f.core.UpdateUser(x.r.Context(), by, x.project, user, changes)
	})
}

// DELETE /p/{p}/v1/users/{id}
func (f *Face) deleteUser(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		return ok, f.core.DeleteUser(x.r.Context(), by, x.project, user)
	})
}

type disableUserBody struct {
	Reason string `json:"reason" doc:"for the record; the user doesn't see it"`
}

// POST /p/{p}/v1/users/{id}/disable
func (f *Face) disableUser(x *exchange) (any, error) {
	var body disableUserBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		return ok, f.core.DisableUser(x.r.Context(), by, x.project, user, body.Reason)
	})
}

// POST /p/{p}/v1/users/{id}/enable
func (f *Face) enableUser(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		return ok, f.core.EnableUser(x.r.Context(), by, x.project, user)
	})
}

type sendResetBody struct {
	By          string `json:"by" doc:"link (default) or code"`
	RedirectURL string `json:"redirect_url"`
}

// POST /p/{p}/v1/users/{id}/reset: the user alone learns of it, and chooses
func (f *Face) sendReset(x *exchange) (any, error) {
	var body sendResetBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	base, err := linkBase(body.By, "link", cmp.Or(body.RedirectURL, f.resetURL(x)))
	if err != nil {
		return nil, err
	}
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		record, err := f.core.User(x.r.Context(), by, x.project, user)
		if err != nil {
			return nil, err
		}
		expires, err := f.core.SendReset(x.r.Context(), by, x.project, record, body.RedirectURL, base)
		return sent{true, expires}, err
	})
}
