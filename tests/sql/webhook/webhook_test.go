package webhook_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func add(s *scene.Scene, events ...string) (id string) {
	s.Helper()
	return s.AsOwner().Call("webhook_create", scene.Args{"project": s.Project, "url": "https://app.example/in", "secret_sealed": []byte("\x01keysnew"),
		"events": events}).Object("webhook_create")["id"].(string)
}

// told lists the events that wait for a webhook.
func told(s *scene.Scene, id string) []string {
	s.Helper()
	return scene.List[string](s, "select template from auth.outbox where project_id = $1 and kind = 'webhook' and destination = $2 order by template", s.Project, id)
}

func forget(s *scene.Scene) { s.Exec("delete from auth.outbox where project_id = $1", s.Project) }

// Plain SQL is as good as a function: whatever changes a row tells of it, once.
func TestEvents(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := add(s)
	alice := s.Alice()
	require.Equal(t, []string{"user.created"}, told(s, id))
	alice.SignsIn()
	require.Equal(t, []string{"session.created", "user.created"}, told(s, id), "a sign-in changes no user")
	s.Exec("insert into auth.tenants (project_id, id, slug, name) values ($1, $1, 'acme', 'Acme')", s.Project)
	for _, change := range []struct {
		sql    string
		events []string
	}{
		{"update auth.users set display_name = 'Al' where id = $1", []string{"user.updated"}},
		{"update auth.users set app_metadata = '{\"x\": 1}' where id = $1", []string{"user.updated"}},
		{"update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1", nil},
		{"update auth.users set display_name = display_name where id = $1", nil},
		{"update auth.users set password_hash = 'another' where id = $1", []string{"password.changed"}},
		{"insert into auth.factors (project_id, user_id, kind, confirmed_at) select project_id, id, 'email', null from auth.users where id = $1", nil},
		{"update auth.factors set confirmed_at = now() where user_id = $1", []string{"factor.added"}},
		{"delete from auth.factors where user_id = $1", []string{"factor.removed"}},
		{`insert into auth.passkeys (project_id, user_id, credential_id, public_key, sign_count, backup_eligible, backup_state)
			select project_id, id, 'id', 'key', 0, false, false from auth.users where id = $1`, []string{"passkey.added"}},
		{"update auth.passkeys set revoked_at = now() where user_id = $1", []string{"passkey.removed"}},
		{"delete from auth.passkeys where user_id = $1", nil},
		{`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at)
			select project_id, id, sha256('x'), 'hint', now() + interval '1 day' from auth.users where id = $1`, []string{"pat.created"}},
		{"delete from auth.personal_access_tokens where user_id = $1", []string{"pat.revoked"}},
		{"insert into auth.identities (project_id, user_id, provider, issuer, subject) select project_id, id, 'github', '', '1' from auth.users where id = $1", []string{"identity.linked"}},
		{"delete from auth.identities where user_id = $1", []string{"identity.unlinked"}},
		{"insert into auth.memberships (project_id, tenant_id, user_id) select project_id, project_id, id from auth.users where id = $1", []string{"member.added"}},
		{"update auth.memberships set is_owner = true where user_id = $1", []string{"member.updated"}},
		{"delete from auth.memberships where user_id = $1", []string{"member.removed"}},
		{"update auth.tenants set name = 'Acme 2' where project_id in (select project_id from auth.users where id = $1)", []string{"tenant.updated"}},
		{"delete from auth.tenants where project_id in (select project_id from auth.users where id = $1)", []string{"tenant.deleted"}},
		{"update auth.users set disabled_at = now() where id = $1", []string{"session.revoked", "user.updated"}},
		{"delete from auth.users where id = $1", []string{"user.deleted"}},
	} {
		forget(s)
		s.Exec(change.sql, alice.ID)
		require.ElementsMatch(t, change.events, told(s, id), change.sql)
	}
}

// Whatever a user has, no event holds a secret of it.
func TestPayloadsHoldNoSecret(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := add(s)
	alice := s.Alice()
	alice.SignsIn()
	s.Exec("update auth.users set password_hash = 'a secret hash' where id = $1", alice.ID)
	s.Exec("insert into auth.factors (project_id, user_id, kind, secret_sealed, confirmed_at) values ($1, $2, 'totp', 'sealed secret', null)", s.Project, alice.ID)
	s.Exec("update auth.factors set confirmed_at = now() where user_id = $1", alice.ID)
	require.NotEmpty(t, told(s, id))
	require.Zero(t, scene.Get[int](s, `select count(*) from auth.outbox where project_id = $1 and kind = 'webhook'
		and (data::text ~ 'secret|hash|sealed' or data ->> 'version' <> '1' or data ->> 'project_id' <> $1::text or data ->> 'type' <> template)`, s.Project))
}

