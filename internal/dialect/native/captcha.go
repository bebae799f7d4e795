package native

import (
	"bytes"
	"encoding/json"
)

// guarded are the routes that may take a captcha first, by the name that the
// setting captcha_routes has for them.
var guarded = map[string]string{
	"/p/:p/auth/signup":                  "signup",
	"/p/:p/auth/signup/code":             "signup",
	"/p/:p/auth/passkeys/signup/options": "signup",
	"/p/:p/auth/login":                   "signin",
	"/p/:p/auth/code":                    "code",
	"/p/:p/auth/link":                    "code",
	"/p/:p/auth/forgot-password":         "forgot",
	"/p/:p/auth/anonymous":               "anonymous",
	"/p/:p/auth/passkeys/login/options":  "passkey",
	"/p/:p/auth/resend-verification":     "resend",
}

// captcha takes the token from its header or out of the body, where it is on
// top of what the route takes, and has it checked.
func (f *Face) captcha(x *exchange, path string) error {
	route, ok := guarded[path]
	if !ok {
		return nil
	}
	token := x.r.Header.Get("X-Captcha-Token")
	if in := x.takeCaptcha(); token == "" {
		token = in
	}
	return f.core.Captcha(x.r.Context(), x.project, route, token, x.client)
}

// takeCaptcha takes the field captcha_token out of a JSON body. A repeat under
// one Idempotency-Key has a captcha of its own and is still the same request.
func (x *exchange) takeCaptcha() string {
	if !bytes.Contains(x.body, []byte(`"captcha_token"`)) {
		return ""
	}
	var fields map[string]json.RawMessage
	var token string
	if json.Unmarshal(x.body, &fields) != nil || json.Unmarshal(fields["captcha_token"], &token) != nil {
		return "" // decode says what is wrong with it
	}
	delete(fields, "captcha_token")
	if body, err := json.Marshal(fields); err == nil {
		x.body = body
	}
	return token
}
