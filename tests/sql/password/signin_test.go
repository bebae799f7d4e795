package password_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func signin(s *scene.Scene, email string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "ip": scene.HomeIP}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	begun := s.Call("signin_begin", signin(s, " ALICE@example.com "))
	require.Equal(t, alice.ID, begun.Text("user_id"))
	require.Equal(t, "hash of alice@example.com", begun.Text("password_hash"))

	row, err := s.SignIn("alice@example.com", scene.HomeIP, true)
	require.NoError(t, err)
	require.Equal(t, alice.ID, row.Object("profile")["id"])
	require.Equal(t, "alice@example.com", row.Object("profile")["email"])
	amr := row.Object("claims")["amr"].([]any)[0].(map[string]any)
	require.Equal(t, "pwd", amr["method"])
	s.Opened(row, nil).Holds()
	require.NotNil(t, alice.Column("last_sign_in_at"))
	require.Equal(t, 1, s.Audited("signed_in"))
}

// The first half answers alike, with nulls to be compared all the same; the
// second refuses alike.
func TestUnknownAddressAndWrongPasswordAreRefusedAlike(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	_, unknown := s.SignIn("bob@example.com", scene.HomeIP, true)
	_, wrong := s.SignIn("alice@example.com", scene.HomeIP, false)
	require.Equal(t, "invalid_credentials", fault.Code(unknown))
	require.Equal(t, unknown, wrong)
	require.Equal(t, 2, s.Audited("signin_refused"), "and that is kept")
}

func TestSignInRefusesWithoutAnAddress(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.RefusesUndone("email_missing", "signin_begin", signin(s, " "))
	s.RefusesUndone("email_invalid", "signin_begin", signin(s, "alice"))
}

func TestOnlyARightPasswordLearnsOfTheAccount(t *testing.T) {
	t.Parallel()
	for code, change := range map[string]func(*scene.Person){
		"user_disabled": func(p *scene.Person) { p.Update("disabled_at = now()") },
		"email_not_verified": func(p *scene.Person) {
			p.Update("email_confirmed_at = null")
			p.Set("signin_needs_verified_email", "true")
		},
	} {
		t.Run(code, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			change(s.Alice())
			_, err := s.SignIn("alice@example.com", scene.HomeIP, true)
			require.Equal(t, code, fault.Code(err))
			_, err = s.SignIn("alice@example.com", scene.HomeIP, false)
			require.Equal(t, "invalid_credentials", fault.Code(err))
			require.Zero(t, scene.Get[int](s, "select count(*) from auth.sessions where project_id = $1", s.Project))
		})
	}
}

func TestPasswordThatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	begun := s.Call("signin_begin", signin(s, alice.Email))
	alice.Update("password_hash = 'another'")
	s.Refuses("invalid_credentials", "signin_finish", scene.Args{
		"project": s.Project, "user": alice.ID, "password_version": begun["password_version"], "matches": true,
		"new_hash": nil, "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("r"),
	})
}

func TestHashIsRenewedWithoutANewVersion(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	s.Call("signin_finish", scene.Args{
		"project": s.Project, "user": alice.ID, "password_version": 1, "matches": true,
		"new_hash": "the same password in a newer form", "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("r"),
	})
	require.Equal(t, "the same password in a newer form", *alice.Column("password_hash"))
	require.Equal(t, "1", *alice.Column("password_version"))
	phone.Holds()

	// What the renewal told the trigger must not outlive it.
	alice.Update("password_hash = 'another'")
	require.Equal(t, "2", *alice.Column("password_version"))
	phone.Dead("token_revoked")
}
