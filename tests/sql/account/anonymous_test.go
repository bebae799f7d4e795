package account_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func beginning(s *scene.Scene, name string) scene.Args {
	return scene.Args{"project": s.Project, "profile": `{"display_name": "Guest"}`, "ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash(name)}
}

// guest is a person without an address, and their session.
func guest(s *scene.Scene) (*scene.Person, *scene.Session) {
	s.Helper()
	s.Set("anonymous_enabled", "true")
	session := s.Opened(s.Call("signup_anonymous", beginning(s, "rt of guest")), scene.Hash("rt of guest"))
	return &scene.Person{Scene: s, ID: session.User, Email: "ann@example.com"}, session
}

// conversion is by password, unless more says otherwise.
func conversion(x *scene.Session, to string, more scene.Args) scene.Args {
	return x.Bearer().With(scene.Args{"identifier": to, "macs": nil, "password_hash": "hash", "redirect": nil, "link_hash": scene.Hash("link"),
		"code_mac": nil, "proof_sealed": []byte("sealed"), "silent": false, "ip": scene.HomeIP}).With(more)
}

// codeFor sends the guest a code that makes an address theirs.
func codeFor(x *scene.Session, purpose, to string) {
	x.Helper()
	x.Call("my_proof_send", x.Bearer().With(scene.Args{"purpose": purpose, "identifier": to, "redirect": nil, "link_hash": nil,
		"code_mac": scene.Hash("123456"), "proof_sealed": []byte("sealed"), "silent": false, "ip": scene.HomeIP}))
}

func byCode(code string, password any) scene.Args {
	return scene.Args{"macs": [][]byte{scene.Hash(code)}, "password_hash": password}
}

func TestGuest(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.RefusesUndone("anonymous_disabled", "signup_anonymous", beginning(s, "rt"))
	person, session := guest(s)
	session.Holds()
	require.Equal(t, "true", *person.Column("is_anonymous"))
	require.Nil(t, person.Column("email"))
	require.Equal(t, "Guest", *person.Column("display_name"))
	session.Refreshes()
	require.Equal(t, "anonymous", *session.Column("amr -> 0 ->> 'method'"))
	guest2 := s.Opened(s.Call("signup_anonymous", beginning(s, "rt of another")), scene.Hash("rt of another"))
	require.NotEqual(t, person.ID, guest2.User, "there may be many")
	require.Equal(t, true, s.Call("me", guest2.Bearer()).Object("me")["is_anonymous"])

	s.Set("limit_signup_network", `"2/3600"`)
	s.Refuses("over_limit", "signup_anonymous", beginning(s, "rt 3"))
	s.Set("signup_enabled", "false")
	s.RefusesUndone("signup_disabled", "signup_anonymous", beginning(s, "rt 4"))
}

func TestPresetsWithGuests(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for preset, enabled := range map[string]string{"moondb": "false", "nhost": "true", "nestauth": "true", "orbitnest": "true"} {
		require.Equal(t, enabled, scene.Get[string](s, "select auth.settings_resolve($1, '{}') ->> 'anonymous_enabled'", preset), preset)
	}
}

func TestConversionByPassword(t *testing.T) {
	t.Parallel()
	for _, to := range []string{"ann@example.com", "+14155550123"} {
		t.Run(to, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set("verify_email", "true")
			s.Set("sessions_on_password_change", `"revoke_all"`) // of a first password there is nothing to end
			person, session := guest(s)

			row := s.Call("anonymous_convert", conversion(session, to, nil))

			claims := row.Object("claims")
			require.Equal(t, []any{person.ID, session.ID, false}, []any{claims["sub"], claims["sid"], claims["is_anonymous"]}, "id and session stay")
			require.Equal(t, to, *person.Column("coalesce(email, phone)"))
			require.Nil(t, person.Column("coalesce(email_confirmed_at, phone_confirmed_at)"))
			session.Dead("token_revoked") // it said is_anonymous
			now := s.Opened(row, session.Token)
			now.Holds()
			now.Refreshes()
			signedIn, err := s.SignIn(to, scene.HomeIP, true)
			require.NoError(t, err)
			require.Equal(t, person.ID, signedIn.Object("claims")["sub"])
			require.Equal(t, 1, s.Audited("converted"))
			if to == "ann@example.com" {
				require.Equal(t, []string{"verify_email"}, scene.List[string](s, "select template from auth.outbox where project_id = $1", s.Project))
			}
			s.RefusesUndone("user_not_anonymous", "anonymous_convert", conversion(now, "other@example.com", nil))
		})
	}
}

