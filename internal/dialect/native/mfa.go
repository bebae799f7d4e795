package native

import (
	"github.com/google/uuid"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

func (f *Face) mfaRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/mfa", f.factors,
			doc{"The second factors of the bearer.", bearer, nil, core.Factors{}, ""}},
		{"PATCH", "/p/:p/auth/mfa", f.switchMFA,
			doc{"Turns second factors on or off, where the project lets people choose.", bearer, switchMFABody{}, done{}, "factor_missing mfa_not_switchable second_factor_required"}},
		{"POST", "/p/:p/auth/mfa/enroll", f.enrollFactor,
			doc{"Begins a second factor; its secret is shown this once.", bearer, enrollFactorBody{}, enrollment{},
				"email_not_verified factor_exists factor_name_invalid factor_type_invalid factors_too_many phone_not_verified second_factor_required sms_disabled sms_not_allowed"}},
		{"POST", "/p/:p/auth/mfa/confirm", f.confirmFactor,
			doc{"Confirms a second factor by its first code.", bearer, confirmFactorBody{}, confirmed{},
				ofOwnFunctions + "code_invalid factor_missing factor_not_found second_factor_required second_factor_wrong"}},
		{"PATCH", "/p/:p/auth/mfa/factors/:id", f.renameFactor,
			doc{"Names a second factor.", bearer, renameFactorBody{}, core.Factor{}, "factor_name_invalid factor_not_found second_factor_required"}},
		{"DELETE", "/p/:p/auth/mfa/factors/:id", f.removeFactor,
			doc{"Removes a second factor.", bearer, nil, done{}, "factor_not_found second_factor_required"}},
		{"POST", "/p/:p/auth/mfa/recovery-codes", f.newRecoveryCodes,
			doc{"Makes new recovery codes, shown this once; the old ones die.", bearer, nil, recoveryCodes{}, "factor_missing second_factor_required"}},
		{"POST", "/p/:p/auth/mfa/challenge", f.sendSecondFactor,
			doc{"Sends a code that finishes a sign-in or elevates the bearer.", maybeBearer, sendSecondFactorBody{}, codeSent{},
				"email_not_verified factor_not_found phone_not_verified sms_disabled sms_not_allowed ticket_invalid"}},
		{"POST", "/p/:p/auth/mfa/verify", f.showSecondFactor,
			doc{"Finishes a sign-in, or elevates the bearer, by a second factor.", maybeBearer, secondFactorBody{}, proved{},
				ofOwnFunctions + "code_invalid factor_missing second_factor_wrong ticket_invalid"}},
		{"POST", "/p/:p/auth/mfa/reset", f.resetFactors,
			doc{"Finishes a sign-in by a recovery code and removes the factors that are lost.", maybeBearer, resetFactorsBody{}, proved{},
				ofOwnFunctions + "code_invalid factor_missing second_factor_wrong ticket_invalid"}},
		{"GET", "/p/:p/auth/mfa/trusted-devices", f.trustedDevices,
			doc{"The devices that need no second factor.", bearer, nil, trustedDeviceList{}, ""}},
		{"DELETE", "/p/:p/auth/mfa/trusted-devices", f.revokeTrustedDevices,
			doc{"Trusts no device any longer.", bearer, nil, done{}, "device_not_found"}},
		{"DELETE", "/p/:p/auth/mfa/trusted-devices/:id", f.revokeTrustedDevice,
			doc{"Trusts a device no longer.", bearer, nil, done{}, "device_not_found"}},
		{"POST", "/p/:p/auth/elevate", f.elevate,
			doc{"Proves again who is there, for what needs it fresh.", bearer, elevateBody{}, either{tokens{}, proved{}},
				ofOwnFunctions + "code_invalid factor_missing password_wrong second_factor_required second_factor_wrong ticket_invalid"}},
	}
}

// GET /p/{p}/auth/mfa
func (f *Face) factors(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	return f.core.Factors(x.r.Context(), b)
}

type switchMFABody struct {
	Enabled *bool `json:"enabled" required:"true"`
}

