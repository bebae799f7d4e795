package session_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func listed(x *scene.Session) []any {
	x.Helper()
	list, _ := x.Call("sessions_read", x.Bearer())["sessions_read"].([]any)
	return list
}

func TestListOfMySessions(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone, laptop, ended, expired := alice.SignsIn(), alice.SignsInFrom(scene.AwayIP), alice.SignsIn(), alice.SignsIn()
	s.Person("bob@example.com").SignsIn()
	s.Call("signout", ended.Bearer().With(scene.Args{"scope": "this", "ip": nil}))
	expired.Update("idle_expires_at = now()")
	laptop.Update("refreshed_at = now() - interval '1 hour'")

	list := listed(phone)

	require.Len(t, list, 2)
	first, second := list[0].(map[string]any), list[1].(map[string]any)
	require.Equal(t, []any{phone.ID, laptop.ID}, []any{first["id"], second["id"]}, "the last active first")
	require.Equal(t, []any{true, false}, []any{first["current"], second["current"]})
	require.Equal(t, []any{scene.HomeIP, scene.AwayIP}, []any{first["ip"], second["ip"]})
	require.Equal(t, "test", first["user_agent"])
	require.Equal(t, []any{"pwd"}, first["methods"])
	for _, name := range []string{"created_at", "last_active_at", "expires_at"} {
		require.NotEmpty(t, first[name])
	}
	s.RefusesUndone("token_revoked", "sessions_read", ended.Bearer())
}

func TestEndOneOfMySessions(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone, laptop, bobs := alice.SignsIn(), alice.SignsIn(), s.Person("bob@example.com").SignsIn()
	end := func(target string) scene.Args {
		return phone.Bearer().With(scene.Args{"target": target, "ip": scene.HomeIP})
	}

	s.Call("my_session_revoke", end(laptop.ID))
	require.Equal(t, "revoked", laptop.Ended())
	laptop.Dead("token_revoked")
	refuses(s, "session_ended", laptop.Token)
	require.Equal(t, 1, s.Audited("session_revoked"))
	phone.Holds()

	s.RefusesUndone("session_not_found", "my_session_revoke", end(laptop.ID))
	s.RefusesUndone("session_not_found", "my_session_revoke", end(bobs.ID))
	bobs.Holds()
	phone.Update("mfa_pending = true")
	s.RefusesUndone("second_factor_needed", "my_session_revoke", end(phone.ID))
	phone.Update("mfa_pending = false")
	s.Call("my_session_revoke", end(phone.ID))
	phone.Dead("token_revoked")
}

func TestMostSessions(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("sessions_max", "2")
	alice := s.Alice()
	phone := alice.SignsIn()
	phone.Update("refreshed_at = now() - interval '1 hour'")
	laptop := alice.SignsIn()
	laptop.Update("refreshed_at = now() - interval '2 hours'")
	bobs := s.Person("bob@example.com").SignsIn()

	tablet := alice.SignsIn()

	require.Equal(t, "too_many", laptop.Ended(), "it was idle longest")
	laptop.Dead("token_revoked")
	phone.Holds()
	tablet.Holds()
	bobs.Holds()
	phone.Update("expires_at = now()")
	tablet.Update("refreshed_at = now() - interval '1 minute'")
	alice.SignsIn().Holds()
	tablet.Holds() // what has expired takes no place
	s.Set("sessions_max", "0")
	for range 5 {
		alice.SignsIn()
	}
	tablet.Holds()
}