func TestConversionByCode(t *testing.T) {
	t.Parallel()
	for _, password := range []any{nil, "hash"} {
		s := scene.Tx(t)
		s.Set("conceal", "true")
		person, session := guest(s)
		s.RefusesUndone("signup_needs_code", "anonymous_convert", conversion(session, person.Email, nil))
		codeFor(session, "change_email", person.Email)
		s.Refuses("code_invalid", "anonymous_convert", conversion(session, person.Email, byCode("654321", password)))
		s.Refuses("code_invalid", "anonymous_convert", conversion(session, "other@example.com", byCode("123456", password)))
		require.Equal(t, "true", *person.Column("is_anonymous"))

		row := s.Call("anonymous_convert", conversion(session, person.Email, byCode("123456", password)))

		require.Equal(t, person.ID, row.Object("claims")["sub"])
		require.Equal(t, "false", *person.Column("is_anonymous"))
		require.NotNil(t, person.Column("email_confirmed_at"))
		require.Equal(t, password == nil, person.Column("password_hash") == nil)
		s.Opened(row, session.Token).Holds()
	}
}

// The same, by the routes that change an address.
func TestGuestWithAProvenAddressIsNone(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	person, session := guest(s)
	codeFor(session, "change_email", person.Email)
	s.Call("my_proof_redeem", session.Bearer().With(scene.Args{"purpose": "change_email", "identifier": person.Email, "macs": [][]byte{scene.Hash("123456")}, "ip": nil}))
	require.Equal(t, "false", *person.Column("is_anonymous"))
	session.Holds()
}

func TestConversionTakesNobodysAddress(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	_, session := guest(s)
	s.Alice()
	s.Refuses("email_taken", "anonymous_convert", conversion(session, "Alice@Example.com", nil))
	require.Equal(t, 1, s.Audited("convert_refused"))
	s.Set("conceal", "true")
	for _, to := range []string{"alice@example.com", "nobody@example.com"} { // known and unknown alike
		s.RefusesUndone("signup_needs_code", "anonymous_convert", conversion(session, to, nil))
	}
	s.Set("conceal", "false")
	s.Set("limit_signup_network", `"1/3600"`)
	s.Refuses("over_limit", "anonymous_convert", conversion(session, "alice@example.com", nil))
	s.Set("limit_signup_network", `"0/1"`)
	for setting, value := range map[string]string{"signup_proof": `"code"`, "signin_needs_verified_email": "true"} {
		s.Set(setting, value)
		s.RefusesUndone("signup_needs_code", "anonymous_convert", conversion(session, "ann@example.com", nil))
		s.AsOwner().Call("project_unset", scene.Args{"project": s.Project, "name": setting})
	}
	s.RefusesUndone("email_invalid", "anonymous_convert", conversion(session, "ann", nil))
	session.Holds()
}

func TestConversionOnlyOfGuests(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.RefusesUndone("user_not_anonymous", "anonymous_convert", conversion(alice.SignsIn(), "other@example.com", nil))
	_, session := guest(s)
	s.Set("signup_enabled", "false")
	s.RefusesUndone("signup_disabled", "anonymous_convert", conversion(session, "ann@example.com", nil))
	session.Update("revoked_at = now()")
	s.RefusesUndone("token_revoked", "anonymous_convert", conversion(session, "ann@example.com", nil))
}
