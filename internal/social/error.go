package social

import "fmt"

// Reason is why a sign-in by a provider failed.
type Reason string

// The reasons.
const (
	Unconfigured Reason = "unconfigured" // the settings lack something, or the provider can't do what is asked
	Unreachable  Reason = "unreachable"  // the provider didn't answer, or not in its own form
	Denied       Reason = "denied"       // the provider came back with an error: the user said no, mostly
	Refused      Reason = "refused"      // the provider refused the code or token
	Untrusted    Reason = "untrusted"    // what came back is not what was asked for, or not for us
)

// Error is a failure. Its text is for logs and holds no secret; Code is the
// provider's own error code, "" for none.
type Error struct {
	Reason         Reason
	Provider, Code string
	Detail         string
}

func (e *Error) Error() string {
	text := fmt.Sprintf("sign in by %s: %s", e.Provider, e.Reason)
	if e.Code != "" {
		text += " (" + e.Code + ")"
	}
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return text
}
