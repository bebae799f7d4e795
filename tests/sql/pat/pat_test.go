package pat_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const day = 24 * time.Hour

// making is what auth.pat_create takes for a token of this name.
func making(x *scene.Session, name string, life time.Duration) scene.Args {
	return x.Bearer().With(scene.Args{"hash": scene.Hash(name), "hint": "abcd", "expires": time.Now().Add(life), "metadata": `{"name": "deploy"}`, "ip": nil})
}

func create(x *scene.Session, name string, life time.Duration) (id string) {
	x.Helper()
	return x.Call("pat_create", making(x, name, life)).Object("pat_create")["id"].(string)
}

// using is what auth.pat_signin takes.
func using(s *scene.Scene, name string) scene.Args {
	return scene.Args{"project": s.Project, "hash": scene.Hash(name), "ip": scene.AwayIP, "user_agent": "curl", "refresh_hash": scene.Hash("rt of " + name)}
}

func signIn(s *scene.Scene, name string) *scene.Session {
	s.Helper()
	return s.Opened(s.Call("pat_signin", using(s, name)), scene.Hash("rt of "+name))
}

func revoking(x *scene.Session, id string) scene.Args {
	return x.Bearer().With(scene.Args{"pat": id, "ip": nil})
}

func list(x *scene.Session) []any {
	x.Helper()
	tokens, _ := x.Call("pats_read", x.Bearer())["pats_read"].([]any)
	return tokens
}

func begin(t *testing.T) (*scene.Scene, *scene.Person, *scene.Session) {
	t.Helper()
	s := scene.Tx(t)
	alice := s.Alice()
	return s, alice, alice.SignsIn()
}

func TestTokenSignsIn(t *testing.T) {
	t.Parallel()
	s, alice, phone := begin(t)
	id := create(phone, "pat", day)
	require.Equal(t, 1, s.Audited("pat_created"))

	script := signIn(s, "pat")

	require.Equal(t, alice.ID, script.User)
	script.Holds()
	require.Equal(t, "pat "+id, *script.Column("amr -> 0 ->> 'method' || ' ' || (amr -> 0 ->> 'factor')"))
	require.Equal(t, "1", *script.Column("aal"))
	shown := list(phone)[0].(map[string]any)
	require.Equal(t, map[string]any{"name": "deploy"}, shown["metadata"])
	require.NotNil(t, shown["last_used_at"])
	require.NotContains(t, shown, "hash")
	script.Refreshes()
	script.Holds()
}

func TestNothingOutlivesItsToken(t *testing.T) {
	t.Parallel()
	s, _, phone := begin(t)
	create(phone, "pat", 10*time.Minute)
	script := signIn(s, "pat")
	require.Equal(t, "true", *script.Column("expires_at < now() + interval '11 minutes'"))
	s.Exec("update auth.personal_access_tokens set expires_at = now()")
	s.Refuses("pat_invalid", "pat_signin", using(s, "pat"))
	require.Equal(t, 1, s.Audited("signin_refused"))
	require.Empty(t, list(phone))
}

func TestRevokedTokenEndsWhatItOpened(t *testing.T) {
	t.Parallel()
	s, _, phone := begin(t)
	id := create(phone, "pat", day)
	create(phone, "other", day)
	script, other := signIn(s, "pat"), signIn(s, "other")
	bobs := s.Person("bob@example.com").SignsIn()

	s.RefusesUndone("pat_not_found", "pat_revoke", revoking(bobs, id))
	s.Call("pat_revoke", revoking(phone, id))

	require.Equal(t, "pat_revoked", script.Ended())
	script.Dead("token_revoked")
	other.Holds()
	phone.Holds()
	s.Refuses("pat_invalid", "pat_signin", using(s, "pat"))
	s.RefusesUndone("pat_not_found", "pat_revoke", revoking(phone, id))
	require.Len(t, list(phone), 1)
	require.Empty(t, list(bobs))
	require.Equal(t, 1, s.Audited("pat_revoked"))
}

func TestWhatMakingRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code string
		when func(*scene.Person, *scene.Session) scene.Args
	}{
		"switched off": {"pat_disabled", func(p *scene.Person, _ *scene.Session) scene.Args { p.Set("pat_enabled", "false"); return nil }},
		"a guest": {"user_anonymous", func(p *scene.Person, _ *scene.Session) scene.Args {
			p.Update("email = null, is_anonymous = true")
			return nil
		}},
		"no end":        {"expiry_invalid", func(*scene.Person, *scene.Session) scene.Args { return scene.Args{"expires": nil} }},
		"an end before": {"expiry_invalid", func(*scene.Person, *scene.Session) scene.Args { return scene.Args{"expires": time.Now().Add(-day)} }},
		"an end too far": {"expiry_invalid", func(*scene.Person, *scene.Session) scene.Args {
			return scene.Args{"expires": time.Now().Add(367 * day)}
		}},
		"metadata that is no object": {"metadata_invalid", func(*scene.Person, *scene.Session) scene.Args { return scene.Args{"metadata": "[1]"} }},
		"metadata too large": {"metadata_invalid", func(*scene.Person, *scene.Session) scene.Args {
			return scene.Args{"metadata": `{"x": "` + strings.Repeat("x", 8192) + `"}`}
		}},
		"a second factor not shown": {"second_factor_required", func(p *scene.Person, _ *scene.Session) scene.Args {
			p.Exec(`insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'email', now())`, p.Project, p.ID)
			return nil
		}},
		"a session that owes one": {"second_factor_needed", func(_ *scene.Person, x *scene.Session) scene.Args { x.Update("mfa_pending = true"); return nil }},
		"a hundred": {"pats_too_many", func(p *scene.Person, _ *scene.Session) scene.Args {
			p.Exec(`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at)
				select $1, $2, sha256(i::text::bytea), 'abcd', now() + interval '1 day' from generate_series(1, 100) i`, p.Project, p.ID)
			return nil
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, alice, phone := begin(t)
			more := test.when(alice, phone)
			s.RefusesUndone(test.code, "pat_create", making(phone, "pat", day).With(more))
		})
	}
}

func TestTokenMakesNoSuccessor(t *testing.T) {
	t.Parallel()
	s, _, phone := begin(t)
	create(phone, "pat", day)
	script := signIn(s, "pat")
	s.RefusesUndone("proof_needed", "pat_create", making(script, "next", day))
	script.Update("elevated_until = now() + interval '1 minute'")
	create(script, "next", day)
}

func TestAnyEndWhereTheProjectSaysSo(t *testing.T) {
	t.Parallel()
	s, _, phone := begin(t)
	s.Set("pat_ttl_max", "0")
	create(phone, "pat", 20*365*day)
}

func TestWhatSigningInRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code string
		when func(*scene.Person)
	}{
		"a token of nobody":     {"pat_invalid", func(p *scene.Person) { p.Exec("delete from auth.personal_access_tokens") }},
		"another project's":     {"pat_invalid", func(p *scene.Person) { p.Project = p.Another().Project }},
		"of a disabled account": {"user_disabled", func(p *scene.Person) { p.Update("disabled_at = now()") }},
		"after a reset": {"pat_invalid", func(p *scene.Person) {
			p.Exec(`insert into auth.tickets (project_id, user_id, purpose, destination, hash, expires_at)
				values ($1, $2, 'reset_password', $3, $4, now() + interval '1 hour')`, p.Project, p.ID, p.Email, scene.Hash("link"))
			p.Call("password_reset_finish", scene.Args{"project": p.Project, "ticket_hash": scene.Hash("link"), "new_hash": "new", "ip": nil})
		}},
		"too many tries": {"over_limit", func(p *scene.Person) {
			p.Set("limit_signin_network", `"1/600"`)
			p.Refuses("pat_invalid", "pat_signin", using(p.Scene, "wrong"))
		}},
		"switched off": {"pat_disabled", func(p *scene.Person) { p.Set("pat_enabled", "false") }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, alice, phone := begin(t)
			create(phone, "pat", day)
			test.when(alice)
			s.Project = alice.Project
			s.Refuses(test.code, "pat_signin", using(s, "pat"))
		})
	}
}

func TestChangeOfPasswordLeavesTokens(t *testing.T) {
	t.Parallel()
	s, alice, phone := begin(t)
	create(phone, "pat", day)
	alice.Update("password_hash = 'another'")
	signIn(s, "pat").Holds()
}

// Whoever signed up with somebody's address keeps no way in once that
// somebody has shown the mailbox to be theirs.
func TestFirstProofOfTheMailboxTakesTokens(t *testing.T) {
	t.Parallel()
	s, alice, phone := begin(t)
	create(phone, "pat", day)
	alice.Update("email_confirmed_at = null")
	s.Exec(`insert into auth.tickets (project_id, user_id, purpose, destination, code_mac, expires_at)
		values ($1, $2, 'sign_in', $3, $4, now() + interval '1 hour')`, s.Project, alice.ID, alice.Email, scene.Hash("123456"))
	s.Call("signin_redeem", scene.Args{"project": s.Project, "identifier": alice.Email, "macs": [][]byte{scene.Hash("123456")}, "link_hash": nil,
		"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt")})
	s.Refuses("pat_invalid", "pat_signin", using(s, "pat"))
}

func TestExpiredTokensAreCleaned(t *testing.T) {
	t.Parallel()
	s, _, phone := begin(t)
	create(phone, "pat", day)
	create(phone, "old", day)
	s.Exec("update auth.personal_access_tokens set expires_at = now() - interval '1 second' where hash = $1", scene.Hash("old"))
	s.Exec("update auth.known_devices set last_seen_at = now() - interval '2 years'")
	s.Call("maintain", nil)
	require.Equal(t, [][]byte{scene.Hash("pat")}, scene.List[[]byte](s, "select hash from auth.personal_access_tokens"))
	require.Empty(t, scene.List[[]byte](s, "select hash from auth.known_devices"))
}
