package native

import (
	"encoding/json"
	"net/http"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/web"
)

func (f *Face) invitationRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/invitation", f.invitationPage,
			doc{"The page that an invitation leads to; it consumes nothing.", open, linkQuery{}, html, ""}},
		{"POST", "/p/:p/auth/invitation", f.acceptInvitation,
			doc{"Makes the account of an invitation, its address proven, and signs it in.", open, either{acceptBody{}, form{passwordForm{}}}, either{tokens{}, unproven{}, html},
				whenSigningUp + whenSettingPassword + whenSigningIn + "invitation_invalid redirect_not_allowed signup_needs_code"}},
		{"GET", "/p/:p/v1/invitations", f.invitations,
			doc{"Invitations, newest first.", secretKey, cursorQuery{}, core.Invitations{}, "cursor_invalid"}},
		{"POST", "/p/:p/v1/invitations", f.invite,
			doc{"Mails an invitation to sign up; an older one to the same address dies.", secretKey, inviteBody{}, core.Invitation{},
				ofAnAddress + "email_domain_refused email_taken metadata_invalid redirect_not_allowed"}},
		{"DELETE", "/p/:p/v1/invitations/:id", f.revokeInvitation,
			doc{"Takes an invitation back.", secretKey, nil, done{}, "invite_not_found"}},
	}
}

// cursorQuery asks for the next page of a list.
type cursorQuery struct {
	Cursor string `query:"cursor"`
}

func (f *Face) invitationURL(x *exchange) string {
	return f.core.AuthURL(x.project) + "/invitation"
}

// GET /p/{p}/v1/invitations
func (f *Face) invitations(x *exchange) (any, error) {
	by := x.administrator()
	return f.core.UserInvitations(x.r.Context(), x.project, by, x.r.URL.Query().Get("cursor"))
}

type inviteBody struct {
	Email       string          `json:"email"`
	RedirectURL string          `json:"redirect_url"`
	AppMetadata json.RawMessage `json:"app_metadata"`
}

// POST /p/{p}/v1/invitations
func (f *Face) invite(x *exchange) (any, error) {
	var body inviteBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	return f.core.InviteUser(x.r.Context(), x.project, by,
		core.Invite{Email: body.Email, RedirectTo: body.RedirectURL, AppMetadata: body.AppMetadata, LinkBase: f.invitationURL(x)})
}

// DELETE /p/{p}/v1/invitations/{id}
func (f *Face) revokeInvitation(x *exchange) (any, error) {
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	by := x.administrator()
	return ok, f.core.RevokeInvitation(x.r.Context(), x.project, by, x.param("id"))
}

// GET /p/{p}/auth/invitation?token=...
func (f *Face) invitationPage(x *exchange) (any, error) {
	return invitationForm(f.invitationURL(x), x.r.URL.Query().Get("token"), "Choose a password for your account at "+x.project.Name+".", http.StatusOK), nil
}

func invitationForm(action, token, text string, status int) page {
	return page{web.Page{Title: "Your invitation", Text: text, Action: action, Token: token, Password: true, Button: "Make the account"}, status}
}

type acceptBody struct {
	columns
	Token       string          `json:"token"`
	Password    string          `json:"password"`
	DisplayName *string         `json:"display_name"`
	Locale      *string         `json:"locale"`
	Metadata    json.RawMessage `json:"metadata"`
}

// POST /p/{p}/auth/invitation, as JSON or from the form
func (f *Face) acceptInvitation(x *exchange) (any, error) {
	var body acceptBody
	form, err := x.form()
	if err != nil {
		return nil, err
	}
	if form != nil {
		body.Token, body.Password = form.Get("token"), form.Get("new_password")
	} else if err := x.decode(&body); err != nil {
		return nil, err
	}
	answer, err := f.accept(x, body)
	if form == nil || err != nil && fault.As(err).Status >= http.StatusInternalServerError {
		return answer, err
	}
	if err == nil {
		return page{web.Page{Title: "Welcome", Text: "Your account is there. You can sign in with your new password now."}, http.StatusOK}, nil
	}
	refusal := fault.As(err)
	return invitationForm(f.invitationURL(x), body.Token, refusal.Message+" "+refusal.Suggestion, refusal.Status), nil
}

func (f *Face) accept(x *exchange, body acceptBody) (any, error) {
	if body.Token == "" {
		return nil, missing("token")
	}
	if body.Password == "" {
		return nil, missing("password")
	}
	email, err := f.core.Invited(x.r.Context(), x.project, body.Token)
	if err != nil {
		return nil, err
	}
	profile := signUpBody{columns: body.columns, DisplayName: body.DisplayName, Locale: body.Locale, Metadata: body.Metadata}.profile()
	made, err := f.core.SignUp(x.r.Context(), x.project, core.SignUp{Identifier: email, Password: body.Password, Profile: profile,
		Invitation: body.Token, LinkBase: f.verifyURL(x), Client: x.client})
	if err != nil {
		return nil, err
	}
	if made.VerificationRequired {
		return unproven{true}, nil
	}
	return toTokens(x.project, made.Grant), nil
}
