package sms_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// sending asks for a code to sign in with.
func sending(s *scene.Scene, to string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": to, "profile": "{}", "redirect": nil, "ip": nil,
		"link_hash": nil, "code_mac": scene.Hash(to), "proof_sealed": []byte("sealed"), "silent": false}
}

const (
	berlin = "+4930123456"
	london = "+442079460000"
)

// A project that has nothing to send with says so at once, whoever is asked
// for, and leaves nothing that would be tried for hours.
func TestNothingToSendWith(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec("select set_config('rolecall.texts', '', true)")
	alice := s.Alice()
	alice.Update("phone = '" + berlin + "', phone_confirmed_at = now()")
	known := s.Refuses("sms_disabled", "signin_send", sending(s, berlin))
	require.Equal(t, known, s.Refuses("sms_disabled", "signin_send", sending(s, london)))
	s.Refuses("sms_disabled", "password_forgot", scene.Args{"project": s.Project, "identifier": berlin, "redirect": nil, "link_hash": nil,
		"proof_sealed": nil, "ip": nil, "code_mac": scene.Hash("code")})
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.outbox where project_id = $1", s.Project))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.tickets where project_id = $1", s.Project))

	s.AsOwner().Call("sms_sender_put", scene.Args{"project": s.Project, "kind": "http", "config_sealed": []byte("x")})
	s.Call("signin_send", sending(s, berlin))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.outbox where project_id = $1", s.Project))
}

func TestCountriesThatAreWrittenTo(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("sms_prefixes", `["+49", "+1415"]`)
	s.Refuses("sms_not_allowed", "signin_send", sending(s, london))
	s.Refuses("sms_not_allowed", "signin_send", sending(s, "+12125550123"))
	s.Call("signin_send", sending(s, berlin))
	s.Call("signin_send", sending(s, "+14155550123"))
	s.Call("signin_send", sending(s, "alice@example.com"))
}

func TestTheProjectsCeiling(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_sms_project", `"2/86400"`)
	s.Set("signin_creates_user", "true")
	for _, number := range []string{berlin, london} {
		s.Call("signin_send", sending(s, number))
	}
	limited := s.Refuses("over_limit", "signin_send", sending(s, "+14155550123"))
	require.Equal(t, "limit_sms_project", limited.Limit)
	require.Positive(t, limited.RetryAfter)
	s.Call("signin_send", sending(s, "alice@example.com")) // mails go on
	other := s.Another()
	other.Set("signin_creates_user", "true")
	other.Call("signin_send", sending(other, berlin))
	s.Exec("update auth.outbox set created_at = now() - interval '1 day' where project_id = $1", s.Project)
	s.Call("signin_send", sending(s, "+14155550123"))
}

// Who has no address is told of what happened by text message, where there is
// something to send it with.
func TestNoticesByText(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	told := func(change string) []string {
		alice.Update(change)
		return scene.List[string](s, "select kind || ' ' || template || ' ' || destination from auth.outbox where project_id = $1 order by created_at, id", s.Project)
	}
	require.Empty(t, told("email = null, phone = '"+berlin+"', phone_confirmed_at = null"))
	require.Empty(t, told("password_hash = 'second'"), "a number that nobody has proven")
	require.Equal(t, []string{"sms password_changed " + berlin}, told("phone_confirmed_at = now(), password_hash = 'third'"))
	s.Exec("select set_config('rolecall.texts', '', true)")
	require.Len(t, told("password_hash = 'fourth'"), 1, "nothing to send with")
}
