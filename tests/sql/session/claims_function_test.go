package session_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// adds makes the project's claims_function.
func adds(s *scene.Scene, body string) {
	s.Helper()
	name := "public.claims_" + s.Project[:8]
	s.Exec(fmt.Sprintf("create or replace function %s(e jsonb) returns jsonb language plpgsql as $$ begin %s end $$", name, body))
	s.Exec(fmt.Sprintf("grant execute on function %s(jsonb) to service_role", name))
	s.Set("claims_function", `"`+name+`"`)
}

func TestClaimsFunctionAddsToEveryToken(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	adds(s, `return jsonb_build_object('https://shop.example/plan', 'pro', 'asked', e - 'claims', 'runs_as', current_user, 'email_was', e #> '{claims,email}');`)
	claims := refresh(s, phone.Token, "child").Object("claims")
	require.Equal(t, "pro", claims["https://shop.example/plan"])
	require.Equal(t, "service_role", claims["runs_as"], "nothing of a project runs as the owner")
	require.Equal(t, "alice@example.com", claims["email_was"])
	asked := claims["asked"].(map[string]any)
	require.Equal(t, phone.User, asked["user_id"])
	require.Equal(t, "claims", asked["hook"])

	row, err := s.SignIn("alice@example.com", scene.HomeIP, true)
	require.NoError(t, err)
	require.Equal(t, "pro", row.Object("claims")["https://shop.example/plan"])
	adds(s, "return null;")
	require.NotContains(t, refresh(s, scene.Hash("child"), "grandchild").Object("claims"), "https://shop.example/plan")
	s.Set("claims_function", "null")
	require.NotContains(t, refresh(s, scene.Hash("grandchild"), "next").Object("claims"), "runs_as")
}

// Whatever decides here is not a project's to say.
func TestClaimsFunctionIsHeldToItsOwn(t *testing.T) {
	t.Parallel()
	s, phone := begin(t)
	base := refresh(s, phone.Token, "child").Object("claims")
	reserved := scene.Get[[]string](s, "select auth.claims_reserved()")
	for name := range base {
		require.Contains(t, reserved, name)
	}
	for _, name := range append(reserved, "tenant_id", "roles", "elevated_until") {
		adds(s, fmt.Sprintf(`return jsonb_build_object('plan', 'pro', %s, 'service_role');`, "'"+name+"'"))
		_, err := s.Refresh(scene.Hash("child"), scene.Hash("another"))
		require.Equal(t, "hook_failed", fault.Code(err), name)
		require.ErrorContains(t, err, "reserved: "+name)
	}
	for body, why := range map[string]string{
		"return '[1]';": "an object",
		`return '"x"';`: "an object",
		"return jsonb_build_object('x', repeat('x', 2049));":                  "2 KiB",
		"raise exception 'the shop is shut';":                                 "the shop is shut",
		"return jsonb_build_object('x', 1 / (e ->> 'version')::int / 0);":     "division by zero",
		"set role auth_owner; return null;":                                   "cannot set parameter",
		"return jsonb_build_object('n', (select count(*) from auth.users));":  "permission denied",
		"perform set_config('statement_timeout', '0', false); return '7';":    "an object",
		"return jsonb_build_object('secret', (select 1 from auth.projects));": "permission denied",
	} {
		adds(s, body)
		_, err := s.Refresh(scene.Hash("child"), scene.Hash("another"))
		require.Equal(t, "hook_failed", fault.Code(err), body)
		require.True(t, strings.Contains(err.Error(), why), "%s: %s", body, err)
	}
	adds(s, "return '{}';")
	require.Equal(t, "rotated", refresh(s, scene.Hash("child"), "grandchild").Text("outcome"), "what failed has used nothing up")
}
