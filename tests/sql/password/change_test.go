package password_test

import (
	"crypto/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// finish is the second half of a change of password.
func finish(x *scene.Session, readVersion int, matches bool) scene.Args {
	return x.Bearer().With(scene.Args{"read_version": readVersion, "matches": matches, "new_hash": rand.Text(), "ip": scene.HomeIP})
}

func change(x *scene.Session) {
	x.Helper()
	begun := x.Call("password_change_begin", x.Bearer().With(scene.Args{"ip": scene.HomeIP}))
	x.Call("password_change_finish", finish(x, int(begun["password_version"].(int32)), true))
}

func TestChangeOfPassword(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone, laptop := alice.SignsIn(), alice.SignsIn()

	change(phone)

	require.Equal(t, "2", *alice.Column("password_version"))
	phone.Dead("token_revoked")
	laptop.Dead("token_revoked")
	for _, session := range []*scene.Session{phone, laptop} {
		session.Refreshes() // refresh tokens stay by default
		session.Holds()
	}
	require.Equal(t, 1, s.Audited("password_changed"))
	require.Equal(t, []string{"password_changed"}, scene.List[string](s, "select template from auth.outbox where project_id = $1", s.Project), "its owner is told")
}

func TestSessionsAfterAChange(t *testing.T) {
	t.Parallel()
	for rule, ends := range map[string]struct{ phone, laptop string }{
		"keep":          {},
		"revoke_others": {laptop: "password_change"},
		"revoke_all":    {phone: "password_change", laptop: "password_change"},
	} {
		t.Run(rule, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set("sessions_on_password_change", `"`+rule+`"`)
			alice := s.Alice()
			phone, laptop := alice.SignsIn(), alice.SignsIn()
			change(phone)
			require.Equal(t, ends.phone, phone.Ended())
			require.Equal(t, ends.laptop, laptop.Ended())
		})
	}
}

func TestKeepOwn(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("access_on_password_change", `"keep_own"`)
	alice := s.Alice()
	phone, laptop := alice.SignsIn(), alice.SignsIn()
	change(phone)
	phone.Holds()
	laptop.Dead("token_revoked")
	fresh := phone.Again()
	fresh.Refreshes()
	fresh.Holds()
	phone.Holds()

	change(phone) // by the token that an earlier change spared
	phone.Holds()
	fresh.Dead("token_revoked")

	laptop.Refreshes()
	change(laptop)
	laptop.Holds()
	phone.Dead("token_revoked")

	alice.Update("password_hash = 'by hand'")
	laptop.Dead("token_revoked")
}

func TestWrongCurrentPassword(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_password_check", `"3/900"`)
	alice := s.Alice()
	phone := alice.SignsIn()
	begin := phone.Bearer().With(scene.Args{"ip": scene.HomeIP})
	for range 3 {
		s.Call("password_change_begin", begin)
		s.Refuses("password_wrong", "password_change_finish", finish(phone, 1, false))
	}
	limited := s.Refuses("over_limit", "password_change_begin", begin)
	require.Equal(t, "limit_password_check", limited.Limit)
	require.Equal(t, 3, s.Audited("password_change_refused"), "kept")
	require.Equal(t, 1, s.Audited("password_change_limited"), "kept")
	require.Equal(t, "1", *alice.Column("password_version"))
	alice.SignsIn() // the sign-in's limits are others
}

func TestRightCurrentPasswordClearsTheCount(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_password_check", `"1/900"`)
	phone := s.Alice().SignsIn()
	change(phone)
	phone.Refreshes()
	change(phone)
}

func TestHashThatMovedMeanwhile(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("access_on_password_change", `"keep_own"`)
	alice := s.Alice()
	phone := alice.SignsIn()
	change(phone)
	s.Refuses("password_wrong", "password_change_finish", finish(phone, 1, true))
	require.Equal(t, "2", *alice.Column("password_version"))
}

func TestChangeNeedsALiveToken(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	phone := s.Alice().SignsIn()
	s.Call("session_revoke", scene.Args{"session": phone.ID, "project": s.Project})
	s.RefusesUndone("token_revoked", "password_change_begin", phone.Bearer().With(scene.Args{"ip": nil}))
	s.RefusesUndone("token_revoked", "password_change_finish", finish(phone, 1, true))
}
