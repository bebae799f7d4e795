package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

type signUpBody struct {
	address
	Password    string          `json:"password"`
	RedirectURL string          `json:"redirect_url"`
	DisplayName *string         `json:"display_name"`
	AvatarURL   *string         `json:"avatar_url"`
	Locale      *string         `json:"locale"`
	Metadata    json.RawMessage `json:"metadata"`
}

// profile keeps the keys that were given, and only those.
func (b signUpBody) profile() json.RawMessage {
	given := map[string]any{}
	for name, value := range map[string]*string{"display_name": b.DisplayName, "avatar_url": b.AvatarURL, "locale": b.Locale} {
		if value != nil {
			given[name] = *value
		}
	}
	if b.Metadata != nil {
		given["metadata"] = b.Metadata
	}
	text, _ := json.Marshal(given) // decoded from JSON a moment ago
	return text
}

// POST /p/{p}/auth/signup
func (f *Face) signUp(x *exchange) (any, error) {
	var body signUpBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Password == "" {
		return nil, missing("password")
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	made, err := f.core.SignUp(x.r.Context(), x.project, core.SignUp{
		Identifier: to, Password: body.Password, Profile: body.profile(), RedirectTo: body.RedirectURL,
		LinkBase: f.verifyURL(x), Client: x.client, Idempotency: x.idempotency(""),
	})
	if err != nil {
		return nil, err
	}
	if made.VerificationRequired {
		return map[string]bool{"verification_required": true}, nil
	}
	answer := toTokens(x.project, made.Grant)
	if x.project.Settings.VerifyEmail && made.User.Email != nil {
		answer.Warning = "A verification link was sent to this address."
	}
	return answer, nil
}

// POST /p/{p}/auth/login, by e-mail address or by phone number
func (f *Face) signIn(x *exchange) (any, error) {
	var body struct {
		address
		Password string `json:"password"`
		Device   string `json:"device_token"`
		Pending  bool   `json:"mfa_pending"` // a challenge as tokens that open nothing else
	}
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Password == "" {
		return nil, missing("password")
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	grant, err := f.core.SignIn(x.r.Context(), x.project, core.SignIn{
		Identifier: to, Password: body.Password, Client: x.client, Form: core.Form{TrustedWith: body.Device, Pending: body.Pending},
	})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

// GET /p/{p}/auth/me
func (f *Face) me(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	user, err := f.core.Me(x.r.Context(), b)
	if err != nil {
		return nil, err
	}
	return toMe(x.project, user), nil
}

// PATCH /p/{p}/auth/me
func (f *Face) updateMe(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	// A pointer to null clears; a key that isn't there stays.
	var body struct {
		DisplayName json.RawMessage `json:"display_name,omitempty"`
		AvatarURL   json.RawMessage `json:"avatar_url,omitempty"`
		Locale      json.RawMessage `json:"locale,omitempty"`
		Metadata    json.RawMessage `json:"metadata,omitempty"`
	}
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	profile, _ := json.Marshal(body) // decoded from JSON a moment ago
	user, err := f.core.UpdateMe(x.r.Context(), b, profile)
	if err != nil {
		return nil, err
	}
	return toMe(x.project, user), nil
}
