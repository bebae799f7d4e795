package mfa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func elevation(x *scene.Session, matches bool) scene.Args {
	return x.Bearer().With(scene.Args{"read_version": x.PasswordVersion, "matches": matches, "ip": nil})
}

func TestElevationByPassword(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	x := alice.SignsIn()
	s.Refuses("password_wrong", "elevate_finish", elevation(x, false))
	s.Refuses("password_wrong", "elevate_finish", elevation(x, true).With(scene.Args{"read_version": 0}))
	claims := s.Call("elevate_finish", elevation(x, true)).Object("claims")
	require.NotNil(t, claims["elevated_until"])
	require.Equal(t, "aal1", claims["aal"])
	x.Update("elevated_until = now()")
	x.Refreshes()
	require.Nil(t, scene.Get[*string](s, "select auth.session_claims($1, $2) ->> 'elevated_until'", s.Project, x.ID), "its time is over")
	h := hold(alice)
	s.Refuses("second_factor_required", "elevate_finish", elevation(h.strong, true))
	require.Equal(t, 3, s.Audited("elevation_refused"))
}

func TestElevationBySecondFactor(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("mfa_on", `"toggle"`)
	h := hold(s.Alice())
	weak := h.SignsIn()
	refused(s, "second_factor_wrong", bearer(weak), h.at(100))
	require.Nil(t, weak.Column("elevated_until"))
	for step := 101; step < 104; step++ {
		row, err := show(s, bearer(weak), h.at(step), "unused")
		require.NoError(t, err)
		require.Equal(t, false, row["opened"])
		require.Equal(t, weak.ID, row.Object("claims")["sid"])
		require.Equal(t, "aal2", row.Object("claims")["aal"])
		require.NotNil(t, row.Object("claims")["elevated_until"])
	}
	require.Len(t, scene.Get[[]any](s, "select amr from auth.sessions where id = $1", weak.ID), 2, "noted once")
	weak.Refreshes()
	_, err := s.Refresh(scene.Hash("unused"), scene.Hash("child"))
	require.Error(t, err)
	bob := s.Person("bob@example.com").SignsIn()
	s.RefusesUndone("factor_missing", "second_factor_begin", bearer(bob).With(scene.Args{"ip": nil}))
}
