package native

import (
	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/web"
)

// ofAProof is what a proof of an address or number may be refused with.
const ofAProof = ofAnAddress + "email_already_verified email_domain_refused email_taken phone_already_verified phone_missing phone_taken " +
	"redirect_not_allowed second_factor_required proof_needed "

func (f *Face) addressRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/verify", f.verifyPage,
			doc{"The page that a verification link leads to; it consumes nothing unless JSON is asked for or the project redirects.", open, linkQuery{}, either{verified{}, html, moved},
				"email_taken link_invalid phone_taken tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/auth/verify", f.verify,
			doc{"Verifies an address by the token of a link.", open, either{verifyBody{}, form{linkForm{}}}, either{verified{}, html, moved},
				"email_taken link_invalid phone_taken tenant_not_found tenants_disabled"}},
		{"POST", "/p/:p/auth/resend-verification", f.resendVerification,
			doc{"Sends the verification link again.", maybeBearer, resendVerificationBody{}, done{},
				ofAProof}},
		{"POST", "/p/:p/auth/email/send", f.sendVerification(core.VerifyEmail),
			doc{"Sends a code or link that verifies the e-mail address.", maybeBearer, proofBody{}, sent{},
				ofAProof}},
		{"POST", "/p/:p/auth/email/verify", f.verifyByCode(core.VerifyEmail),
			doc{"Verifies the e-mail address by its code.", maybeBearer, either{proofBody{}, codeBody{}}, verified{},
				ofAProof + "code_invalid"}},
		{"POST", "/p/:p/auth/email/change", f.sendChange(core.ChangeEmail),
			doc{"Sends a code or link to the new e-mail address.", bearer, proofBody{}, sent{},
				ofAProof}},
		{"POST", "/p/:p/auth/email/change/verify", f.verifyChange(core.ChangeEmail),
			doc{"Changes the e-mail address by its code.", bearer, proofBody{}, verified{},
				ofAProof + "code_invalid"}},
		{"POST", "/p/:p/auth/phone/send", f.sendVerification(core.VerifyPhone),
			doc{"Sends a code that verifies the phone number.", maybeBearer, proofBody{}, sent{},
				ofAProof}},
		{"POST", "/p/:p/auth/phone/verify", f.verifyByCode(core.VerifyPhone),
			doc{"Verifies the phone number by its code.", maybeBearer, either{proofBody{}, codeBody{}}, verified{},
				ofAProof + "code_invalid"}},
		{"POST", "/p/:p/auth/phone/change", f.sendChange(core.ChangePhone),
			doc{"Sends a code to the new phone number.", bearer, proofBody{}, sent{},
				ofAProof}},
		{"POST", "/p/:p/auth/phone/change/verify", f.verifyChange(core.ChangePhone),
			doc{"Changes the phone number by its code.", bearer, proofBody{}, verified{},
				ofAProof + "code_invalid"}},
	}
}

// proofBody asks for a proof of an address or number, or brings its code.
type proofBody struct {
	address
	By          string `json:"by" doc:"code, or link"`
	RedirectURL string `json:"redirect_url"`
	Code        string `json:"code"`
}

// POST /p/{p}/auth/email/send, phone/send: for the bearer's own, or for an
// address or number that signed up
func (f *Face) sendVerification(purpose string) action {
	return func(x *exchange) (any, error) {
		var body proofBody
		if err := x.decode(&body); err != nil {
			return nil, err
		}
		if to, err := body.identifier(); err != nil {
			return nil, err
		} else if web.Bearer(x.r) == "" && to != "" {
			base, err := linkBase(body.By, "code", f.verifyURL(x))
			if err != nil {
				return nil, err
			}
			expires, err := f.core.ResendVerification(x.r.Context(), x.project, to, body.RedirectURL, base, x.client)
			return sent{true, expires}, err
		}
		return f.sendProof(x, purpose, body)
	}
}

// POST /p/{p}/auth/email/change, phone/change: the new one must be shown first
func (f *Face) sendChange(purpose string) action {
	return func(x *exchange) (any, error) {
		var body proofBody
		if err := x.decode(&body); err != nil {
			return nil, err
		}
		return f.sendProof(x, purpose, body)
	}
}

func (f *Face) sendProof(x *exchange, purpose string, body proofBody) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	in, err := body.proof(x, purpose)
	if err != nil {
		return nil, err
	}
	if in.LinkBase, err = linkBase(body.By, "code", f.verifyURL(x)); err != nil {
		return nil, err
	}
	expires, err := f.core.SendProof(x.r.Context(), b, in)
	return sent{true, expires}, err
}

// POST /p/{p}/auth/email/verify, phone/verify: by the bearer, or by who signed up
func (f *Face) verifyByCode(purpose string) action {
	return func(x *exchange) (any, error) {
		if web.Bearer(x.r) != "" {
			return f.prove(x, purpose)
		}
		body, to, err := x.code()
		if err != nil {
			return nil, err
		}
		user, err := f.core.ProveAddress(x.r.Context(), x.project, to, body.Code, x.client)
		if err != nil {
			return nil, err
		}
		return verified{true, toUserRow(x.project, user)}, nil
	}
}

// POST /p/{p}/auth/email/change/verify, phone/change/verify
func (f *Face) verifyChange(purpose string) action {
	return func(x *exchange) (any, error) { return f.prove(x, purpose) }
}

func (f *Face) prove(x *exchange, purpose string) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body proofBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Code == "" {
		return nil, missing("code")
	}
	in, err := body.proof(x, purpose)
	if err != nil {
		return nil, err
	}
	user, err := f.core.Prove(x.r.Context(), b, in, body.Code)
	if err != nil {
		return nil, err
	}
	return verified{true, toUserRow(x.project, user)}, nil
}

func (b proofBody) proof(x *exchange, purpose string) (core.Proof, error) {
	to, err := b.identifier()
	return core.Proof{Purpose: purpose, Identifier: to, RedirectTo: b.RedirectURL, Client: x.client}, err
}
