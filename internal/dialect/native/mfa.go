package native

import (
	"github.com/google/uuid"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

func (f *Face) mfaRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/mfa", f.factors},
		{"PATCH", "/p/:p/auth/mfa", f.switchMFA},
		{"POST", "/p/:p/auth/mfa/enroll", f.enrollFactor},
		{"POST", "/p/:p/auth/mfa/confirm", f.confirmFactor},
		{"PATCH", "/p/:p/auth/mfa/factors/:id", f.renameFactor},
		{"DELETE", "/p/:p/auth/mfa/factors/:id", f.removeFactor},
		{"POST", "/p/:p/auth/mfa/recovery-codes", f.newRecoveryCodes},
		{"POST", "/p/:p/auth/mfa/challenge", f.sendSecondFactor},
		{"POST", "/p/:p/auth/mfa/verify", f.showSecondFactor},
		{"POST", "/p/:p/auth/mfa/reset", f.resetFactors},
		{"GET", "/p/:p/auth/mfa/trusted-devices", f.trustedDevices},
		{"DELETE", "/p/:p/auth/mfa/trusted-devices", f.revokeTrustedDevices},
		{"DELETE", "/p/:p/auth/mfa/trusted-devices/:id", f.revokeTrustedDevice},
		{"POST", "/p/:p/auth/elevate", f.elevate},
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

// PATCH /p/{p}/auth/mfa {"enabled": bool}, where the project lets people choose
func (f *Face) switchMFA(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body struct {
		Enabled *bool `json:"enabled"`
	}
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Enabled == nil {
		return nil, missing("enabled")
	}
	return ok, f.core.SwitchMFA(x.r.Context(), b, *body.Enabled, x.client)
}

// enrollment shows the secret, this once.
type enrollment struct {
	FactorID  string `json:"factor_id"`
	Type      string `json:"type"`
	Secret    string `json:"secret,omitempty"`
	URL       string `json:"otpauth_url,omitempty"`
	QR        string `json:"qr_code,omitempty"`    // a PNG as a data URL
	ExpiresIn int    `json:"expires_in,omitempty"` // seconds, of a code that was sent
}

// POST /p/{p}/auth/mfa/enroll {"type": "totp" (default), "email" or "sms", "name"}
func (f *Face) enrollFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	body := struct {
		Type string `json:"type"`
		Name string `json:"name"`
	}{Type: core.FactorTOTP}
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

// POST /p/{p}/auth/mfa/confirm {"factor_id", "code"}
func (f *Face) confirmFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body struct {
		FactorID string `json:"factor_id"`
		Code     string `json:"code"`
	}
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Code == "" {
		return nil, missing("code")
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

// PATCH /p/{p}/auth/mfa/factors/{id} {"name"}
func (f *Face) renameFactor(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body struct {
		Name string `json:"name"`
	}
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

// POST /p/{p}/auth/mfa/recovery-codes; the old ones die
func (f *Face) newRecoveryCodes(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	codes, err := f.core.NewRecoveryCodes(x.r.Context(), b, x.client)
	return map[string][]string{"recovery_codes": codes}, err
}

// GET /p/{p}/auth/mfa/trusted-devices
func (f *Face) trustedDevices(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	devices, err := f.core.TrustedDevices(x.r.Context(), b)
	return map[string][]core.TrustedDevice{"trusted_devices": devices}, err
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
