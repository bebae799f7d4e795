package mfa_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func factors(x *scene.Session) map[string]any {
	return x.Call("factors_read", x.Bearer()).Object("factors_read")
}

func TestFactorCountsOnceItIsConfirmed(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	session := alice.SignsIn()
	first := enroll(session, "totp")
	factor := enroll(session, "totp")
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.factors where user_id = $1", alice.ID), "the one before is given up")
	require.NotNil(t, signIn(alice, "t", nil)["claims"], "it proves nothing yet")
	s.Refuses("factor_not_found", "factor_confirm_finish", confirm(session, first, 100))
	s.Refuses("second_factor_wrong", "factor_confirm_finish", confirm(session, factor, nil))
	require.Equal(t, "1", *session.Column("aal"))

	begun := s.Call("factor_confirm_begin", session.Bearer().With(scene.Args{"factor": nil, "ip": nil}))
	require.Equal(t, factor, begun.Text("factor_id"), "the one that waits")
	require.Equal(t, []byte("sealed"), begun["secret_sealed"])
	done := s.Call("factor_confirm_finish", confirm(session, factor, 100))
	require.Equal(t, true, done["codes_kept"])
	require.Equal(t, "aal2", done.Object("claims")["aal"], "at once")
	require.Equal(t, session.ID, done.Object("claims")["sid"])
	s.Refuses("factor_not_found", "factor_confirm_finish", confirm(session, factor, 101))
	require.Equal(t, float64(3), factors(session)["recovery_codes_left"])
	require.NotContains(t, scene.JSON(s, factors(session)), "sealed")
	challenged(alice, "t2")

	second := enroll(session, "totp")
	require.Equal(t, false, s.Call("factor_confirm_finish", confirm(session, second, 5))["codes_kept"], "codes come with the first one")
	require.Len(t, factors(session)["factors"], 2)
	require.Equal(t, 2, s.Audited("factor_confirmed"))
	require.Equal(t, 1, s.Audited("factor_refused"))
}

func TestWhatEnrollingRefuses(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	x := alice.SignsIn()
	s.RefusesUndone("factor_type_invalid", "factor_enroll", enrollment(x, "passkey"))
	s.RefusesUndone("factor_type_invalid", "factor_enroll", enrollment(x, "totp").With(scene.Args{"kind": nil}))
	s.RefusesUndone("factor_name_invalid", "factor_enroll", enrollment(x, "totp").With(scene.Args{"name": strings.Repeat("x", 129)}))
	s.RefusesUndone("phone_not_verified", "factor_enroll", enrollment(x, "sms"))
	alice.Update("email_confirmed_at = null")
	s.RefusesUndone("email_not_verified", "factor_enroll", enrollment(x, "email"))
	s.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) select $1, $2, 'totp', now() from generate_series(1, 10)", s.Project, alice.ID)
	x.Update(`aal = 2`)
	s.RefusesUndone("factors_too_many", "factor_enroll", enrollment(x, "totp"))
}

// Security item 25 (supabase/auth 1439), and the doors beside it.
func TestWeakSessionCannotTouchFactors(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("mfa_on", `"toggle"`)
	h := hold(s.Alice())
	weak := h.SignsIn()
	require.Equal(t, "1", *weak.Column("aal"))
	for function, args := range map[string]scene.Args{
		"factor_enroll":          enrollment(weak, "totp"),
		"factor_confirm_begin":   weak.Bearer().With(scene.Args{"factor": nil, "ip": nil}),
		"factor_confirm_finish":  confirm(weak, h.factor, 200),
		"factor_rename":          weak.Bearer().With(scene.Args{"factor": h.factor, "name": "x"}),
		"factor_remove":          weak.Bearer().With(scene.Args{"factor": h.factor, "ip": nil}),
		"recovery_codes_replace": weak.Bearer().With(scene.Args{"hashes": macs("x"), "ip": nil}),
		"mfa_switch":             weak.Bearer().With(scene.Args{"on": false, "ip": nil}),
	} {
		s.RefusesUndone("second_factor_required", function, args)
	}
	// A code of an e-mail or SMS factor goes where the account says.
	for purpose, to := range map[string]string{"change_email": "thief@example.com", "change_phone": "+14155550199"} {
		s.RefusesUndone("second_factor_required", "my_proof_send", weak.Bearer().With(scene.Args{"purpose": purpose, "identifier": to, "redirect": nil,
			"link_hash": nil, "code_mac": scene.Hash("c"), "proof_sealed": nil, "silent": false, "ip": nil}))
	}
	h.Update("mfa_enabled = true")
	owing := pending(h.Person, "p")
	for function, more := range map[string]scene.Args{
		"factor_enroll": enrollment(owing, "totp"), "factor_remove": {"factor": h.factor, "ip": nil}, "trusted_devices_read": {},
		"trusted_devices_revoke": {"device": nil, "ip": nil}, "elevate_finish": {"read_version": 1, "matches": true, "ip": nil}, "mfa_switch": {"on": true, "ip": nil},
	} {
		s.RefusesUndone("second_factor_needed", function, owing.Bearer().With(more))
	}
	require.Equal(t, "Old", s.Call("factor_rename", h.strong.Bearer().With(scene.Args{"factor": h.factor, "name": "Old"})).Object("factor_rename")["name"])
	s.RefusesUndone("factor_name_invalid", "factor_rename", h.strong.Bearer().With(scene.Args{"factor": h.factor, "name": strings.Repeat("x", 129)}))
	bob := hold(s.Person("bob@example.com"))
	s.RefusesUndone("factor_not_found", "factor_remove", h.strong.Bearer().With(scene.Args{"factor": bob.factor, "ip": nil}))
	s.RefusesUndone("factor_not_found", "factor_rename", h.strong.Bearer().With(scene.Args{"factor": bob.factor, "name": "mine"}))
}

