package mfa_test

import (
	"crypto/rand"
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// trust finishes a sign-in on a device that is trusted from now on.
func trust(h *holder, step int, device string) {
	h.Helper()
	challenged(h.Person, device)
	_, err := show(h.Scene, by(h.Scene, device), proof{factor: h.factor, step: step, device: scene.Hash(device)}, "rt on "+device)
	require.NoError(h, err)
}

// on signs in on a device, and says whether that was enough.
func on(p *scene.Person, device string) bool {
	p.Helper()
	return signIn(p, rand.Text(), map[string]string{"device": hex.EncodeToString(scene.Hash(device))})["claims"] != nil
}

func TestTrustedDevice(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	bob := hold(s.Person("bob@example.com"))
	trust(h, 101, "laptop")
	require.True(t, on(h.Person, "laptop"))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.sessions where user_id = $1 and aal = 1 and not mfa_pending", h.ID), "let in, no stronger")
	require.False(t, on(h.Person, "phone"))
	require.False(t, on(bob.Person, "laptop"), "somebody else's")
	s.Exec("update auth.trusted_devices set expires_at = now()")
	require.False(t, on(h.Person, "laptop"))
	s.Exec("update auth.trusted_devices set expires_at = now() - interval '1 minute'")
	s.AsOwner().Call("maintain", nil)
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.trusted_devices"))
}

func TestTrustEnds(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for name, end := range map[string]func(h *holder){
		"password": func(h *holder) { h.Update("password_hash = 'new'") },
		"disabled": func(h *holder) { h.Update("disabled_at = now()"); h.Update("disabled_at = null") },
		"factor": func(h *holder) {
			second := enroll(h.strong, "totp")
			s.Call("factor_confirm_finish", confirm(h.strong, second, 1))
			s.Call("factor_remove", h.strong.Bearer().With(scene.Args{"factor": second, "ip": nil}))
		},
		"revoked": func(h *holder) {
			s.Call("trusted_devices_revoke", h.strong.Bearer().With(scene.Args{"device": nil, "ip": nil}))
		},
	} {
		h := hold(s.Person(name + "@example.com"))
		trust(h, 101, name)
		require.True(t, on(h.Person, name), name)
		end(h)
		require.False(t, on(h.Person, name), name)
	}
}

func TestListOfTrustedDevices(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	bob := hold(s.Person("bob@example.com"))
	trust(h, 101, "laptop")
	trust(h, 102, "phone")
	list := func(x *scene.Session) []any {
		return s.Call("trusted_devices_read", x.Bearer())["trusted_devices_read"].([]any)
	}
	require.Len(t, list(h.strong), 2)
	require.Empty(t, list(bob.strong))
	id := list(h.strong)[0].(map[string]any)["id"]
	s.RefusesUndone("device_not_found", "trusted_devices_revoke", bob.strong.Bearer().With(scene.Args{"device": id, "ip": nil}))
	s.Call("trusted_devices_revoke", h.strong.Bearer().With(scene.Args{"device": id, "ip": nil}))
	require.Len(t, list(h.strong), 1)
}
