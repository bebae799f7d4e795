package password_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestPasswordSet(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	set := scene.Args{"user": "ALICE@example.com", "password": "correct horse", "project": s.Project}
	s.Call("password_set", set)
	require.True(t, scene.Get[bool](s, "select extensions.crypt('correct horse', $1) = $1", *alice.Column("password_hash")))
	phone.Dead("token_revoked")
	require.Equal(t, 1, s.Audited("password_set"))

	s.Call("password_set", set.With(scene.Args{"password": strings.Repeat("é", 36)})) // 72 bytes
	_, err := s.Ask("password_set", set.With(scene.Args{"password": strings.Repeat("é", 36) + "x"}))
	require.ErrorContains(t, err, "72 bytes", "bcrypt would cut it")
	s.RefusesUndone("user_not_found", "password_set", set.With(scene.Args{"user": "bob@example.com"}))
	s.RefusesUndone("project_not_found", "password_set", set.With(scene.Args{"project": "nowhere"}))
}

// A hash that somebody writes by hand has all that follows from a change.
func TestPlainSQL(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("sessions_on_password_change", `"revoke_others"`)
	alice := s.Alice()
	phone := alice.SignsIn()
	s.Call("password_forgot", forgot(s, alice.Email, "link"))

	alice.Update("password_hash = 'by hand'")

	require.Equal(t, "2", *alice.Column("password_version"))
	require.NotNil(t, alice.Column("password_changed_at"))
	require.Equal(t, "password_change", phone.Ended(), "there is no session to be spared")
	phone.Dead("token_revoked")
	s.RefusesUndone("link_invalid", "password_reset_finish", reset(s, "link"))
	require.Contains(t, outbox(s), "password_changed alice@example.com")
}

func TestVersionCannotBeHeldBack(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	alice.Update("password_hash = 'by hand', password_version = 1")
	require.Equal(t, "2", *alice.Column("password_version"))
	phone.Dead("token_revoked")
	alice.Update("display_name = 'Al'")
	require.Equal(t, "2", *alice.Column("password_version"), "nothing else moves it")
	alice.Update("password_version = 1")
	require.Equal(t, "2", *alice.Column("password_version"), "nor takes it back, which would revive tokens")
}

func TestFirstPasswordIsNoNews(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	alice.Update("password_hash = null")
	s.Exec("delete from auth.outbox where project_id = $1", s.Project)
	alice.Update("password_hash = 'first'")
	require.Empty(t, outbox(s))
}
