package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

func (f *Face) accountRoutes() []route {
	return []route{
		{"POST", "/p/:p/auth/signup", f.signUp,
			doc{"Makes an account with a password and signs it in, or asks for its address to be proven first.", open | repeatable, signUpBody{}, either{tokens{}, unproven{}},
				whenSigningUp + whenSettingPassword + whenSigningIn + "invitation_invalid redirect_not_allowed signup_needs_code"}},
		{"POST", "/p/:p/auth/signup/code", f.sendSignUpCode,
			doc{"Sends a code to an address or number; no account exists before it comes back.", open, signUpBody{}, sent{}, whenSigningUp + whenSettingPassword}},
		{"POST", "/p/:p/auth/signup/verify", f.signUpByCode,
			doc{"Makes the account whose code came back and signs it in.", open, codeBody{}, signedIn,
				whenSigningUp + whenSettingPassword + whenSigningIn + "code_invalid"}},
		{"POST", "/p/:p/auth/login", f.signIn,
			doc{"Signs in by password.", open, signInBody{}, signedIn, whenSigningIn + ofAnAddress + "account_locked invalid_credentials"}},
		{"POST", "/p/:p/auth/code", f.sendSignInCode,
			doc{"Sends a code to sign in with.", open, signUpBody{}, sent{}, ofAnAddress + "profile_invalid redirect_not_allowed"}},
		{"POST", "/p/:p/auth/code/verify", f.signInByCode,
			doc{"Signs in by a code.", open, codeBody{}, signedIn, whenSigningUp + whenSigningIn + "code_invalid link_invalid tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/auth/link", f.sendSignInLink,
			doc{"Sends a link to sign in with; it leads to redirect_url, or else to the project's site_url, which posts its token back.", open, signUpBody{}, sent{}, ofAnAddress + "profile_invalid redirect_not_allowed"}},
		{"POST", "/p/:p/auth/link/verify", f.signInByLink,
			doc{"Signs in by the token of a link.", open, signInByLinkBody{}, signedIn,
				whenSigningUp + whenSigningIn + "code_invalid link_invalid tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/auth/refresh", f.refresh,
			doc{"Exchanges a refresh token for new tokens.", open, refreshBody{}, tokens{}, ofOwnFunctions + "refresh_token_invalid refresh_token_reused session_expired session_ended user_disabled"}},
		{"POST", "/p/:p/auth/logout", f.signOut,
			doc{"Ends this session, the others, or all.", bearer, signOutBody{}, done{}, ""}},
		{"GET", "/p/:p/auth/me", f.me,
			doc{"The account of the bearer.", bearer, nil, meRow{}, ""}},
		{"PATCH", "/p/:p/auth/me", f.updateMe,
			doc{"Changes the profile; null clears, what is left out stays.", bearer, updateMeBody{}, meRow{}, "profile_invalid"}},
		{"POST", "/p/:p/auth/change-password", f.changePassword,
			doc{"Sets a new password, given the current one.", bearer, changePasswordBody{}, done{}, whenSettingPassword + "password_wrong"}},
		{"POST", "/p/:p/auth/forgot-password", f.forgotPassword,
			doc{"Sends a link or a code to set a new password with.", open, forgotPasswordBody{}, sent{}, ofAnAddress + "redirect_not_allowed"}},
		{"GET", "/p/:p/auth/reset-password", f.resetPage,
			doc{"The page that a reset link leads to; it consumes nothing.", open, linkQuery{}, html, ""}},
		{"POST", "/p/:p/auth/reset-password", f.resetPassword,
			doc{"Sets a new password by the token of a link, or by a code.", open, either{resetPasswordBody{}, form{passwordForm{}}}, either{done{}, html},
				whenSettingPassword + ofAnAddress + "code_invalid link_invalid tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/auth/reset-password/token", f.resetToken,
			doc{"Exchanges a reset code for a reset token.", open, codeBody{}, resetTicket{}, ofAnAddress + "code_invalid"}},
	}
}

type signUpBody struct {
	address
	columns
	Password    string          `json:"password"`
	RedirectURL string          `json:"redirect_url"`
	Invitation  string          `json:"invitation"`
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
	if b.given != nil {
		given["columns"] = b.given
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
		Identifier: to, Password: body.Password, Profile: body.profile(), RedirectTo: body.RedirectURL, Invitation: body.Invitation,
		LinkBase: f.verifyURL(x), Client: x.client, Idempotency: x.idempotency(""),
	})
	if err != nil {
		return nil, err
	}
	if made.VerificationRequired {
		return unproven{true}, nil
	}
	answer := toTokens(x.project, made.Grant)
	if x.project.Settings.VerifyEmail && made.User.Email != nil && !made.User.EmailVerified {
		answer.Warning = "A verification link was sent to this address."
	}
	return answer, nil
}

type signInBody struct {
	address
	Password string `json:"password" required:"true"`
	Device   string `json:"device_token"`
	Pending  bool   `json:"mfa_pending" doc:"a challenge as tokens that open nothing else"`
}

// POST /p/{p}/auth/login, by e-mail address or by phone number
func (f *Face) signIn(x *exchange) (any, error) {
	var body signInBody
	if err := x.decode(&body); err != nil {
		return nil, err
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

type updateMeBody struct {
	DisplayName json.RawMessage `json:"display_name,omitempty"`
	AvatarURL   json.RawMessage `json:"avatar_url,omitempty"`
	Locale      json.RawMessage `json:"locale,omitempty"`
	Metadata    json.RawMessage `json:"metadata,omitempty"`
}

// PATCH /p/{p}/auth/me
func (f *Face) updateMe(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	// A pointer to null clears; a key that isn't there stays.
	var body updateMeBody
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