func mails(s *scene.Scene) []string {
	s.Helper()
	return scene.List[string](s, "select template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project)
}

func TestNewDevice(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("notify_new_device", "true")
	alice := s.Alice()
	alice.SignsIn()
	require.Empty(t, mails(s), "the first is nobody else's")
	alice.SignsIn()
	require.Empty(t, mails(s), "known")
	s.Person("bob@example.com").SignsInFrom(scene.AwayIP)
	require.Empty(t, mails(s), "somebody else's first")

	alice.SignsInFrom(scene.AwayIP)
	require.Equal(t, []string{"new_device alice@example.com"}, mails(s))
	require.Equal(t, scene.AwayIP+" test", scene.Get[string](s, "select data ->> 'ip' || ' ' || (data ->> 'device') from auth.outbox"))
	alice.SignsInFrom(scene.AwayIP).Refreshes()
	require.Len(t, mails(s), 1, "known by now")

	s.Set("notify_new_device", "false")
	alice.SignsInFrom("203.0.113.9")
	require.Len(t, mails(s), 1)
	s.Set("notify_new_device", "true")
	alice.SignsInFrom("203.0.113.9")
	require.Len(t, mails(s), 1, "it was seen while nobody was to be told")
}

func addPasskey(p *scene.Person) {
	p.Helper()
	p.Exec("insert into auth.passkeys (project_id, user_id, credential_id, public_key, backup_eligible, backup_state) values ($1, $2, 'id', 'key', false, false)", p.Project, p.ID)
}

func TestOwnersAreToldBySetting(t *testing.T) {
	t.Parallel()
	for setting, change := range map[string]struct {
		template string
		do       func(*scene.Person)
	}{
		"notify_password": {"password_changed", func(p *scene.Person) { p.Update("password_hash = 'another'") }},
		"notify_factor": {"factor_changed", func(p *scene.Person) {
			p.Exec("insert into auth.factors (project_id, user_id, kind) values ($1, $2, 'email')", p.Project, p.ID)
			require.Empty(p, mails(p.Scene), "it counts for nothing yet")
			p.Exec("update auth.factors set confirmed_at = now() where user_id = $1", p.ID)
		}},
		"notify_passkey": {"passkey_changed", func(p *scene.Person) {
			addPasskey(p)
			require.Empty(p, mails(p.Scene), "the account is just being made")
			p.Exec("delete from auth.passkeys where user_id = $1", p.ID)
			p.Exec("delete from auth.outbox")
			p.Update("created_at = now() - interval '1 day'")
			addPasskey(p)
		}},
		"notify_identity": {"identity_changed", func(p *scene.Person) {
			link := "insert into auth.identities (project_id, provider, issuer, subject, user_id) values ($1, 'google', '', $3, $2)"
			p.Exec(link, p.Project, p.ID, "first")
			require.Empty(p, mails(p.Scene), "the account is just being made")
			p.Update("created_at = now() - interval '1 day'")
			p.Exec(link, p.Project, p.ID, "second")
		}},
		"notify_pat": {"token_changed", func(p *scene.Person) {
			p.Exec("insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at) values ($1, $2, $3, 'abcd', now() + interval '1 day')", p.Project, p.ID, scene.Hash("pat"))
		}},
	} {
		for value, want := range map[string][]string{"true": {change.template + " alice@example.com"}, "false": {}} {
			t.Run(setting+" "+value, func(t *testing.T) {
				t.Parallel()
				s := scene.Tx(t)
				if value == "false" { // it is on by itself
					s.Set(setting, value)
				}
				change.do(s.Alice())
				require.Equal(t, want, mails(s))
			})
		}
	}
}

func TestOwnerIsToldOfWhatIsRemoved(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	s.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'email', now())", s.Project, alice.ID)
	s.Exec("insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at) values ($1, $2, $3, 'abcd', now() - interval '1 day')", s.Project, alice.ID, scene.Hash("pat"))
	s.Exec("delete from auth.outbox")
	s.Exec("delete from auth.factors where user_id = $1", alice.ID)
	s.Exec("delete from auth.personal_access_tokens where user_id = $1", alice.ID)
	require.Equal(t, []string{"factor_changed alice@example.com"}, mails(s), "what had expired is cleaned without a word")
	require.Equal(t, "removed", scene.Get[string](s, "select data ->> 'change' from auth.outbox"))
}
