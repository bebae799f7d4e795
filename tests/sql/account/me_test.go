package account_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMe(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	me := s.Call("me", phone.Bearer()).Object("me")
	require.Equal(t, alice.ID, me["id"])
	require.Equal(t, true, me["email_verified"])
	for _, secret := range []string{"password_hash", "password_version", "disabled_reason"} {
		require.NotContains(t, me, secret)
	}
	s.Call("user_disable", scene.Args{"user": alice.ID, "project": s.Project})
	s.RefusesUndone("user_disabled", "me", phone.Bearer())
}

func TestMeUpdateChangesWhatIsGiven(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	phone := s.Alice().SignsIn()
	update := func(profile string) map[string]any {
		return s.Call("me_update", phone.Bearer().With(scene.Args{"profile": profile})).Object("me_update")
	}
	update(`{"display_name": "Al", "avatar_url": "https://a.example/a.png", "locale": "pt-BR", "metadata": {"a": 1, "b": 2}}`)
	me := update(`{"metadata": {"b": 3}, "locale": null}`)
	require.Equal(t, "Al", me["display_name"])
	require.Equal(t, map[string]any{"b": 3.0}, me["metadata"], "replaced whole")
	require.Nil(t, me["locale"])
}

func TestMeUpdateRefuses(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	phone := s.Alice().SignsIn()
	for profile, field := range map[string]string{
		`{"display_name": 7}`: "display_name", `{"display_name": "` + strings.Repeat("x", 201) + `"}`: "display_name",
		`{"avatar_url": ["x"]}`: "avatar_url", `{"locale": "not a locale"}`: "locale",
		`{"metadata": "text"}`: "metadata", `{"metadata": null}`: "metadata", `{"metadata": []}`: "metadata",
		`{"email": "x@example.com"}`: "email", `{"role": "service_role"}`: "role", `{"disabled_at": null}`: "disabled_at",
		`{"metadata": {"x": "` + strings.Repeat("x", 65536) + `"}}`: "metadata",
	} {
		refusal := s.Refuses("profile_invalid", "me_update", phone.Bearer().With(scene.Args{"profile": profile}))
		require.Equal(t, field, refusal.Field)
	}
	s.Call("session_revoke", scene.Args{"session": phone.ID, "project": s.Project})
	s.RefusesUndone("token_revoked", "me_update", phone.Bearer().With(scene.Args{"profile": `{}`}))
}
