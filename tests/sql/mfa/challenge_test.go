package mfa_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// refused demands a refusal of showing a second factor.
func refused(s *scene.Scene, code string, who scene.Args, shown proof) {
	s.Helper()
	_, err := show(s, who, shown, "refused")
	require.Equal(s, code, fault.Code(err), "%v", err)
}

// CVE-2025-43798 (Liferay) and security item 23: a code is good once, and so is every older one.
func TestCVE_2025_43798_ReplayedTOTP(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	challenged(h.Person, "t")
	refused(s, "second_factor_wrong", by(s, "t"), h.at(100))
	refused(s, "second_factor_wrong", by(s, "t"), h.at(99))
	refused(s, "second_factor_wrong", by(s, "t"), proof{})
	row, err := show(s, by(s, "t"), h.at(101), "r")
	require.NoError(t, err)
	require.Equal(t, "aal2", row.Object("claims")["aal"])
	require.Equal(t, true, row["opened"])
	require.Equal(t, h.Email, row.Object("profile")["email"])
	challenged(h.Person, "t2")
	refused(s, "second_factor_wrong", by(s, "t2"), h.at(101))
	require.Equal(t, 4, s.Audited("second_factor_refused"))
}

func TestTicketEndsWithWhatItWasFor(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	for name, end := range map[string]func(ticket string){
		"used": func(ticket string) {
			_, err := show(s, by(s, ticket), h.at(scene.Get[int](s, "select last_step + 1 from auth.factors where id = $1", h.factor)), "r")
			require.NoError(t, err)
		},
		"five wrong codes": func(ticket string) {
			s.Set("limit_second_factor", `"0/1"`)
			for range 5 {
				refused(s, "second_factor_wrong", by(s, ticket), proof{})
			}
		},
		"time": func(ticket string) {
			s.Exec("update auth.tickets set expires_at = now() where hash = $1", scene.Hash(ticket))
		},
		"new password": func(string) { h.Update("password_hash = 'new'") },
	} {
		challenged(h.Person, name)
		end(name)
		refused(s, "ticket_invalid", by(s, name), h.at(900))
		s.RefusesUndone("ticket_invalid", "second_factor_send", by(s, name).With(send("email")))
	}
	challenged(h.Person, "disabled")
	h.Update("disabled_at = now()")
	refused(s, "ticket_invalid", by(s, "disabled"), h.at(900))
	refused(s, "ticket_invalid", by(s, "never"), h.at(900))
	refused(s, "ticket_invalid", by(s.Another(), "disabled"), h.at(900))
}

func send(method string) scene.Args {
	return scene.Args{"method": method, "code_macs": macs("123456", "654321"), "code_sealed": macs("mail", "sms"), "silent": false, "ip": nil}
}

// CVE-2025-64102, CVE-2024-32868 (Zitadel) and security item 24: guesses are
// counted by user, over all challenges, and a right password clears nothing.
func TestCVE_2025_64102_GuessedSecondFactor(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_second_factor", `"3/900"`)
	h := hold(s.Alice())
	for _, ticket := range []string{"a", "b"} {
		challenged(h.Person, ticket)
		refused(s, "second_factor_wrong", by(s, ticket), proof{})
	}
	challenged(h.Person, "c")
	_, err := show(s, by(s, "c"), h.at(101), "r")
	require.NoError(t, err, "a right one counts for nothing")
	challenged(h.Person, "d")
	refused(s, "second_factor_wrong", by(s, "d"), proof{})
	refused(s, "over_limit", by(s, "d"), h.at(102))
	challenged(h.Person, "e")
	refused(s, "over_limit", by(s, "e"), proof{recovery: scene.Hash("r1")})
	refused(s, "over_limit", bearer(h.strong), h.at(102))
	_, err = s.Ask("factor_confirm_begin", h.strong.Bearer().With(scene.Args{"factor": enroll(h.strong, "totp"), "ip": nil}))
	require.Equal(t, "over_limit", fault.Code(err), "the same lock")
	require.Equal(t, 4, s.Audited("second_factor_limited"))
}

