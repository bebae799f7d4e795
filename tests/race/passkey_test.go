package race_test

import (
	"encoding/base64"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// withPasskeys is a project that takes passkeys, and somebody with some.
func withPasskeys(t *testing.T, n int) (s *scene.Scene, alice *scene.Person, ids []string) {
	t.Helper()
	s = scene.Clone(t)
	s.Set("webauthn_rp_id", `"shop.example"`)
	alice = s.Alice()
	ids = scene.List[string](s, `insert into auth.passkeys (project_id, user_id, credential_id, public_key, backup_eligible, backup_state)
		select $1, $2, n::text::bytea, 'x', false, false from generate_series(1, $3) n returning id::text`, s.Project, alice.ID, n)
	return s, alice, ids
}

func passkeyNamed(name string) string {
	encoded := base64.StdEncoding.EncodeToString([]byte(name))
	return `{"credential_id": "` + encoded + `", "public_key": "` + encoded + `", "sign_count": 0, "transports": [], "backup_eligible": false, "backup_state": false}`
}

// Two nodes are given the same answer of an authenticator.
func TestOneCeremonyIsFinishedOnce(t *testing.T) {
	t.Parallel()
	s, _, _ := withPasskeys(t, 1)
	s.Call("passkey_signin_options", scene.Args{"project": s.Project, "identifier": nil, "challenge": scene.Hash("c"), "ip": nil})
	answers := race.Together(16, func(int) answer {
		return ask(s, "ceremony_redeem", scene.Args{"project": s.Project, "purpose": "sign_in", "challenge": scene.Hash("c"), "session": nil, "credential": []byte("1")})
	})
	require.Equal(t, map[string]int{"done": 1, "ceremony_invalid": 15}, race.Count(answers, kind))
}

// A key and its copy are used at once, with the same count: one is refused.
func TestOneCountSignsInOnce(t *testing.T) {
	t.Parallel()
	s, alice, ids := withPasskeys(t, 1)
	answers := race.Together(16, func(i int) answer {
		return ask(s, "passkey_signin_finish", scene.Args{"project": s.Project, "passkey": ids[0], "fault": nil, "ip": nil, "user_agent": nil,
			"use": `{"sign_count": 1, "backup_state": false, "user_verified": true}`, "refresh_hash": scene.Hash("passkey", i)})
	})
	require.Equal(t, map[string]int{"done": 1, "passkey_cloned": 15}, race.Count(answers, kind))
	require.Equal(t, 1, alice.LiveSessions())
}

func TestLastPasskeyStays(t *testing.T) {
	t.Parallel()
	s, alice, ids := withPasskeys(t, 8)
	alice.Update("password_hash = null")
	x := alice.SignsIn()
	answers := race.Together(len(ids), func(i int) answer {
		return ask(s, "passkey_revoke", x.Bearer().With(scene.Args{"passkey": ids[i], "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 7, "passkey_last": 1}, race.Count(answers, kind))
}

// One key for eight accounts: the first has it.
func TestOneKeyHasOneOwner(t *testing.T) {
	t.Parallel()
	s, _, _ := withPasskeys(t, 0)
	sessions := make([]*scene.Session, 8)
	for i := range sessions {
		sessions[i] = s.Person(fmt.Sprintf("p%d@example.com", i)).SignsIn()
	}
	answers := race.Together(len(sessions), func(i int) answer {
		return ask(s, "passkey_register_finish", sessions[i].Bearer().With(scene.Args{"passkey": passkeyNamed("one"), "name": nil, "fault": nil, "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 1, "passkey_known": 7}, race.Count(answers, kind))
}

// Sign-ups at once, by one address and by one key.
func TestSignUpsByPasskey(t *testing.T) {
	t.Parallel()
	s, _, _ := withPasskeys(t, 0)
	signUp := func(email, key string, i int) answer {
		id := fmt.Sprintf("00000000-0000-0000-0000-%012d", i)
		return ask(s, "passkey_signup_finish", scene.Args{"project": s.Project, "user": id, "payload": `{"identifier": "` + email + `", "profile": {}}`,
			"passkey": passkeyNamed(key), "name": nil, "fault": nil, "verified": true, "link_hash": nil, "code_mac": nil, "proof_sealed": nil,
			"silent": false, "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash(email, key)})
	}
	answers := race.Together(8, func(i int) answer { return signUp("carol@example.com", fmt.Sprint("key ", i), i) })
	require.Equal(t, map[string]int{"done": 1, "email_taken": 7}, race.Count(answers, kind))
	answers = race.Together(8, func(i int) answer { return signUp(fmt.Sprintf("d%d@example.com", i), "one", 100+i) })
	require.Equal(t, map[string]int{"done": 1, "passkey_known": 7}, race.Count(answers, kind))
	require.Equal(t, 3, scene.Get[int](s, "select count(*) from auth.users"), "Alice, Carol and one more: nobody without a key")
}
