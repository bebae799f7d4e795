package session_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestSignoutScopes(t *testing.T) {
	t.Parallel()
	for scope, ends := range map[string]struct{ phone, laptop string }{
		"this":   {phone: "signed_out"},
		"others": {laptop: "signed_out"},
		"all":    {phone: "signed_out", laptop: "signed_out"},
	} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			alice := s.Alice()
			phone, laptop, bobs := alice.SignsIn(), alice.SignsIn(), s.Person("bob@example.com").SignsIn()

			s.Call("signout", phone.Bearer().With(scene.Args{"scope": scope, "ip": scene.HomeIP}))

			require.Equal(t, ends.phone, phone.Ended())
			require.Equal(t, ends.laptop, laptop.Ended())
			require.Empty(t, bobs.Ended())
			for session, end := range map[*scene.Session]string{phone: ends.phone, laptop: ends.laptop} {
				if end == "" {
					session.Holds()
					continue
				}
				session.Dead("token_revoked")
				refuses(s, "session_ended", session.Token)
			}
			require.Equal(t, 1, s.Audited("signed_out"))
		})
	}
}

func TestSignoutNeedsALiveToken(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	again := phone.Bearer().With(scene.Args{"scope": "all", "ip": nil})
	s.Call("signout", again)
	s.RefusesUndone("token_revoked", "signout", again)
}

func TestDBAEndsSessions(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone, laptop, bobs := alice.SignsIn(), alice.SignsIn(), s.Person("bob@example.com").SignsIn()

	require.Equal(t, true, s.Call("session_revoke", scene.Args{"session": phone.ID, "project": s.Project})["session_revoke"])
	require.Equal(t, false, s.Call("session_revoke", scene.Args{"session": phone.ID, "project": s.Project})["session_revoke"], "it had ended")
	phone.Dead("token_revoked")
	laptop.Holds()

	tablet := alice.SignsIn()
	require.EqualValues(t, 2, s.Call("sessions_revoke", scene.Args{"user": "ALICE@example.com", "project": s.Project})["sessions_revoke"])
	laptop.Dead("token_revoked")
	tablet.Dead("token_revoked")
	bobs.Holds()

	s.RefusesUndone("user_not_found", "sessions_revoke", scene.Args{"user": "nobody@example.com", "project": s.Project})
	s.RefusesUndone("project_not_found", "sessions_revoke", scene.Args{"user": phone.User, "project": "nowhere"})
}

func TestEndedSessionsKeepNoSecret(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	refresh(s, phone.Token, "child")
	require.NotNil(t, phone.Column("child_sealed"))
	s.Call("session_revoke", scene.Args{"session": phone.ID, "project": s.Project})
	require.Nil(t, phone.Column("child_sealed"))
}
