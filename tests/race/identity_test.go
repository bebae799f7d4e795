package race_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func withGoogle(t *testing.T) (*scene.Scene, *scene.Person) {
	t.Helper()
	s := scene.Clone(t)
	s.Exec("insert into auth.providers (project_id, name, kind) values ($1, 'google', 'google')", s.Project)
	return s, s.Alice()
}

func atGoogle(subject, email string) string {
	return fmt.Sprintf(`{"provider": "google", "issuer": "", "subject": %q, "email": %q, "email_verified": true, "profile": {}}`, subject, email)
}

func bySocial(s *scene.Scene, identity string, i int) answer {
	return ask(s, "identity_signin", scene.Args{"project": s.Project, "identity": identity, "tokens_sealed": []byte("x"), "intent": "any", "fault": nil,
		"link_hash": nil, "code_mac": nil, "proof_sealed": nil, "silent": false, "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("social", i)})
}

// A double click at the provider: one account, with an address and without.
func TestFirstSignInsOfOneSubject(t *testing.T) {
	t.Parallel()
	s, _ := withGoogle(t)
	for n, identity := range []string{atGoogle("carol", "carol@example.com"), atGoogle("dave", "")} {
		answers := race.Together(12, func(i int) answer { return bySocial(s, identity, 100*n+i) })
		require.Equal(t, map[string]int{"done": 12}, race.Count(answers, kind))
		require.Equal(t, n+2, users(s))
		require.Equal(t, n+1, scene.Get[int](s, "select count(*) from auth.identities"))
	}
}

// Many accounts at providers meet one address, some while its owner signs up
// with a password: nobody is made twice.
func TestSocialAndPasswordSignUpMeet(t *testing.T) {
	t.Parallel()
	s, _ := withGoogle(t)
	answers := race.Together(12, func(i int) answer {
		if i%3 == 0 {
			return ask(s, "signup_finish", scene.Args{"project": s.Project, "identifier": "carol@example.com", "password_hash": "h", "profile": "{}", "ip": nil,
				"user_agent": nil, "refresh_hash": scene.Hash("password", i), "link_hash": nil, "proof_sealed": nil})
		}
		return bySocial(s, atGoogle(fmt.Sprint("carol ", i), "carol@example.com"), i)
	})
	require.Equal(t, 2, users(s), race.Count(answers, kind))
	for name := range race.Count(answers, kind) {
		require.Contains(t, []string{"done", "email_taken"}, name)
	}
}

// Two browsers of two users link one account: one has it.
func TestOneAccountIsLinkedOnce(t *testing.T) {
	t.Parallel()
	s, alice := withGoogle(t)
	sessions := []*scene.Session{alice.SignsIn(), s.Person("bob@example.com").SignsIn()}
	answers := race.Together(8, func(i int) answer {
		return ask(s, "identity_link", sessions[i%2].Bearer().With(scene.Args{"identity": atGoogle("one", ""), "tokens_sealed": nil, "fault": nil, "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 4, "identity_taken": 4}, race.Count(answers, kind))
}

// The last ways in are taken away at once, of two kinds, while one signs in.
func TestLastWayInStaysOfTwoKinds(t *testing.T) {
	t.Parallel()
	s, alice, keys := withPasskeys(t, 4)
	s.Exec("insert into auth.providers (project_id, name, kind) values ($1, 'google', 'google')", s.Project)
	x := alice.SignsIn()
	alice.Update("password_hash = null")
	x.PasswordVersion++
	ids := scene.List[string](s, `insert into auth.identities (project_id, provider, issuer, subject, user_id)
		select $1, 'google', '', n::text, $2 from generate_series(1, 4) n returning id::text`, s.Project, alice.ID)
	answers := race.Together(10, func(i int) answer {
		switch {
		case i < 4:
			return ask(s, "passkey_revoke", x.Bearer().With(scene.Args{"passkey": keys[i], "ip": nil}))
		case i < 8:
			return ask(s, "identity_unlink", x.Bearer().With(scene.Args{"identity": ids[i-4], "ip": nil}))
		}
		return bySocial(s, atGoogle("another", "zoe@example.com"), i)
	})
	counts := race.Count(answers, kind)
	require.Equal(t, 9, counts["done"], counts)
	require.Equal(t, 1, counts["passkey_last"]+counts["identity_last"], counts)
	require.Equal(t, 1, scene.Get[int](s, "select auth.ways_in(u) from auth.users u where id = $1", alice.ID))
}

// Linked and unlinked at once by two tabs, and signed in by: it is hers or
// nobody's, and nothing waits for ever.
func TestLinkAndUnlinkMeet(t *testing.T) {
	t.Parallel()
	s, alice := withGoogle(t)
	x := alice.SignsIn()
	id := scene.Get[string](s, "insert into auth.identities (project_id, provider, issuer, subject, user_id) values ($1, 'google', '', 'alice', $2) returning id::text", s.Project, alice.ID)
	answers := race.Together(12, func(i int) answer {
		switch i % 3 {
		case 0:
			return ask(s, "identity_unlink", x.Bearer().With(scene.Args{"identity": id, "ip": nil}))
		case 1:
			return ask(s, "identity_link", x.Bearer().With(scene.Args{"identity": atGoogle("alice", alice.Email), "tokens_sealed": nil, "fault": nil, "ip": nil}))
		}
		return bySocial(s, atGoogle("alice", alice.Email), i)
	})
	counts := race.Count(answers, kind)
	require.LessOrEqual(t, counts["identity_not_found"], 3, counts)
	require.Equal(t, 12, counts["done"]+counts["identity_not_found"], counts)
	require.Equal(t, 1, users(s))
}

// The provider's answer comes twice, and the app exchanges its code twice.
func TestCallbackAndCodeAreGoodOnce(t *testing.T) {
	t.Parallel()
	s, alice := withGoogle(t)
	s.Exec("insert into auth.oauth_flows (project_id, hash, provider, browser_hash, sealed, intent, redirect_to, expires_at) values ($1, $2, 'google', $2, 'x', 'any', 'https://app.example', now() + interval '1 minute')",
		s.Project, scene.Hash("state"))
	answers := race.Together(12, func(int) answer {
		return ask(s, "oauth_redeem", scene.Args{"project": s.Project, "provider": "google", "state_hash": scene.Hash("state"), "browser_hash": scene.Hash("state"), "ip": nil})
	})
	require.Equal(t, map[string]int{"done": 1, "oauth_state_invalid": 11}, race.Count(answers, kind))

	challenge := strings.Repeat("c", 43)
	s.Call("oauth_prove", scene.Args{"project": s.Project, "provider": "google", "code_hash": scene.Hash("code"), "intent": "any", "challenge": challenge,
		"identity": atGoogle("alice", alice.Email), "tokens_sealed": nil, "denied": nil, "fault": nil, "ip": nil})
	answers = race.Together(12, func(i int) answer {
		return ask(s, "oauth_exchange", scene.Args{"project": s.Project, "code_hash": scene.Hash("code"), "challenge": challenge, "link_hash": nil, "code_mac": nil,
			"proof_sealed": nil, "silent": false, "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("exchange", i)})
	})
	require.Equal(t, map[string]int{"done": 1, "code_invalid": 11}, race.Count(answers, kind))
	require.Equal(t, 0, alice.LiveSessions(), "used twice: what the first use got has ended")
}
