package native

import (
	"github.com/rolecall/rolecall/internal/core"
)

// ended says how many there were.
type ended struct {
	Ended int `json:"ended"`
}

// GET /p/{p}/v1/users/{id}/sessions
func (f *Face) sessionsOf(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		list, err := f.core.SessionsOf(x.r.Context(), by, x.project, user)
		return sessionList{list}, err
	})
}

// DELETE /p/{p}/v1/users/{id}/sessions
func (f *Face) revokeSessionsOf(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		n, err := f.core.RevokeSessionsOf(x.r.Context(), by, x.project, user)
		return ended{n}, err
	})
}

// DELETE /p/{p}/v1/users/{id}/sessions/{session}
func (f *Face) revokeSessionOf(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		if err := isID(x.param("session"), "session"); err != nil {
			return nil, err
		}
		return ok, f.core.RevokeSessionOf(x.r.Context(), by, x.project, user, x.param("session"))
	})
}

// GET /p/{p}/v1/users/{id}/credentials
func (f *Face) credentialsOf(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		return f.core.CredentialsOf(x.r.Context(), by, x.project, user)
	})
}

// DELETE /p/{p}/v1/users/{id}/credentials/{kind}/{credential}
func (f *Face) revokeCredential(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		if err := isID(x.param("credential"), "credential"); err != nil {
			return nil, err
		}
		return ok, f.core.RevokeCredential(x.r.Context(), by, x.project, user, x.param("kind"), x.param("credential"))
	})
}

// DELETE /p/{p}/v1/users/{id}/second-factors
func (f *Face) resetFactorsOf(x *exchange) (any, error) {
	return f.onUser(x, func(by core.Administrator, user string) (any, error) {
		n, err := f.core.ResetFactorsOf(x.r.Context(), by, x.project, user)
		return ended{n}, err
	})
}
