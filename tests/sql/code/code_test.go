package code_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// send asks for a code to sign in with; codes are told apart by name.
func send(s *scene.Scene, to, code string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "profile": "{}", "redirect": nil, "ip": scene.HomeIP,
		"link_hash": nil, "code_mac": scene.Hash(code), "proof_sealed": []byte("sealed"), "silent": false}
}

// link asks for a link in a code's place.
func link(s *scene.Scene, to, link string) scene.Args {
	return send(s, to, "").With(scene.Args{"link_hash": scene.Hash(link), "code_mac": nil})
}

// redeem signs in by a code.
func redeem(s *scene.Scene, to, code string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "macs": [][]byte{scene.Hash("another key", code), scene.Hash(code)},
		"link_hash": nil, "ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash("refresh", to, code)}
}

// follow signs in by a link.
func follow(s *scene.Scene, link string) scene.Args {
	return redeem(s, "", "").With(scene.Args{"link_hash": scene.Hash(link), "macs": nil, "refresh_hash": scene.Hash("refresh", link)})
}

// patient is a scene without limits of how much is sent.
func patient(t *testing.T) *scene.Scene {
	t.Helper()
	s := scene.Tx(t)
	for _, name := range []string{"limit_mail_address", "limit_mail_address_hour", "limit_sms_number", "limit_sms_number_hour"} {
		s.Set(name, `"0/1"`)
	}
	return s
}

func users(s *scene.Scene) int {
	return scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project)
}

func sentTo(s *scene.Scene) []string {
	return scene.List[string](s, "select kind || ' ' || template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project)
}

func TestSignInByCode(t *testing.T) {
	t.Parallel()
	s := patient(t)
	alice := s.Alice()
	require.EqualValues(t, 600, s.Call("signin_send", send(s, " ALICE@example.com", "code"))["expires_in"])
	require.Equal(t, []string{"mail sign_in alice@example.com"}, sentTo(s))
	s.Refuses("code_invalid", "signin_redeem", redeem(s, alice.Email, "other"))
	row := s.Call("signin_redeem", redeem(s, alice.Email, "code"))
	require.Equal(t, "otp", row.Object("claims")["amr"].([]any)[0].(map[string]any)["method"])
	require.Equal(t, "email", row.Object("claims")["amr"].([]any)[0].(map[string]any)["channel"])
	s.Opened(row, nil).Holds()
	s.Refuses("code_invalid", "signin_redeem", redeem(s, alice.Email, "code"))
	require.Equal(t, "hash of alice@example.com", *alice.Column("password_hash"), "a proven address keeps its password")
}

func TestUnknownAndKnownAreAnsweredAlike(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Alice()
	s.Person("disabled@example.com").Update("disabled_at = now()")
	known := s.Call("signin_send", send(s, "alice@example.com", "code"))
	for _, to := range []string{"disabled@example.com", "nobody@example.com", "+14155552671"} {
		require.Equal(t, known, s.Call("signin_send", send(s, to, "code")), to)
	}
	require.Equal(t, []string{"mail sign_in alice@example.com"}, sentTo(s))
	refused := s.Refuses("code_invalid", "signin_redeem", redeem(s, "alice@example.com", "wrong"))
	for _, to := range []string{"disabled@example.com", "nobody@example.com", "+14155552671"} {
		require.Equal(t, refused, s.Refuses("code_invalid", "signin_redeem", redeem(s, to, "code")), to)
	}
}

func TestCodesMakeUsersBySetting(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Set("signin_creates_user", "true")
	for _, to := range []string{"bob@example.com", "+14155552671"} {
		s.Call("signin_send", send(s, to, "code").With(scene.Args{"profile": `{"display_name": "Bob"}`}))
		before := users(s)
		row := s.Call("signin_redeem", redeem(s, to, "code"))
		require.Equal(t, before+1, users(s))
		require.Equal(t, "Bob", row.Object("profile")["display_name"])
	}
	require.Equal(t, true, scene.Get[bool](s, "select phone_confirmed_at is not null from auth.users where project_id = $1 and phone = '+14155552671'", s.Project))
	s.Call("signin_send", send(s, "carol@example.com", "code"))
	s.Set("signup_enabled", "false")
	s.Refuses("signup_disabled", "signin_redeem", redeem(s, "carol@example.com", "code"))
}

func TestSignInByLink(t *testing.T) {
	t.Parallel()
	s := patient(t)
	s.Set("signin_creates_user", "true")
	alice := s.Alice()
	require.EqualValues(t, 3600, s.Call("signin_send", link(s, alice.Email, "a"))["expires_in"])
	s.Call("signin_send", link(s, "bob@example.com", "b"))
	for name, email := range map[string]string{"a": "alice@example.com", "b": "bob@example.com"} {
		row := s.Call("signin_redeem", follow(s, name))
		require.Equal(t, email, row.Object("profile")["email"])
		require.Equal(t, "link", row.Object("claims")["amr"].([]any)[0].(map[string]any)["method"])
		s.RefusesUndone("link_invalid", "signin_redeem", follow(s, name))
	}
	s.Call("signin_send", link(s, alice.Email, "late"))
	s.Exec("update auth.tickets set expires_at = now() where project_id = $1", s.Project)
	s.RefusesUndone("link_invalid", "signin_redeem", follow(s, "late"))
}

// What came before the first proof of an address opens nothing after it.
func TestFirstProofForgetsWhatWasSetBefore(t *testing.T) {
	t.Parallel()
	for _, column := range []string{"email", "phone"} {
		s := patient(t)
		alice := s.Alice()
		to := alice.Email
		alice.Update("email_confirmed_at = null")
		if column == "phone" {
			to = "+14155552671"
			alice.Update("email = null, phone = '+14155552671'")
		}
		session := alice.SignsInBy(to)
		s.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'totp', now())", s.Project, alice.ID)
		s.Call("signin_send", send(s, to, "code"))
		row := s.Call("signin_redeem", redeem(s, to, "code"))
		require.NotNil(t, row.Object("claims"), "no factor is owed")
		require.Nil(t, alice.Column("password_hash"), column)
		require.NotNil(t, alice.Column(column+"_confirmed_at"))
		session.Dead("token_revoked")
	}
}