// Security item 27 (supabase/auth 2607, 2615).
func TestRemovalLowersSessionsAtOnce(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	challenged(h.Person, "t")
	row, err := show(s, by(s, "t"), h.at(101), "other")
	require.NoError(t, err)
	other := h.Opened(row, scene.Hash("other"))
	s.Exec("update auth.sessions set elevated_until = now() + interval '1 hour' where id = $1", other.ID)
	challenged(h.Person, "t2")
	recovered, err := show(s, by(s, "t2"), proof{recovery: scene.Hash("r1"), device: scene.Hash("device")}, "third")
	require.NoError(t, err)
	byCode := h.Opened(recovered, scene.Hash("third"))
	owing := pending(h.Person, "p")
	challenged(h.Person, "t3")

	second := enroll(h.strong, "totp")
	s.Call("factor_confirm_finish", confirm(h.strong, second, 7))
	s.Call("factor_remove", h.strong.Bearer().With(scene.Args{"factor": h.factor, "ip": nil}))
	require.Equal(t, []string{"2", "1", "2"}, []string{*h.strong.Column("aal"), *other.Column("aal"), *byCode.Column("aal")},
		"the second factor still holds where it was shown")
	require.Nil(t, other.Column("elevated_until"))
	other.Holds()
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.trusted_devices"))
	require.Empty(t, owing.Ended())

	s.Call("factor_remove", h.strong.Bearer().With(scene.Args{"factor": second, "ip": nil}))
	require.Equal(t, []string{"1", "1", "1"}, []string{*h.strong.Column("aal"), *other.Column("aal"), *byCode.Column("aal")})
	require.Equal(t, "factor_removed", owing.Ended(), "it waits for what is no more")
	require.Zero(t, factors(h.strong)["recovery_codes_left"])
	_, err = show(s, by(s, "t3"), h.at(150), "x")
	require.Equal(t, "ticket_invalid", fault.Code(err))
	s.RefusesUndone("factor_not_found", "factor_remove", h.strong.Bearer().With(scene.Args{"factor": second, "ip": nil}))
	s.RefusesUndone("factor_missing", "recovery_codes_replace", h.strong.Bearer().With(scene.Args{"hashes": macs("x"), "ip": nil}))
	require.NotNil(t, signIn(h.Person, "t4", nil)["claims"])
}

// However the row goes: a DBA's delete lowers as well, and a user can be deleted whole.
func TestPlainDeleteOfFactors(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	s.Exec("delete from auth.factors where id = $1", h.factor)
	require.Equal(t, "1", *h.strong.Column("aal"))
	bob := hold(s.Person("bob@example.com"))
	require.EqualValues(t, 1, s.AsOwner().Call("factors_reset", scene.Args{"user": bob.Email, "project": s.Project})["factors_reset"])
	require.Equal(t, "1", *bob.strong.Column("aal"))
	carol := hold(s.Person("carol@example.com"))
	s.Exec("delete from auth.users where id = $1", carol.ID)
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.factors"))
}

func TestSwitch(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	x := alice.SignsIn()
	on := func(on bool) scene.Args { return x.Bearer().With(scene.Args{"on": on, "ip": nil}) }
	s.RefusesUndone("mfa_not_switchable", "mfa_switch", on(true))
	s.Set("mfa_on", `"toggle"`)
	s.RefusesUndone("factor_missing", "mfa_switch", on(true))
	h := hold(alice)
	require.NotNil(t, signIn(alice, "t", nil)["claims"], "a factor that is not switched on")
	s.Call("mfa_switch", on(true))
	challenged(alice, "t2")
	_, err := show(s, by(s, "t2"), proof{factor: h.factor, step: 101, device: scene.Hash("d")}, "r")
	require.NoError(t, err)
	s.RefusesUndone("second_factor_required", "mfa_switch", on(false))
	x = h.strong
	s.Call("mfa_switch", on(false))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.trusted_devices"))
	require.NotNil(t, signIn(alice, "t3", nil)["claims"])
}
