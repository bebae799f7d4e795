package mfa_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// byCode signs in by a code that went to an address or number, and has a ticket.
func byCode(p *scene.Person, to, ticket string) {
	p.Helper()
	p.Call("signin_send", scene.Args{"project": p.Project, "identifier": to, "profile": "{}", "redirect": nil, "link_hash": nil,
		"code_mac": scene.Hash(ticket), "proof_sealed": []byte("mail"), "silent": false, "ip": nil})
	row := p.Call("signin_redeem", scene.Args{"project": p.Project, "identifier": to, "macs": macs(ticket), "link_hash": nil,
		"ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash("rt of " + ticket), "form": form(p.Scene, ticket, nil)})
	require.NotNil(p, row["challenge"])
}

// One mailbox that is asked twice proves one thing: who can read it is no
// stronger for having done so again.
func TestOneChannelTwiceIsOneFactor(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, limit := range []string{"limit_mail_address", "limit_sms_number", "limit_sms_number_hour", "limit_mail_address_hour"} {
		s.Set(limit, `"0/1"`)
	}
	alice := s.Alice()
	alice.Update("phone = '+14155552671', phone_confirmed_at = now()")
	s.Exec(`insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'email', now()), ($1, $2, 'sms', now())`, s.Project, alice.ID)
	second := map[string]func(ticket string) *scene.Session{}
	for kind, code := range map[string]string{"email": "123456", "sms": "654321"} {
		second[kind] = func(ticket string) *scene.Session {
			s.Call("second_factor_send", by(s, ticket).With(send(kind)))
			row, err := show(s, by(s, ticket), proof{method: kind, macs: macs(code)}, "strong "+ticket)
			require.NoError(t, err)
			return s.Opened(row, scene.Hash("strong "+ticket))
		}
	}
	for name, c := range map[string]struct {
		first func(ticket string)
		kind  string
		aal   string
	}{
		"mail and mail":     {func(ticket string) { byCode(alice, alice.Email, ticket) }, "email", "1"},
		"text and text":     {func(ticket string) { byCode(alice, "+14155552671", ticket) }, "sms", "1"},
		"mail and text":     {func(ticket string) { byCode(alice, alice.Email, ticket) }, "sms", "2"},
		"text and mail":     {func(ticket string) { byCode(alice, "+14155552671", ticket) }, "email", "2"},
		"password and mail": {func(ticket string) { challenged(alice, ticket) }, "email", "2"},
	} {
		c.first(name)
		x := second[c.kind](name)
		require.Equal(t, c.aal, *x.Column("aal"), name)
		if c.aal == "1" {
			s.RefusesUndone("second_factor_required", "factor_remove", x.Bearer().With(scene.Args{"factor": scene.Get[string](s,
				"select id::text from auth.factors where project_id = $1 and kind = $2", s.Project, c.kind), "ip": nil}))
		}
		x.Holds()
	}
}

// A token that began a sign-in bounds what the second factor makes of it.
func TestChallengeOfATokenIsBoundedByIt(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	h := hold(s.Alice())
	create := func(name string) (id string) {
		made := h.strong.Call("pat_create", h.strong.Bearer().With(scene.Args{"hash": scene.Hash(name), "hint": "abcd",
			"expires": time.Now().Add(10 * time.Minute), "metadata": "{}", "ip": nil}))
		return made.Object("pat_create")["id"].(string)
	}
	signIn := func(name, ticket string) {
		row := s.Call("pat_signin", scene.Args{"project": s.Project, "hash": scene.Hash(name), "ip": nil, "user_agent": "curl",
			"refresh_hash": scene.Hash("rt of " + ticket), "form": form(s, ticket, nil)})
		require.NotNil(t, row["challenge"])
	}
	id, other := create("pat"), create("other")
	signIn("pat", "t")
	signIn("other", "t2")
	row, err := show(s, by(s, "t"), h.at(101), "r")
	require.NoError(t, err)
	script := s.Opened(row, scene.Hash("r"))
	require.Equal(t, "true", *script.Column("expires_at < now() + interval '11 minutes'"))
	require.Equal(t, "pat "+id, *script.Column("amr -> 0 ->> 'method' || ' ' || (amr -> 0 ->> 'factor')"))

	for _, pat := range []string{id, other} {
		s.Call("pat_revoke", h.strong.Bearer().With(scene.Args{"pat": pat, "ip": nil}))
	}
	require.Equal(t, "pat_revoked", script.Ended())
	refused(s, "ticket_invalid", by(s, "t2"), h.at(102))
}
