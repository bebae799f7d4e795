package native

import (
	"encoding/json"
	"net/http"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

func (f *Face) passkeyRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/passkeys", f.passkeys,
			doc{"The passkeys of the bearer.", bearer, nil, []core.Passkey{}, ""}},
		{"PATCH", "/p/:p/auth/passkeys/:id", f.renamePasskey,
			doc{"Names a passkey.", bearer, renamePasskeyBody{}, core.Passkey{}, "passkey_name_invalid passkey_not_found second_factor_required"}},
		{"DELETE", "/p/:p/auth/passkeys/:id", f.revokePasskey,
			doc{"Revokes a passkey.", bearer, nil, done{}, "passkey_last passkey_not_found second_factor_required"}},
		{"POST", "/p/:p/auth/passkeys/register/options", f.passkeyRegisterOptions,
			doc{"Begins the ceremony of a new passkey.", bearer, nil, ceremony{}, "passkeys_disabled passkeys_too_many second_factor_required"}},
		{"POST", "/p/:p/auth/passkeys/register/verify", f.registerPasskey,
			doc{"Keeps the new passkey.", bearer, answerBody{}, core.Passkey{},
				"ceremony_invalid passkey_invalid passkey_known passkey_name_invalid passkey_unreadable passkeys_disabled passkeys_too_many second_factor_required"}},
		{"POST", "/p/:p/auth/passkeys/signup/options", f.passkeySignUpOptions,
			doc{"Begins the ceremony of an account that starts with a passkey.", open, signUpBody{}, ceremony{},
				whenSigningUp + "invitation_invalid passkeys_disabled redirect_not_allowed"}},
		{"POST", "/p/:p/auth/passkeys/signup/verify", f.signUpByPasskey,
			doc{"Makes the account with its passkey and signs it in.", open, answerBody{}, either{tokens{}, challenge{}, pending{}, unproven{}},
				whenSigningUp + whenSigningIn + "ceremony_invalid invitation_invalid passkey_invalid passkey_known passkey_name_invalid passkey_unreadable passkeys_disabled redirect_not_allowed"}},
		{"POST", "/p/:p/auth/passkeys/login/options", f.passkeySignInOptions,
			doc{"Begins the ceremony of a sign-in; without an address the authenticator finds the account.", open, address{}, ceremony{}, ofAnAddress + "passkeys_disabled"}},
		{"POST", "/p/:p/auth/passkeys/login/verify", f.signInByPasskey,
			doc{"Signs in by a passkey.", open, answerBody{}, signedIn, whenSigningIn + "ceremony_invalid passkey_cloned passkey_invalid passkey_unreadable passkeys_disabled"}},
		{"POST", "/p/:p/auth/passkeys/elevate/options", f.passkeyElevateOptions,
			doc{"Begins the ceremony that elevates the bearer.", bearer, nil, ceremony{}, "passkey_missing passkeys_disabled"}},
		{"POST", "/p/:p/auth/passkeys/elevate/verify", f.elevateByPasskey,
			doc{"Elevates the bearer by a passkey.", bearer, answerBody{}, tokens{},
				ofOwnFunctions + "ceremony_invalid passkey_cloned passkey_invalid passkey_unreadable passkeys_disabled second_factor_required"}},
		{"GET", "/.well-known/assetlinks.json", f.assetLinks,
			doc{"The Android apps that share passkeys with this host.", open, nil, document{[]assetLink{}}, ""}},
		{"GET", "/.well-known/apple-app-site-association", f.appleSiteAssociation,
			doc{"The Apple apps that share passkeys with this host.", open, nil, document{appleSite{}}, ""}},
	}
}

// ceremony is the argument of navigator.credentials.create or get, to be read by
// PublicKeyCredential.parseCreationOptionsFromJSON or parseRequestOptionsFromJSON.
type ceremony struct {
	PublicKey json.RawMessage `json:"publicKey"`
}

func toCeremony(made core.Ceremony, err error) (any, error) { return ceremony{made.Options}, err }

