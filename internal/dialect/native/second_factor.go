package native

import (
	"github.com/rolecall/rolecall/internal/core"
)

// challenged is the holder of the ticket, or else the bearer.
func (f *Face) challenged(x *exchange, ticket string) (core.Challenged, error) {
	q := core.Challenged{Project: x.project, Ticket: ticket}
	if ticket != "" {
		return q, nil
	}
	var err error
	q.Bearer, err = f.bearer(x)
	return q, err
}

type sendSecondFactorBody struct {
	Ticket string `json:"ticket"`
	Method string `json:"method" required:"true"`
}

type codeSent struct {
	ExpiresIn int `json:"expires_in" doc:"seconds"`
}

// POST /p/{p}/auth/mfa/challenge {"ticket", "method": "email" or "sms"}: sends a
// code to finish a sign-in with, or to elevate the bearer
func (f *Face) sendSecondFactor(x *exchange) (any, error) {
	var body sendSecondFactorBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	q, err := f.challenged(x, body.Ticket)
	if err != nil {
		return nil, err
	}
	expiresIn, err := f.core.SendSecondFactor(x.r.Context(), q, body.Method, x.client)
	if err != nil {
		return nil, err
	}
	return codeSent{expiresIn}, nil
}

type secondFactorBody struct {
	Ticket      string `json:"ticket"`
	Code        string `json:"code" required:"true"`
	Method      string `json:"method"`
	TrustDevice bool   `json:"trust_device"`
}

// POST /p/{p}/auth/mfa/verify {"ticket", "code", "method", "trust_device"}: without
// a ticket for the bearer, whose session is pending or elevated
func (f *Face) showSecondFactor(x *exchange) (any, error) {
	var body secondFactorBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.proved(x, body, false)
}

type resetFactorsBody struct {
	Ticket string `json:"ticket"`
	Code   string `json:"code" required:"true"`
}

// POST /p/{p}/auth/mfa/reset {"ticket", "code"}: by a recovery code; the TOTP
// factors, which are lost, are removed
func (f *Face) resetFactors(x *exchange) (any, error) {
	var body resetFactorsBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.proved(x, secondFactorBody{Ticket: body.Ticket, Code: body.Code}, true)
}

// proved is a sign-in that is finished; device_token is what a trusted device keeps.
type proved struct {
	tokens
	DeviceToken string `json:"device_token,omitempty"`
}

func (f *Face) proved(x *exchange, body secondFactorBody, reset bool) (any, error) {
	q, err := f.challenged(x, body.Ticket)
	if err != nil {
		return nil, err
	}
	grant, err := f.core.ShowSecondFactor(x.r.Context(), q, core.SecondFactor{
		Code: body.Code, Method: body.Method, TrustDevice: body.TrustDevice, Reset: reset, Client: x.client})
	if err != nil {
		return nil, err
	}
	return proved{toTokens(x.project, grant), grant.DeviceToken}, nil
}

type elevateBody struct {
	Password string `json:"password"`
	Code     string `json:"code"`
	Method   string `json:"method"`
}

// POST /p/{p}/auth/elevate {"password"} or {"code", "method"}
func (f *Face) elevate(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body elevateBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Code != "" {
		return f.proved(x, secondFactorBody{Code: body.Code, Method: body.Method}, false)
	}
	if body.Password == "" {
		return nil, missing("password")
	}
	grant, err := f.core.Elevate(x.r.Context(), b, body.Password, x.client)
	if err != nil {
		return nil, err
	}
	return toTokens(x.project, grant), nil
}
