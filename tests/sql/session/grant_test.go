package session_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestAssuranceLevels(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for amr, want := range map[string]int{
		`[]`: 1, `[{"method": "pwd"}]`: 1, `[{"method": "otp"}]`: 1, `[{"method": "link"}]`: 1, `[{"method": "passkey"}]`: 1,
		`[{"method": "pwd"}, {"method": "totp"}]`: 2, `[{"method": "pwd"}, {"method": "recovery_code"}]`: 2,
		`[{"method": "otp"}, {"method": "mfa_email"}]`: 2, `[{"method": "otp"}, {"method": "mfa_sms"}]`: 2, `[{"method": "passkey_uv"}]`: 2,
		// One channel, asked twice, is one factor.
		`[{"method": "otp", "channel": "email"}, {"method": "mfa_email"}]`: 1, `[{"method": "link", "channel": "email"}, {"method": "mfa_email"}]`: 1,
		`[{"method": "otp", "channel": "sms"}, {"method": "mfa_sms"}]`: 1, `[{"method": "otp", "channel": "sms"}, {"method": "mfa_email"}]`: 2,
		`[{"method": "otp", "channel": "email"}, {"method": "mfa_email"}, {"method": "totp"}]`: 2, `[{"method": "otp", "channel": "email"}, {"method": "recovery_code"}]`: 2,
	} {
		require.Equal(t, want, scene.Get[int](s, "select auth.aal($1)", amr), amr)
	}
}

// grant is where every first factor ends.
func grant(p *scene.Person, form string) scene.Row {
	p.Helper()
	return p.AsOwner().Call("signin_finish", scene.Args{"project": p.Project, "user": p.ID, "password_version": 1, "matches": true, "new_hash": nil,
		"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("refresh", form), "form": form})
}

func TestGrant(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	ticket := `{"challenge": "ticket", "ticket": "` + scene.Get[string](s, "select encode($1, 'hex')", scene.Hash("ticket")) + `"}`

	row := grant(alice, ticket)
	require.Nil(t, row["challenge"])
	require.Equal(t, "aal1", row.Object("claims")["aal"])

	s.Exec("insert into auth.factors (project_id, user_id, kind) values ($1, $2, 'totp')", s.Project, alice.ID)
	require.Nil(t, grant(alice, `{}`)["challenge"], "a factor that is not confirmed proves nothing, and asks for nothing")

	s.Exec("update auth.factors set confirmed_at = now() where project_id = $1", s.Project)
	row = grant(alice, ticket)
	require.Nil(t, row["claims"], "no session")
	require.Nil(t, row["session_id"])
	require.Len(t, row.Object("challenge")["factors"], 1)
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.tickets where project_id = $1 and purpose = 'second_factor' and hash = $2", s.Project, scene.Hash("ticket")))

	row = grant(alice, `{"challenge": "pending"}`)
	require.NotNil(t, row["challenge"])
	require.Equal(t, true, row.Object("claims")["mfa_pending"])
	require.Equal(t, "aal1", row.Object("claims")["aal"])
	pending := s.Opened(row, nil)
	pending.Dead("second_factor_needed")

	s.Exec("insert into auth.trusted_devices (project_id, hash, user_id, expires_at) values ($1, $2, $3, now() + interval '1 day')", s.Project, scene.Hash("device"), alice.ID)
	device := `{"device": "` + scene.Get[string](s, "select encode($1, 'hex')", scene.Hash("device")) + `"}`
	require.Nil(t, grant(alice, device)["challenge"], "a trusted device excuses")
	bob := s.Person("bob@example.com")
	s.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'totp', now())", s.Project, bob.ID)
	require.NotNil(t, grant(bob, device[:len(device)-1]+`, "challenge": "pending"}`)["challenge"], "its owner alone")

	s.Set("mfa_on", `"toggle"`)
	require.Nil(t, grant(alice, `{"n": 1}`)["challenge"], "not switched on")
	alice.Update("mfa_enabled = true")
	require.NotNil(t, grant(alice, `{"n": 2, "challenge": "pending"}`)["challenge"])
}
