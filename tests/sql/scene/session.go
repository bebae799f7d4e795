package scene

import (
	"crypto/rand"

	"github.com/stretchr/testify/require"
)

// Session is a sign-in: what its access token says, and its refresh token.
type Session struct {
	*Scene
	ID, User        string
	PasswordVersion int
	Epoch           int
	Token           []byte // SHA-256 of the live refresh token
}

// session reads the claims of an answer.
func (s *Scene) session(row Row, token []byte) *Session {
	s.Helper()
	claims := row.Object("claims")
	require.NotNil(s, claims, "no session was opened")
	return &Session{
		Scene: s, ID: claims["sid"].(string), User: claims["sub"].(string), Token: token,
		PasswordVersion: int(claims["pwv"].(float64)), Epoch: int(claims["epoch"].(float64)),
	}
}

// Opened is the session of a sign-up's answer.
func (s *Scene) Opened(row Row, token []byte) *Session {
	s.Helper()
	return s.session(row, token)
}

// Bearer is what the session's access token says, as arguments.
func (x *Session) Bearer() Args {
	return Args{"project": x.Project, "user": x.User, "session": x.ID, "password_version": x.PasswordVersion, "epoch": x.Epoch}
}

// Check asks whether the access token still holds.
func (x *Session) Check() error {
	_, err := x.Ask("request_check", x.Bearer().With(Args{"key": nil}))
	return err
}

// Holds demands that the access token is good.
func (x *Session) Holds() {
	x.Helper()
	require.NoError(x, x.Check())
}

// Dead demands that the access token is refused with this code.
func (x *Session) Dead(code string) {
	x.Helper()
	x.Refuses(code, "request_check", x.Bearer().With(Args{"key": nil}))
}

// Refresh offers a child for a refresh token.
func (s *Scene) Refresh(token, child []byte) (Row, error) {
	return s.Ask("session_refresh", RefreshArgs(s.Project, token, child))
}

// RefreshArgs are those of auth.session_refresh. The sealed child is the child
// itself, so that a test sees whose child an answer is.
func RefreshArgs(project string, token, child []byte) Args {
	return Args{"project": project, "token_hash": token, "child_hash": child, "child_sealed": child, "ip": HomeIP, "user_agent": "test"}
}

// Refreshes rotates the session's refresh token and takes the new tokens.
func (x *Session) Refreshes() {
	x.Helper()
	child := x.fresh()
	row := x.Call("session_refresh", RefreshArgs(x.Project, x.Token, child))
	require.Equal(x, "rotated", row.Text("outcome"))
	*x = *x.session(row, child)
}

// Again is a copy of the session as it is now, whose refresh token a test may use up.
func (x *Session) Again() *Session {
	copied := *x
	return &copied
}

// Column reads a column of the session's row, as text.
func (x *Session) Column(name string) *string {
	x.Helper()
	return Get[*string](x.Scene, "select ("+name+")::text from auth.sessions where project_id = $1 and id = $2", x.Project, x.ID)
}

// Ended tells why the session has ended, "" while it has not.
func (x *Session) Ended() string {
	x.Helper()
	if reason := x.Column("revoked_reason"); reason != nil {
		return *reason
	}
	return ""
}

// Update changes the session's row, e.g. to move it in time.
func (x *Session) Update(assignment string) {
	x.Helper()
	x.Exec("update auth.sessions set "+assignment+" where project_id = $1 and id = $2", x.Project, x.ID)
}

// fresh is the hash of a token that nobody had before.
func (s *Scene) fresh() []byte { return Hash(rand.Text()) }
