package native

import (
	"mime"
	"net/http"
	"net/url"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/web"
)

// GET /p/{p}/auth/verify?token=: a page that asks for a click, so that a mail
// scanner consumes nothing; a program that accepts only JSON, or a project that
// wants redirects, redeems at once
func (f *Face) verifyPage(x *exchange) (any, error) {
	token := x.r.URL.Query().Get("token")
	if web.WantsJSON(x.r) {
		return f.redeem(x, token)
	}
	if x.project.Settings.LinkConfirm == "redirect" {
		return f.redeemPage(x, token)
	}
	return page{web.Page{Title: "Confirm your e-mail address", Text: "Is this account at " + x.project.Name + " yours?",
		Action: f.verifyURL(x), Token: token, Button: "Yes, confirm"}, http.StatusOK}, nil
}

type verifyBody struct {
	Token string `json:"token"`
}

// POST /p/{p}/auth/verify, as JSON or from the page
func (f *Face) verify(x *exchange) (any, error) {
	form, err := x.form()
	if err != nil {
		return nil, err
	}
	if form != nil {
		return f.redeemPage(x, form.Get("token"))
	}
	var body verifyBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return f.redeem(x, body.Token)
}

func (f *Face) redeem(x *exchange, token string) (any, error) {
	if token == "" {
		return nil, missing("token")
	}
	made, err := f.core.VerifyByLink(x.r.Context(), x.project, token, x.client)
	if err != nil {
		return nil, err
	}
	return verified{true, toUserRow(x.project, made.User)}, nil
}

// redeemPage answers a person: with the page they came for, or with a refusal to read.
func (f *Face) redeemPage(x *exchange, token string) (any, error) {
	verified, err := f.core.VerifyByLink(x.r.Context(), x.project, token, x.client)
	if err != nil {
		refusal := fault.As(err)
		if refusal.Status >= http.StatusInternalServerError {
			return nil, err
		}
		return page{web.Page{Title: "This link does not work", Text: refusal.Message + " " + refusal.Suggestion}, refusal.Status}, nil
	}
	next := ""
	if verified.RedirectTo != nil {
		next = *verified.RedirectTo
	}
	if next != "" && x.project.Settings.LinkConfirm == "redirect" {
		return redirect(next), nil
	}
	return page{web.Page{Title: "Thank you", Text: "Your e-mail address is confirmed.", Next: next}, http.StatusOK}, nil
}

type resendVerificationBody struct {
	Email       string `json:"email"`
	RedirectURL string `json:"redirect_url"`
}

// POST /p/{p}/auth/resend-verification: for the bearer, or for an address
func (f *Face) resendVerification(x *exchange) (any, error) {
	var body resendVerificationBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if web.Bearer(x.r) == "" && body.Email != "" {
		_, err := f.core.ResendVerification(x.r.Context(), x.project, body.Email, body.RedirectURL, f.verifyURL(x), x.client)
		return ok, err
	}
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	_, err = f.core.SendProof(x.r.Context(), b, core.Proof{
		Purpose: core.VerifyEmail, LinkBase: f.verifyURL(x), RedirectTo: body.RedirectURL, Client: x.client})
	return ok, err
}

func (f *Face) verifyURL(x *exchange) string { return f.core.AuthURL(x.project) + "/verify" }

// form is the posted form, nil when the body is something else.
func (x *exchange) form() (url.Values, error) {
	if kind, _, _ := mime.ParseMediaType(x.r.Header.Get("Content-Type")); kind != "application/x-www-form-urlencoded" {
		return nil, nil
	}
	form, err := url.ParseQuery(string(x.body))
	if err != nil {
		return nil, fault.New(http.StatusBadRequest, "form_invalid", "The form could not be read.", "Send it again.")
	}
	return form, nil
}
