package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

type signUpAnonymousBody struct {
	columns
	inTenant
	DisplayName *string         `json:"display_name"`
	AvatarURL   *string         `json:"avatar_url"`
	Locale      *string         `json:"locale"`
	Metadata    json.RawMessage `json:"metadata"`
}

// POST /p/{p}/auth/anonymous
func (f *Face) signUpAnonymous(x *exchange) (any, error) {
	var body signUpAnonymousBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	profile := signUpBody{columns: body.columns, DisplayName: body.DisplayName, AvatarURL: body.AvatarURL, Locale: body.Locale, Metadata: body.Metadata}.profile()
	grant, err := f.core.SignUpAnonymous(x.r.Context(), x.project, profile, x.client, core.Form{})
	if err != nil {
		return nil, err
	}
	return toSignedIn(x.project, grant), nil
}

type convertBody struct {
	address
	Password    string `json:"password"`
	Code        string `json:"code"`
	RedirectURL string `json:"redirect_url"`
	Invitation  string `json:"invitation"`
}

// POST /p/{p}/auth/anonymous/convert: an address with a password; or the
// address alone, which sends a code, and then with the code
func (f *Face) convert(x *exchange) (any, error) {
	b, err := f.bearer(x)
	if err != nil {
		return nil, err
	}
	var body convertBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	to, err := body.identifier()
	if err != nil {
		return nil, err
	}
	if body.Password == "" && body.Code == "" {
		expires, err := f.core.SendConversionCode(x.r.Context(), b, to, x.client)
		return sent{true, expires}, err
	}
	grant, err := f.core.Convert(x.r.Context(), b, core.Conversion{Identifier: to, Password: body.Password, Code: body.Code,
		LinkBase: f.verifyURL(x), RedirectTo: body.RedirectURL, Invitation: body.Invitation, Client: x.client})
	if err != nil {
		return nil, err
	}
	return toTokens(x.project, grant), nil
}
