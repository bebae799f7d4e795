package social

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"

	"golang.org/x/oauth2"
)

// Reason is why a sign-in by a provider failed.
type Reason string

// The reasons.
const (
	Unconfigured Reason = "unconfigured" // the settings lack something or are refused, or the provider can't do what is asked
	Unreachable  Reason = "unreachable"  // the provider didn't answer, or not in its own form
	Denied       Reason = "denied"       // the provider came back with an error: the user said no, mostly
	Refused      Reason = "refused"      // the provider refused the code or token
	Untrusted    Reason = "untrusted"    // what came back is not what was asked for, or not for us
)

// Error is a failure. Its text is for logs: neither token nor secret is in it,
// nor a text of the provider's. Code is the provider's own code, "" for none.
type Error struct {
	Reason         Reason
	Provider, Code string
	detail         string
}

// Error says what failed.
func (e *Error) Error() string {
	text := "sign in by " + e.Provider + ": " + string(e.Reason)
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	if e.detail != "" {
		text += ": " + e.detail
	}
	return text
}

func (v visit) fail(reason Reason, detail string) error {
	return &Error{Reason: reason, Provider: v.settings.Name, detail: detail}
}

var errorCode = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)

// plain is an error code as OAuth has them, and nothing else that a provider, or
// whoever wrote the query, may say.
func plain(text string) string {
	if errorCode.MatchString(text) {
		return text
	}
	return ""
}

// unreached is a call that came to nothing. The address, which may hold a
// token, is left out of the reason.
func (v visit) unreached(doing string, err error) error {
	var refused *url.Error
	if errors.As(err, &refused) {
		err = refused.Err
	}
	return v.fail(Unreachable, doing+": "+err.Error())
}

// refusal is what the token endpoint's answer means.
func (v visit) refusal(doing string, err error) error {
	var answer *oauth2.RetrieveError
	if !errors.As(err, &answer) {
		var call *url.Error
		if errors.As(err, &call) {
			return v.unreached(doing, err)
		}
		return v.fail(Unreachable, doing+": not an answer of a token endpoint")
	}
	e := &Error{Reason: Refused, Provider: v.settings.Name, Code: plain(answer.ErrorCode), detail: doing + ": " + http.StatusText(answer.Response.StatusCode)}
	switch {
	case answer.Response.StatusCode >= http.StatusInternalServerError, answer.Response.StatusCode == http.StatusTooManyRequests:
		e.Reason = Unreachable
	case e.Code == "invalid_client", e.Code == "unauthorized_client", e.Code == "incorrect_client_credentials":
		e.Reason = Unconfigured
	}
	return e
}
