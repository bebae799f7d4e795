package session_test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestClaims(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	claims := refresh(s, phone.Token, "child").Object("claims")
	require.Equal(t, []string{
		"aal", "amr", "app_metadata", "aud", "email", "epoch", "exp", "iat", "is_anonymous", "jti", "mfa_pending", "phone",
		"project", "pwv", "role", "session_id", "sid", "sub", "user_metadata",
	}, slices.Sorted(maps.Keys(claims)))
	require.Equal(t, "alice@example.com", claims["email"])
	require.Equal(t, s.Project, claims["project"])
	require.Equal(t, "authenticated", claims["role"], "the database role itself, so that a stock PostgREST can take it")
	require.Equal(t, "aal1", claims["aal"])
	require.EqualValues(t, 3600, claims["exp"].(float64)-claims["iat"].(float64))

	again := refresh(s, scene.Hash("child"), "grandchild").Object("claims")
	require.NotEqual(t, claims["jti"], again["jti"])
}

func TestMetadataCannotPoseAsAClaim(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	pose := `{"role": "service_role", "sub": "x", "aal": "aal2", "app_metadata": {"admin": true}, "pwv": 9, "project": "x"}`
	s.Call("me_update", phone.Bearer().With(scene.Args{"profile": `{"metadata": ` + pose + `}`}))
	claims := refresh(s, phone.Token, "child").Object("claims")
	require.Equal(t, "authenticated", claims["role"])
	require.Equal(t, phone.User, claims["sub"])
	require.Equal(t, "aal1", claims["aal"])
	require.Empty(t, claims["app_metadata"])
	require.EqualValues(t, phone.PasswordVersion, claims["pwv"])
	require.Equal(t, s.Project, claims["project"])
}

func TestAssuranceIsTheSessions(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	phone.Update("aal = 2")
	require.Equal(t, "aal2", refresh(s, phone.Token, "child").Object("claims")["aal"])
}

func TestRoleIsTheProjects(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	s.Exec("update auth.projects set authenticated_role = 'rc_0123456789ab_authenticated' where id = $1", s.Project)
	require.Equal(t, "rc_0123456789ab_authenticated", refresh(s, phone.Token, "child").Object("claims")["role"])
}

// A token that is too large would be refused by everybody: metadata gives way.
func TestLargeMetadataStaysOutOfTheToken(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	large := `jsonb_build_object('x', (select string_agg(md5(n::text), '') from generate_series(1, 400) n))`
	s.Exec("update auth.users set user_metadata = "+large+`, app_metadata = '{"plan": "pro"}' where project_id = $1`, s.Project)
	claims := refresh(s, phone.Token, "child").Object("claims")
	require.Empty(t, claims["user_metadata"])
	require.Equal(t, map[string]any{"plan": "pro"}, claims["app_metadata"])
	s.Exec("update auth.users set user_metadata = '{}', app_metadata = "+large+" where project_id = $1", s.Project)
	claims = refresh(s, scene.Hash("child"), "grandchild").Object("claims")
	require.Empty(t, claims["app_metadata"])
	require.Equal(t, phone.User, claims["sub"])
}
