package native

import (
	"cmp"
	"net/http"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/web"
)

type changePasswordBody struct {
	Current string `json:"current_password" required:"true"`
	New     string `json:"new_password" required:"true"`
}

// POST /p/{p}/auth/change-password
func (f *Face) changePassword(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body changePasswordBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if err := f.core.ChangePassword(x.r.Context(), b, body.Current, body.New, x.client); err != nil {
		return nil, err
	}
	return ok, nil
}

type forgotPasswordBody struct {
	address
	By          string `json:"by"`
	RedirectURL string `json:"redirect_url"`
}

// POST /p/{p}/auth/forgot-password; by link (unless it is a number) or by code;
// without redirect_url the link leads to our own page
func (f *Face) forgotPassword(x *exchange) (any, error) {
	var body forgotPasswordBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	base, err := linkBase(body.By, "link", cmp.Or(body.RedirectURL, f.resetURL(x)))
	if err != nil {
		return nil, err
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	expires, err := f.core.ForgotPassword(x.r.Context(), x.project, to, body.RedirectURL, base, x.client)
	return sent{true, expires}, err
}

// GET /p/{p}/auth/reset-password?token=: a form; consumes nothing
func (f *Face) resetPage(x *exchange) (any, error) {
	return page{web.Page{Title: "New password", Text: "Choose a new password for " + x.project.Name + ".",
		Action: f.resetURL(x), Token: x.r.URL.Query().Get("token"), Password: true, Button: "Set password"}, http.StatusOK}, nil
}

type resetTicket struct {
	Token     string `json:"token"`
	ExpiresIn int    `json:"expires_in" doc:"seconds"`
}

// POST /p/{p}/auth/reset-password/token: a reset code for a reset token
func (f *Face) resetToken(x *exchange) (any, error) {
	body, to, err := x.code()
	if err != nil {
		return nil, err
	}
	resetToken, expires, err := f.core.ResetToken(x.r.Context(), x.project, to, body.Code, x.client)
	return resetTicket{resetToken, expires}, err
}

type resetPasswordBody struct {
	address
	Code  string `json:"code"`
	Token string `json:"token"`
	New   string `json:"new_password"`
}

// POST /p/{p}/auth/reset-password, as JSON (by token or by code) or from the form
func (f *Face) resetPassword(x *exchange) (any, error) {
	var body resetPasswordBody
	form, err := x.form()
	if err != nil {
		return nil, err
	}
	if form != nil {
		body.Token, body.New = form.Get("token"), form.Get("new_password")
	} else if err := x.decode(&body); err != nil {
		return nil, err
	}
	if body.Token == "" && body.Code == "" {
		return nil, missing("token")
	}
	if body.New == "" {
		return nil, missing("new_password")
	}
	if body.Token == "" {
		to, err := body.identifier()
		if err != nil {
			return nil, err
		}
		return ok, f.core.ResetPasswordByCode(x.r.Context(), x.project, to, body.Code, body.New, x.client)
	}
	err = f.core.ResetPassword(x.r.Context(), x.project, body.Token, body.New, x.client)
	if form == nil || fault.As(err).Status >= http.StatusInternalServerError && err != nil {
		return ok, err
	}
	return resetResult(f.resetURL(x), body.Token, err), nil
}

func resetResult(action, token string, err error) page {
	if err == nil {
		return page{web.Page{Title: "Password set", Text: "You can sign in with the new password now."}, http.StatusOK}
	}
	refusal := fault.As(err)
	result := page{web.Page{Title: "New password", Text: refusal.Message + " " + refusal.Suggestion}, refusal.Status}
	if refusal.Code != "link_invalid" {
		result.Action, result.Token, result.Password, result.Button = action, token, true, "Set password"
	}
	return result
}

// Links are made of the configured URL; no request header has a say.
func (f *Face) resetURL(x *exchange) string {
	return f.core.AuthURL(x.project) + "/reset-password"
}