// Security item 42: a new id, unless the wire needs the same.
func TestPendingSessionIsFinished(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	owing := pending(h.Person, "p")
	owing.Dead("second_factor_needed")
	owing.Refreshes()
	owing.Dead("second_factor_needed")
	refused(s, "second_factor_wrong", bearer(owing), proof{})
	row, err := show(s, bearer(owing), h.at(101), "new")
	require.NoError(t, err)
	whole := h.Opened(row, scene.Hash("new"))
	require.NotEqual(t, owing.ID, whole.ID)
	whole.Holds()
	owing.Dead("token_revoked")
	whole.Refreshes()

	kept := pending(h.Person, "k")
	row, err = show(s, bearer(kept), proof{factor: h.factor, step: 102, form: map[string]string{"session": "keep"}}, "kept")
	require.NoError(t, err)
	after := h.Opened(row, scene.Hash("kept"))
	require.Equal(t, kept.ID, after.ID)
	require.Equal(t, "2", *after.Column("aal"))
	after.Holds()
	again := after.Again()
	again.Refreshes()
	_, err = s.Refresh(kept.Token, scene.Hash("thief"))
	require.Equal(t, "refresh_token_reused", fault.Code(err), "the pending session's token")
	require.Equal(t, "refresh_token_reused", after.Ended())
}

func TestPendingSessionEndsWithThePassword(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	owing := pending(h.Person, "p")
	h.Update("password_hash = 'new'")
	require.Equal(t, "password_change", owing.Ended())
	require.Empty(t, h.strong.Ended(), "a whole one goes by the project's rule")
}

func TestSentCodes(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_mail_address", `"0/1"`)
	s.Set("limit_sms_number", `"0/1"`)
	alice := s.Alice()
	alice.Update("phone = '+14155550123', phone_confirmed_at = now()")
	x := alice.SignsIn()
	shown := scene.Args{"step": nil, "recovery_hashes": macs("r"), "ip": nil}
	for kind, code := range map[string]string{"email": "123456", "sms": "654321"} {
		factor := enroll(x, kind)
		args := x.Bearer().With(shown).With(scene.Args{"factor": factor})
		s.Refuses("second_factor_wrong", "factor_confirm_finish", args.With(scene.Args{"macs": macs("000000")}))
		s.Call("factor_confirm_finish", args.With(scene.Args{"macs": macs("old", code)}))
		s.RefusesUndone("factor_exists", "factor_enroll", enrollment(x, kind))

		challenged(alice, kind)
		code := proof{method: kind, macs: macs(code)}
		refused(s, "second_factor_wrong", by(s, kind), code)
		s.Call("second_factor_send", by(s, kind).With(send(kind)))
		challenged(alice, kind+" elsewhere")
		refused(s, "second_factor_wrong", by(s, kind+" elsewhere"), code)
		refused(s, "second_factor_wrong", by(s, kind), proof{method: "totp", macs: code.macs})
		row, err := show(s, by(s, kind), proof{macs: code.macs}, "rt "+kind)
		require.NoError(t, err, "any method")
		require.Equal(t, "aal2", row.Object("claims")["aal"])
		refused(s, "ticket_invalid", by(s, kind), code)
	}
	require.ElementsMatch(t, []string{"mail alice@example.com", "mail alice@example.com", "sms +14155550123", "sms +14155550123"},
		scene.List[string](s, "select kind || ' ' || destination from auth.outbox where project_id = $1 and template = 'second_factor'", s.Project))
	challenged(alice, "none")
	s.RefusesUndone("factor_not_found", "second_factor_send", by(s, "none").With(send("totp")))
}

func TestTOTPSendsNothing(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	challenged(h.Person, "t")
	require.Nil(t, s.Call("second_factor_send", by(s, "t").With(send("totp")))["expires_in"])
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.tickets where purpose = 'factor_code'"))
}

// A session asks for codes too: one that is pending, and one that wants to be elevated.
func TestCodesSentForASession(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_mail_address", `"0/1"`)
	alice := s.Alice()
	x := alice.SignsIn()
	factor := enroll(x, "email")
	s.Call("factor_confirm_finish", x.Bearer().With(scene.Args{
		"factor": factor, "step": nil, "macs": macs("123456"), "recovery_hashes": macs("r"), "ip": nil}))
	owing := pending(alice, "p")
	s.Call("second_factor_send", bearer(x).With(send("email")))
	refused(s, "second_factor_wrong", bearer(owing), proof{macs: macs("123456")})
	row, err := show(s, bearer(x), proof{macs: macs("123456")}, "unused")
	require.NoError(t, err)
	require.NotNil(t, row.Object("claims")["elevated_until"])
	s.Call("second_factor_send", bearer(owing).With(send("email")))
	row, err = show(s, bearer(owing), proof{macs: macs("123456")}, "whole")
	require.NoError(t, err)
	require.Equal(t, false, row.Object("claims")["mfa_pending"])

	challenged(alice, "t")
	alice.Update("email_confirmed_at = null")
	s.RefusesUndone("email_not_verified", "second_factor_send", by(s, "t").With(send("email")))
}