func TestFilters(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	all, users, signIns := add(s), add(s, "user.*"), add(s, "session.created", "tenant.*")
	other := s.Another()
	elsewhere := add(other)
	off := add(s)
	s.AsOwner().Call("webhook_update", scene.Args{"webhook": off, "changes": `{"enabled": false}`, "project": s.Project})
	s.Alice().SignsIn()
	require.Equal(t, []string{"session.created", "user.created"}, told(s, all))
	require.Equal(t, []string{"user.created"}, told(s, users))
	require.Equal(t, []string{"session.created"}, told(s, signIns))
	require.Empty(t, told(s, off))
	require.Empty(t, told(other, elsewhere))
	require.Empty(t, told(s, elsewhere))
	s.AsOwner().Refuses("webhook_event_unknown", "webhook_update", scene.Args{"webhook": all, "changes": `{"events": ["user"]}`, "project": s.Project})
	s.AsOwner().Refuses("webhook_not_found", "webhook_update", scene.Args{"webhook": elsewhere, "changes": `{}`, "project": s.Project})
	s.AsOwner().Refuses("webhook_not_found", "webhook_remove", scene.Args{"webhook": elsewhere, "project": s.Project})
	for range 16 {
		add(s)
	}
	s.AsOwner().Refuses("webhooks_too_many", "webhook_create", scene.Args{"project": s.Project, "url": "https://a.example", "secret_sealed": []byte("x")})
}

// A delivery is tried for two days, an endpoint for five.
func TestFailing(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := add(s)
	s.Alice()
	delivery := scene.Get[string](s, "select id::text from auth.outbox where project_id = $1", s.Project)
	tried := scene.Args{"project": s.Project, "webhook": id, "delivery": delivery, "status": 500}
	of := scene.Args{"project": s.Project, "id": delivery, "error": "webhook answered 500", "permanent": false}
	for try := 1; try <= 12; try++ {
		s.Exec("update auth.outbox set next_at = now(), attempts = $2 where id = $1", delivery, try)
		s.Call("webhook_tried", tried)
		s.Call("outbox_fail", of)
		status := scene.Get[string](s, "select status from auth.outbox where id = $1", delivery)
		require.Equal(t, map[bool]string{true: "dead", false: "pending"}[try == 12], status, try)
		if try == 8 {
			require.True(t, scene.Get[bool](s, "select next_at > now() + interval '9 hours' from auth.outbox where id = $1", delivery), "it waits for long")
		}
	}
	enabled := "select enabled from auth.webhooks where project_id = $1 and id = $2"
	require.True(t, scene.Get[bool](s, enabled, s.Project, id))
	s.Exec("update auth.webhooks set failing_since = now() - interval '1 hour' where id = $1", id)
	require.Equal(t, []string{"it answered 500"}, scene.List[string](s, "select split_part(found, 'UTC: ', 2) from auth.doctor_hooks() where found like '%' || $1 || '%'", id))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.doctor_outbox()"), "no mail is in question")
	s.Call("webhook_tried", tried.With(scene.Args{"status": 204}))
	require.Nil(t, scene.Get[*string](s, "select failing_since::text from auth.webhooks where id = $1", id), "one success and it counts anew")
	s.Call("webhook_tried", tried)
	s.Exec("update auth.webhooks set failing_since = now() - interval '5 days 1 minute' where id = $1", id)
	s.Call("webhook_tried", tried.With(scene.Args{"status": 0}))
	require.False(t, scene.Get[bool](s, enabled, s.Project, id))
	require.Equal(t, 1, s.Audited("webhook_disabled"))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.doctor_hooks() where state = 'warn' and found like '%' || $1 || '%'", id), "doctor tells")
	s.AsOwner().Call("webhook_redeliver", scene.Args{"delivery": delivery, "project": s.Project})
	require.Equal(t, "pending 0", scene.Get[string](s, "select status || ' ' || attempts from auth.outbox where id = $1", delivery))
	s.AsOwner().Refuses("webhook_delivery_not_found", "webhook_redeliver", scene.Args{"delivery": delivery, "project": s.Project})
	s.AsOwner().Refuses("webhook_delivery_not_found", "webhook_redeliver", scene.Args{"delivery": delivery, "project": s.Another().Project})
}

func TestSecrets(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := add(s)
	of := scene.Args{"project": s.Project, "webhook": id}
	s.AsOwner().Call("webhook_rotate", of.With(scene.Args{"secret_sealed": []byte("\x01keysnext"), "overlap_seconds": 60}))
	target := s.Call("webhook_target", of)
	require.Equal(t, []byte("\x01keysnext"), target["secret_sealed"])
	require.Equal(t, []byte("\x01keysnew"), target["previous_sealed"])
	// A change of the master key reaches both.
	require.Equal(t, []string{"webhooks", "webhooks_previous"},
		scene.List[string](s, "select place from auth.sealed_list('x') where project_id = $1 order by 1", s.Project))
	s.AsOwner().Call("sealed_replace", scene.Args{"project": s.Project, "place": "webhooks_previous", "id": id, "old": []byte("\x01keysnew"), "new": []byte("\x01newsold")})
	require.Equal(t, []byte("\x01newsold"), s.Call("webhook_target", of)["previous_sealed"])
	s.Exec("update auth.webhooks set previous_until = now() where id = $1", id)
	require.Nil(t, s.Call("webhook_target", of)["previous_sealed"])
	s.AsOwner().Refuses("webhook_not_found", "webhook_rotate", scene.Args{"project": s.Another().Project, "webhook": id, "secret_sealed": []byte("x")})
	require.Nil(t, s.Call("webhook_target", scene.Args{"project": s.Another().Project, "webhook": id})["url"])
}
