package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const number = "+14155552671"

// send asks for a code, for the bearer.
func send(x *scene.Session, purpose, to, code string) scene.Args {
	return x.Bearer().With(scene.Args{"purpose": purpose, "identifier": to, "redirect": nil, "ip": scene.HomeIP,
		"link_hash": nil, "code_mac": scene.Hash(code), "proof_sealed": []byte("sealed"), "silent": false})
}

func redeem(x *scene.Session, purpose, to, code string) scene.Args {
	return x.Bearer().With(scene.Args{"purpose": purpose, "identifier": to, "macs": [][]byte{scene.Hash(code)}, "ip": scene.HomeIP})
}

func begin(t *testing.T) (*scene.Person, *scene.Session) {
	t.Helper()
	s := scene.Tx(t)
	for _, name := range []string{"limit_mail_address", "limit_sms_number", "limit_sms_number_hour"} {
		s.Set(name, `"0/1"`)
	}
	alice := s.Alice()
	return alice, alice.SignsIn()
}

func outbox(s *scene.Scene) []string {
	return scene.List[string](s, "select kind || ' ' || template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project)
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for purpose, column := range map[string]string{"verify_email": "email", "verify_phone": "phone"} {
		alice, phone := begin(t)
		alice.Update("email_confirmed_at = null, phone = '" + number + "'")
		require.EqualValues(t, 600, alice.Call("my_proof_send", send(phone, purpose, "", "code"))["expires_in"])
		alice.Refuses("code_invalid", "my_proof_redeem", redeem(phone, purpose, "", "wrong"))
		row := alice.Call("my_proof_redeem", redeem(phone, purpose, "", "code"))
		require.Equal(t, true, row.Object("profile")[column+"_verified"])
		alice.RefusesUndone(column+"_already_verified", "my_proof_redeem", redeem(phone, purpose, "", "code"))
		alice.RefusesUndone(column+"_already_verified", "my_proof_send", send(phone, purpose, "", "code"))
		require.Equal(t, 1, alice.Audited(column+"_verified"))
		phone.Holds()
	}
}

func TestChange(t *testing.T) {
	t.Parallel()
	alice, phone := begin(t)
	alice.Update("phone = '+4930901820', phone_confirmed_at = now()")
	alice.Call("my_proof_send", send(phone, "change_email", " New@example.com", "mail"))
	alice.Call("my_proof_send", send(phone, "change_phone", "+1 415 555 2671", "text"))
	require.Equal(t, "alice@example.com", *alice.Column("email"), "nothing before the proof")

	alice.Refuses("code_invalid", "my_proof_redeem", redeem(phone, "change_email", "other@example.com", "mail"))
	row := alice.Call("my_proof_redeem", redeem(phone, "change_email", "new@example.com", "mail"))
	require.Equal(t, "new@example.com", row.Object("profile")["email"])
	require.Equal(t, true, row.Object("profile")["email_verified"])
	require.Contains(t, outbox(alice.Scene), "mail email_changed alice@example.com", "the old one is told")

	// The change of one ends what was open of the other: all of it went out in the old name.
	alice.Refuses("code_invalid", "my_proof_redeem", redeem(phone, "change_phone", number, "text"))
	alice.Call("my_proof_send", send(phone, "change_phone", number, "again"))
	row = alice.Call("my_proof_redeem", redeem(phone, "change_phone", number, "again"))
	require.Equal(t, number, row.Object("profile")["phone"])
	require.Contains(t, outbox(alice.Scene), "sms phone_changed +4930901820")
	phone.Holds()
}

// supabase cf74a14: what was sent to the old address opens nothing any more.
func TestOutstandingTokensDieWithTheAddress(t *testing.T) {
	t.Parallel()
	alice, phone := begin(t)
	alice.Call("password_forgot", scene.Args{"project": alice.Project, "identifier": alice.Email, "redirect": nil,
		"link_hash": scene.Hash("reset"), "proof_sealed": nil, "ip": nil})
	alice.Call("my_proof_send", send(phone, "change_email", "new@example.com", "code"))
	alice.Call("my_proof_redeem", redeem(phone, "change_email", "new@example.com", "code"))
	alice.RefusesUndone("link_invalid", "password_reset_finish", scene.Args{"project": alice.Project, "ticket_hash": scene.Hash("reset"), "new_hash": "x", "ip": nil})
}

func TestChangeByLink(t *testing.T) {
	t.Parallel()
	alice, phone := begin(t)
	ask := send(phone, "change_email", "new@example.com", "").With(scene.Args{"link_hash": scene.Hash("link"), "code_mac": nil})
	require.EqualValues(t, 86400, alice.Call("my_proof_send", ask)["expires_in"])
	redeem := scene.Args{"project": alice.Project, "ticket_hash": scene.Hash("link"), "ip": nil}
	row := alice.Call("email_verify", redeem)
	require.Equal(t, "new@example.com", row.Object("profile")["email"])
	alice.RefusesUndone("link_invalid", "email_verify", redeem)
}

func TestTakenAddresses(t *testing.T) {
	t.Parallel()
	alice, phone := begin(t)
	alice.Person("bob@example.com").Update("phone = '" + number + "'")
	alice.Refuses("email_taken", "my_proof_send", send(phone, "change_email", "bob@example.com", "x"))
	alice.Refuses("phone_taken", "my_proof_send", send(phone, "change_phone", number, "x"))
	require.Empty(t, outbox(alice.Scene))

	alice.Call("my_proof_send", send(phone, "change_email", "carol@example.com", "code"))
	alice.Person("carol@example.com")
	alice.RefusesUndone("email_taken", "my_proof_redeem", redeem(phone, "change_email", "carol@example.com", "code")) // somebody was quicker

	alice.Set("conceal", "true")
	unknown := alice.Call("my_proof_send", send(phone, "change_email", "nobody@example.com", "x"))
	require.Equal(t, unknown, alice.Call("my_proof_send", send(phone, "change_email", "bob@example.com", "x")))
	require.Contains(t, outbox(alice.Scene), "mail account_exists bob@example.com")
	alice.Refuses("code_invalid", "my_proof_redeem", redeem(phone, "change_email", "bob@example.com", "x"))
}

func TestProofsAreRefused(t *testing.T) {
	t.Parallel()
	alice, phone := begin(t)
	for code, args := range map[string]scene.Args{
		"phone_missing":          send(phone, "verify_phone", "", "x"),
		"email_already_verified": send(phone, "verify_email", "", "x"),
		"email_invalid":          send(phone, "change_email", number, "x"),
		"phone_invalid":          send(phone, "change_phone", "bob@example.com", "x"),
		"email_missing":          send(phone, "change_email", " ", "x"),
		"redirect_not_allowed":   send(phone, "change_email", "bob@example.com", "x").With(scene.Args{"redirect": "https://evil.example"}),
	} {
		alice.RefusesUndone(code, "my_proof_send", args)
	}
	alice.Exec("update auth.sessions set mfa_pending = true where project_id = $1", alice.Project)
	alice.RefusesUndone("second_factor_needed", "my_proof_send", send(phone, "change_email", "new@example.com", "x"))
	alice.RefusesUndone("second_factor_needed", "my_proof_redeem", redeem(phone, "change_email", "new@example.com", "x"))
	alice.Call("session_revoke", scene.Args{"session": phone.ID, "project": alice.Project})
	alice.RefusesUndone("token_revoked", "my_proof_send", send(phone, "change_email", "new@example.com", "x"))
}
