package native

import "github.com/rolecall/rolecall/internal/core"

// codeBody asks for a code, or brings one.
type codeBody struct {
	signUpBody
	Code   string `json:"code" required:"true"`
	Device string `json:"device_token"`
}

// POST /p/{p}/auth/signup/code: no account exists before the code comes back
func (f *Face) sendSignUpCode(x *exchange) (any, error) {
	var body signUpBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	expires, err := f.core.SendSignUpCode(x.r.Context(), x.project, core.SignUpCode{
		Identifier: to, Password: body.Password, Profile: body.profile(), Client: x.client})
	return sent{true, expires}, err
}

// POST /p/{p}/auth/signup/verify
func (f *Face) signUpByCode(x *exchange) (any, error) {
	body, to, err := x.anyCode()
	if err != nil {
		return nil, err
	}
	grant, err := f.core.SignUpByCode(x.r.Context(), x.project, core.SignUpCode{
		Identifier: to, Password: body.Password, Profile: body.profile(), Client: x.client}, body.Code, core.Form{TrustedWith: body.Device})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

// POST /p/{p}/auth/code
func (f *Face) sendSignInCode(x *exchange) (any, error) {
	var body signUpBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	expires, err := f.core.SendSignInCode(x.r.Context(), x.project, to, body.profile(), x.client)
	return sent{true, expires}, err
}

// POST /p/{p}/auth/code/verify
func (f *Face) signInByCode(x *exchange) (any, error) {
	body, to, err := x.code()
	if err != nil {
		return nil, err
	}
	grant, err := f.core.SignInByCode(x.r.Context(), x.project, to, body.Code, x.client, core.Form{TrustedWith: body.Device})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

// POST /p/{p}/auth/link: the link leads to a page of the app, which posts its
// token back; without redirect_url to where the app lives. No page of ours will
// do: the session is to begin in the app.
func (f *Face) sendSignInLink(x *exchange) (any, error) {
	var body signUpBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	page := body.RedirectURL
	if page == "" {
		page = x.project.Site()
	}
	if page == "" {
		return nil, missing("redirect_url")
	}
	expires, err := f.core.SendSignInLink(x.r.Context(), x.project, body.Email, body.profile(), body.RedirectURL, page, x.client)
	return sent{true, expires}, err
}

type signInByLinkBody struct {
	inTenant
	Token  string `json:"token" required:"true"`
	Device string `json:"device_token"`
}

// POST /p/{p}/auth/link/verify; there is no GET, so that a mail scanner consumes nothing
func (f *Face) signInByLink(x *exchange) (any, error) {
	var body signInByLinkBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	grant, err := f.core.SignInByLink(x.r.Context(), x.project, body.Token, x.client, core.Form{TrustedWith: body.Device})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

// code reads a body that must bring a code, and whose it is; it makes no account.
func (x *exchange) code() (body codeBody, to string, err error) {
	if body, to, err = x.anyCode(); err == nil {
		err = body.none()
	}
	return body, to, err
}

// anyCode reads a body that must bring a code, and perhaps columns of an account.
func (x *exchange) anyCode() (body codeBody, to string, err error) {
	if err = x.decode(&body); err != nil {
		return body, "", err
	}
	to, err = body.identifier()
	return body, to, err
}
