package mfa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// Security item 29.
func TestRecoveryCodeWorksOnce(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	bob := hold(s.Person("bob@example.com"))
	challenged(h.Person, "t")
	row, err := show(s, by(s, "t"), proof{recovery: scene.Hash("r1")}, "r")
	require.NoError(t, err)
	require.Equal(t, "aal2", row.Object("claims")["aal"])
	require.Equal(t, float64(2), factors(h.strong)["recovery_codes_left"])
	challenged(h.Person, "t2")
	refused(s, "second_factor_wrong", by(s, "t2"), proof{recovery: scene.Hash("r1")})
	refused(s, "second_factor_wrong", by(s, "t2"), proof{recovery: scene.Hash("r2"), method: "totp"})
	s.Call("recovery_codes_replace", h.strong.Bearer().With(scene.Args{"hashes": macs("n1"), "ip": nil}))
	refused(s, "second_factor_wrong", by(s, "t2"), proof{recovery: scene.Hash("r2")})
	require.Equal(t, float64(3), factors(bob.strong)["recovery_codes_left"], "others keep theirs")
	_, err = show(s, by(s, "t2"), proof{recovery: scene.Hash("n1"), method: "recovery_code"}, "r2")
	require.NoError(t, err)
}

func TestResetByRecoveryCode(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	mail := enroll(h.strong, "email")
	s.Call("factor_confirm_finish", h.strong.Bearer().With(scene.Args{
		"factor": mail, "step": nil, "macs": macs("123456"), "recovery_hashes": macs("x"), "ip": nil}))
	owing := pending(h.Person, "p")
	refused(s, "second_factor_wrong", bearer(owing), proof{recovery: scene.Hash("wrong"), reset: true})
	row, err := show(s, bearer(owing), proof{recovery: scene.Hash("r1"), reset: true}, "r")
	require.NoError(t, err)
	require.Equal(t, "aal2", row.Object("claims")["aal"], "another factor is left")
	require.Equal(t, []string{"email"}, scene.List[string](s, "select kind from auth.factors where user_id = $1", h.ID))

	h.Update("mfa_enabled = true")
	s.Exec("delete from auth.factors where user_id = $1", h.ID)
	require.Equal(t, "false", *h.Column("mfa_enabled"))
	again := hold(h.Person)
	challenged(h.Person, "t")
	row, err = show(s, by(s, "t"), proof{recovery: scene.Hash("r1"), reset: true}, "r2")
	require.NoError(t, err)
	require.Equal(t, "aal1", row.Object("claims")["aal"], "nothing is left to prove")
	require.Equal(t, false, row.Object("claims")["mfa_pending"])
	require.Equal(t, "1", *again.strong.Column("aal"))
	enroll(h.Opened(row, scene.Hash("r2")), "totp")
}

// A TOTP code resets nothing.
func TestResetTakesARecoveryCode(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	challenged(h.Person, "t")
	_, err := show(s, by(s, "t"), proof{factor: h.factor, step: 101, reset: true}, "r")
	require.NoError(t, err)
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.factors where user_id = $1", h.ID))
}
