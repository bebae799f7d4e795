package account_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// deletion is what auth.me_delete takes of a session; matches nil: no password was given.
func deletion(x *scene.Session, readVersion int, matches any) scene.Args {
	return x.Bearer().With(scene.Args{"read_version": readVersion, "matches": matches, "ip": scene.HomeIP})
}

// rowsOf counts what tables keep of a user.
func rowsOf(s *scene.Scene, user string) int {
	s.Helper()
	count := 0
	for _, table := range scene.List[string](s, `select a.attrelid::regclass::text from pg_catalog.pg_attribute a
		join pg_catalog.pg_class c on c.oid = a.attrelid
		where a.attname = 'user_id' and c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'audit_log%'`) {
		count += scene.Get[int](s, "select count(*) from "+table+" where user_id = $1", user)
	}
	return count + scene.Get[int](s, "select count(*) from auth.users where id = $1", user)
}

func TestDeleteMyAccount(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice, bob := s.Alice(), s.Person("bob@example.com")
	phone, bobs := alice.SignsIn(), bob.SignsIn()
	s.Exec(`insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'email', now())`, s.Project, alice.ID)
	s.Exec(`insert into auth.recovery_codes (project_id, user_id, hash) values ($1, $2, $3)`, s.Project, alice.ID, scene.Hash("code"))
	s.Exec(`insert into auth.trusted_devices (project_id, user_id, hash, expires_at) values ($1, $2, $3, now() + interval '1 day')`, s.Project, alice.ID, scene.Hash("device"))
	s.Exec(`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at) values ($1, $2, $3, 'abcd', now() + interval '1 day')`, s.Project, alice.ID, scene.Hash("pat"))
	s.Exec(`insert into auth.passkeys (project_id, user_id, credential_id, public_key, backup_eligible, backup_state) values ($1, $2, 'id', 'key', false, false)`, s.Project, alice.ID)
	phone.Update("aal = 2")
	s.Exec("delete from auth.outbox")
	bobsRows := rowsOf(s, bob.ID)

	s.Refuses("password_wrong", "me_delete", deletion(phone, 1, false))
	s.Refuses("password_wrong", "me_delete", deletion(phone, 2, true)) // it changed since
	require.Equal(t, 2, s.Audited("user_delete_refused"))
	phone.Holds()
	s.Call("me_delete", deletion(phone, 1, true))

	require.Zero(t, rowsOf(s, alice.ID))
	require.Equal(t, bobsRows, rowsOf(s, bob.ID))
	phone.Dead("token_revoked")
	bobs.Holds()
	require.Equal(t, 1, s.Audited("user_deleted"))
	require.NotZero(t, scene.Get[int](s, "select count(*) from auth.audit_log where user_id = $1", alice.ID), "the log outlives its users")
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.outbox"), "nobody is told of factors that went with the account")
	s.RefusesUndone("token_revoked", "me_delete", deletion(phone, 1, true))
	require.Equal(t, alice.Email, *s.Person(alice.Email).Column("email"), "the address is free again")
}

func TestDeletionTakesAFreshProof(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code string
		when func(*scene.Person, *scene.Session)
	}{
		"a password that is there":        {"proof_needed", func(*scene.Person, *scene.Session) {}},
		"an elevated session":             {"", func(_ *scene.Person, x *scene.Session) { x.Update("elevated_until = now() + interval '1 minute'") }},
		"one that was elevated":           {"proof_needed", func(_ *scene.Person, x *scene.Session) { x.Update("elevated_until = now()") }},
		"no password, but just signed in": {"", func(p *scene.Person, x *scene.Session) { passwordless(p, x) }},
		"no password, and long signed in": {"proof_needed", func(p *scene.Person, x *scene.Session) {
			passwordless(p, x)
			x.Update("created_at = now() - interval '11 minutes'")
		}},
		"a guest": {"", func(p *scene.Person, x *scene.Session) {
			passwordless(p, x)
			p.Update("email = null, is_anonymous = true")
			x.Update("created_at = now() - interval '1 year'")
		}},
		"a second factor that this session has not shown": {"second_factor_required", func(p *scene.Person, x *scene.Session) {
			p.Exec(`insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'email', now())`, p.Project, p.ID)
			x.Update("elevated_until = now() + interval '1 minute'")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			alice := s.Alice()
			phone := alice.SignsIn()
			test.when(alice, phone)
			if test.code == "" {
				s.Call("me_delete", deletion(phone, 0, nil))
				require.Zero(t, rowsOf(s, alice.ID))
				return
			}
			s.Refuses(test.code, "me_delete", deletion(phone, 0, nil))
			require.NotZero(t, rowsOf(s, alice.ID))
		})
	}
}

// passwordless takes the password away; the session's token is made to hold.
func passwordless(p *scene.Person, x *scene.Session) {
	p.Update("password_hash = null")
	x.PasswordVersion = 2
}

func TestAccountThatIsReferredToStays(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	s.Exec(`create table public.invoices (project_id uuid, user_id uuid, foreign key (project_id, user_id) references auth.users)`)
	s.Exec(`insert into public.invoices values ($1, $2)`, s.Project, alice.ID)
	s.RefusesUndone("account_in_use", "me_delete", deletion(phone, 1, true))
	phone.Holds()
}

func TestExport(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone, laptop := alice.SignsIn(), alice.SignsIn()
	s.Person("bob@example.com").SignsIn()
	s.Exec(`insert into auth.factors (project_id, user_id, kind, name, secret_sealed, confirmed_at) values ($1, $2, 'totp', 'Phone', 'sealed', now())`, s.Project, alice.ID)
	s.Exec(`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at) values ($1, $2, $3, 'abcd', now() + interval '1 day')`, s.Project, alice.ID, scene.Hash("pat"))
	s.Call("my_session_revoke", phone.Bearer().With(scene.Args{"target": laptop.ID, "ip": scene.HomeIP}))

	document := s.Call("me_export", phone.Bearer().With(scene.Args{"ip": scene.HomeIP})).Object("me_export")

	require.Equal(t, alice.Email, document["user"].(map[string]any)["email"])
	require.Len(t, document["sessions"], 2, "ended ones too")
	require.Len(t, document["second_factors"].(map[string]any)["factors"], 1)
	require.Len(t, document["personal_access_tokens"], 1)
	require.NotEmpty(t, document["history"])
	text, err := json.Marshal(document)
	require.NoError(t, err)
	for _, secret := range []string{"hash", "sealed", "bob@"} {
		require.NotContains(t, string(text), secret)
	}
	require.Equal(t, 1, s.Audited("data_exported"))
	phone.Update("mfa_pending = true")
	s.RefusesUndone("second_factor_needed", "me_export", phone.Bearer().With(scene.Args{"ip": nil}))
}