// PATCH /p/{p}/auth/mfa {"enabled": bool}, where the project lets people choose
func (f *Face) switchMFA(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body switchMFABody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return ok, f.core.SwitchMFA(x.r.Context(), b, *body.Enabled, x.client)
}

// enrollment shows the secret, this once.
type enrollment struct {
	FactorID  string `json:"factor_id"`
	Type      string `json:"type"`
	Secret    string `json:"secret,omitempty"`
	URL       string `json:"otpauth_url,omitempty"`
	QR        string `json:"qr_code,omitempty" doc:"a PNG as a data URL"`
	ExpiresIn int    `json:"expires_in,omitempty" doc:"seconds, of a code that was sent"`
}

type enrollFactorBody struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

// POST /p/{p}/auth/mfa/enroll {"type": "totp" (default), "email" or "sms", "name"}
func (f *Face) enrollFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	body := enrollFactorBody{Type: core.FactorTOTP}
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	made, err := f.core.EnrollFactor(x.r.Context(), b, body.Type, body.Name, x.client)
	if err != nil {
		return nil, err
	}
	answer := enrollment{FactorID: made.FactorID, Type: body.Type, ExpiresIn: made.ExpiresIn}
	if made.Key != nil {
		answer.Secret, answer.URL, answer.QR = made.Key.Secret, made.Key.URL, made.Key.QR
	}
	return answer, nil
}

// confirmed is a factor that counts; the recovery codes are shown this once.
type confirmed struct {
	tokens
	RecoveryCodes []string `json:"recovery_codes,omitempty"`
}

type confirmFactorBody struct {
	FactorID string `json:"factor_id"`
	Code     string `json:"code" required:"true"`
}

// POST /p/{p}/auth/mfa/confirm {"factor_id", "code"}
func (f *Face) confirmFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body confirmFactorBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if err := isID(body.FactorID, "factor_id"); err != nil {
		return nil, err
	}
	made, err := f.core.ConfirmFactor(x.r.Context(), b, body.FactorID, body.Code, x.client)
	if err != nil {
		return nil, err
	}
	return confirmed{toTokens(x.project, made.Grant), made.RecoveryCodes}, nil
}

type renameFactorBody struct {
	Name string `json:"name"`
}

// PATCH /p/{p}/auth/mfa/factors/{id} {"name"}
func (f *Face) renameFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body renameFactorBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return f.core.RenameFactor(x.r.Context(), b, x.param("id"), body.Name)
}

// DELETE /p/{p}/auth/mfa/factors/{id}
func (f *Face) removeFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RemoveFactor(x.r.Context(), b, x.param("id"), x.client)
}

type recoveryCodes struct {
	Codes []string `json:"recovery_codes"`
}

// POST /p/{p}/auth/mfa/recovery-codes; the old ones die
func (f *Face) newRecoveryCodes(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	codes, err := f.core.NewRecoveryCodes(x.r.Context(), b, x.client)
	return recoveryCodes{codes}, err
}

type trustedDeviceList struct {
	Devices []core.TrustedDevice `json:"trusted_devices"`
}

// GET /p/{p}/auth/mfa/trusted-devices
func (f *Face) trustedDevices(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	devices, err := f.core.TrustedDevices(x.r.Context(), b)
	return trustedDeviceList{devices}, err
}

// DELETE /p/{p}/auth/mfa/trusted-devices
func (f *Face) revokeTrustedDevices(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	return ok, f.core.RevokeTrustedDevices(x.r.Context(), b, "", x.client)
}

// DELETE /p/{p}/auth/mfa/trusted-devices/{id}
func (f *Face) revokeTrustedDevice(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokeTrustedDevices(x.r.Context(), b, x.param("id"), x.client)
}

// isID refuses what could be nobody's id, which SQL would call an error.
func isID(text, field string) error {
	if text == "" {
		return nil
	}
	if _, err := uuid.Parse(text); err != nil || len(text) != 36 {
		return fault.New(400, "field_invalid", "This is not an id.", "Use one of the list.").On(field)
	}
	return nil
}