// answerBody is what came of it: the credential's toJSON().
type answerBody struct {
	inTenant
	Credential json.RawMessage `json:"credential" required:"true"`
	Name       string          `json:"name"`
	Device     string          `json:"device_token"`
}

func (x *exchange) answer() (answerBody, error) {
	var body answerBody
	if err := x.decode(&body); err != nil {
		return body, err
	}
	return body, nil
}

// POST /p/{p}/auth/passkeys/register/options
func (f *Face) passkeyRegisterOptions(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	return toCeremony(f.core.PasskeyRegisterOptions(x.r.Context(), b))
}

// POST /p/{p}/auth/passkeys/register/verify {"credential", "name"}
func (f *Face) registerPasskey(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	body, err := x.answer()
	if err != nil {
		return nil, err
	}
	return f.core.RegisterPasskey(x.r.Context(), b, body.Credential, body.Name, x.client)
}

// POST /p/{p}/auth/passkeys/signup/options: a sign-up's body without a password
func (f *Face) passkeySignUpOptions(x *exchange) (any, error) {
	var body signUpBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Password != "" {
		return nil, fault.New(http.StatusBadRequest, "field_invalid", "An account that begins with a passkey has no password.",
			"Leave it out; one can be set later.").On("password")
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	return toCeremony(f.core.PasskeySignUpOptions(x.r.Context(), x.project, core.PasskeySignUp{
		Identifier: to, Profile: body.profile(), RedirectTo: body.RedirectURL, Invitation: body.Invitation, Client: x.client}))
}

// POST /p/{p}/auth/passkeys/signup/verify {"credential", "name"}
func (f *Face) signUpByPasskey(x *exchange) (any, error) {
	body, err := x.answer()
	if err != nil {
		return nil, err
	}
	made, err := f.core.SignUpByPasskey(x.r.Context(), x.project, core.NewPasskey{
		Credential: body.Credential, Name: body.Name, LinkBase: f.verifyURL(x), Client: x.client, Form: core.Form{TrustedWith: body.Device}})
	if err != nil {
		return nil, err
	}
	if made.VerificationRequired {
		return unproven{true}, nil
	}
	return toSignedIn(x.project, made.Grant), nil
}

// POST /p/{p}/auth/passkeys/login/options {"email"} or {"phone"}, or {} for what
// the authenticator discovers
func (f *Face) passkeySignInOptions(x *exchange) (any, error) {
	var body address
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	return toCeremony(f.core.PasskeySignInOptions(x.r.Context(), x.project, to, x.client))
}

// POST /p/{p}/auth/passkeys/login/verify {"credential"}
func (f *Face) signInByPasskey(x *exchange) (any, error) {
	body, err := x.answer()
	if err != nil {
		return nil, err
	}
	grant, err := f.core.SignInByPasskey(x.r.Context(), x.project, core.PasskeySignIn{
		Credential: body.Credential, Client: x.client, Form: core.Form{TrustedWith: body.Device}})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

// POST /p/{p}/auth/passkeys/elevate/options
func (f *Face) passkeyElevateOptions(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	return toCeremony(f.core.PasskeyElevateOptions(x.r.Context(), b))
}

// POST /p/{p}/auth/passkeys/elevate/verify {"credential"}
func (f *Face) elevateByPasskey(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	body, err := x.answer()
	if err != nil {
		return nil, err
	}
	grant, err := f.core.ElevateByPasskey(x.r.Context(), b, body.Credential, x.client)
	if err != nil {
		return nil, err
	}
	return toTokens(x.project, grant), nil
}

// GET /p/{p}/auth/passkeys
func (f *Face) passkeys(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	return f.core.Passkeys(x.r.Context(), b)
}

type renamePasskeyBody struct {
	Name string `json:"name"`
}

// PATCH /p/{p}/auth/passkeys/{id} {"name"}
func (f *Face) renamePasskey(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body renamePasskeyBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return f.core.RenamePasskey(x.r.Context(), b, x.param("id"), body.Name)
}

// DELETE /p/{p}/auth/passkeys/{id}
func (f *Face) revokePasskey(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokePasskey(x.r.Context(), b, x.param("id"), x.client)
}
