package identity_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

var challenge = strings.Repeat("c", 43)

// leaving is a sign-in that goes off to a provider, known by its state.
func leaving(s *scene.Scene, state string) scene.Args {
	return scene.Args{"project": s.Project, "provider": "google", "state_hash": scene.Hash(state), "browser_hash": scene.Hash("cookie of", state),
		"sealed": []byte("\x01keysflow"), "intent": "any", "redirect": "https://app.example/back", "challenge": challenge, "app_state": "theirs", "ip": scene.HomeIP}
}

// back is the browser with that state.
func back(s *scene.Scene, state string) scene.Args {
	return scene.Args{"project": s.Project, "provider": "google", "state_hash": scene.Hash(state), "browser_hash": scene.Hash("cookie of", state), "ip": scene.HomeIP}
}

func proving(s *scene.Scene, code string, a account) scene.Args {
	return scene.Args{"project": s.Project, "provider": a.provider, "code_hash": scene.Hash(code), "intent": "any", "challenge": challenge,
		"identity": a.json(s), "tokens_sealed": []byte("\x01keystokens"), "denied": nil, "fault": nil, "ip": scene.HomeIP}
}

func exchange(s *scene.Scene, code string, challenge any) scene.Args {
	args := signin(s, google("", ""))
	for _, name := range []string{"identity", "tokens_sealed", "intent", "fault"} {
		delete(args, name)
	}
	return args.With(scene.Args{"code_hash": scene.Hash(code), "challenge": challenge, "refresh_hash": scene.Hash("rt of", code)})
}

func TestFlow(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	row := s.Call("oauth_begin", leaving(s, "a"))
	require.Equal(t, "google", row.Text("kind"))
	require.Equal(t, "app", row.Object("config")["client_id"])
	require.Equal(t, []byte("\x01keyssecret"), row["secret_sealed"])

	row = s.Call("oauth_redeem", back(s, "a"))
	require.Equal(t, []any{"any", "https://app.example/back", challenge, "theirs", "google"},
		[]any{row["intent"], row["redirect_to"], row["challenge"], row["app_state"], row["kind"]})
	require.Equal(t, []byte("\x01keysflow"), row["sealed"])
	s.RefusesUndone("oauth_state_invalid", "oauth_redeem", back(s, "a"))

	s.Call("oauth_prove", proving(s, "code", google("carol", "carol@example.com")))
	require.Equal(t, 1, people(s), "nobody yet: the app has not come for it")
	x := s.Opened(s.Call("oauth_exchange", exchange(s, "code", challenge)), scene.Hash("rt of", "code"))
	x.Holds()
	require.Equal(t, []string{"google carol carol@example.com"}, identities(s))
	require.False(t, scene.Get[bool](s, "select payload ? 'tokens' from auth.tickets where project_id = $1 and purpose = 'exchange'", s.Project))
}

// Security item 50: a state is good once, for its project, provider and
// browser, and in time; whatever is tried with it uses it up.
func TestStateIsForOneThing(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	for name, wrong := range map[string]scene.Args{
		"provider": {"provider": "github"}, "browser": {"browser_hash": scene.Hash("another")}, "no browser": {"browser_hash": nil},
	} {
		s.Call("oauth_begin", leaving(s, name))
		s.Refuses("oauth_state_invalid", "oauth_redeem", back(s, name).With(wrong))
		s.RefusesUndone("oauth_state_invalid", "oauth_redeem", back(s, name))
	}
	require.Equal(t, 3, s.Audited("signin_refused"))
	s.Call("oauth_begin", leaving(s, "project"))
	other := s.Another()
	offer(other, "google")
	s.RefusesUndone("oauth_state_invalid", "oauth_redeem", back(other, "project"))
	s.Call("oauth_begin", leaving(s, "late"))
	s.Exec("update auth.oauth_flows set expires_at = now() where hash = $1", scene.Hash("late"))
	s.Refuses("oauth_state_invalid", "oauth_redeem", back(s, "late"))
	s.Call("oauth_redeem", back(s, "project"))
	s.RefusesUndone("oauth_state_invalid", "oauth_redeem", back(s, "never begun"))
}

func TestWhatMayNotBegin(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	s.RefusesUndone("provider_unknown", "oauth_begin", leaving(s, "a").With(scene.Args{"provider": "apple"}))
	s.RefusesUndone("redirect_not_allowed", "oauth_begin", leaving(s, "a").With(scene.Args{"redirect": "https://evil.example"}))
	s.Fails("23514", "insert into auth.oauth_flows (project_id, hash, provider, browser_hash, sealed, intent, redirect_to, challenge, expires_at) values ($1, $2, 'google', $2, 'x', 'any', 'x', 'plain', now())", s.Project, scene.Hash("a"))
	s.Call("oauth_begin", leaving(s, "a"))
	s.Exec("update auth.providers set disabled_at = now() where project_id = $1", s.Project)
	s.RefusesUndone("provider_unknown", "oauth_begin", leaving(s, "b"))
	s.RefusesUndone("provider_unknown", "oauth_redeem", back(s, "a"))
	s.Exec("update auth.providers set disabled_at = null")
	s.Set("limit_signin_network", `"2/600"`)
	s.Call("oauth_begin", leaving(s, "c"))
	s.Refuses("over_limit", "oauth_begin", leaving(s, "d"))
	s.Exec("update auth.projects set disabled_at = now() where id = $1", s.Project)
	s.RefusesUndone("project_disabled", "oauth_begin", leaving(s, "e"))
}

func TestProviderSaysNo(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	s.Refuses("provider_denied", "oauth_prove", proving(s, "code", google("", "")).With(scene.Args{"denied": "access_denied"}))
	s.Refuses("provider_failed", "oauth_prove", proving(s, "code", google("", "")).With(scene.Args{"fault": "nonce"}))
	s.RefusesUndone("code_invalid", "oauth_exchange", exchange(s, "code", challenge))
	require.Equal(t, []string{"access_denied", "nonce"}, scene.List[string](s,
		"select coalesce(detail ->> 'denied', detail ->> 'fault') from auth.audit_log where project_id = $1 and event = 'signin_refused' order by 1", s.Project))
}

// Security items 49 and 55.
func TestCodeNeedsItsVerifierAndIsGoodOnce(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	s.Call("oauth_prove", proving(s, "code", google("alice", alice.Email)))
	s.Refuses("code_invalid", "oauth_exchange", exchange(s, "code", strings.Repeat("d", 43)))
	s.Refuses("code_invalid", "oauth_exchange", exchange(s, "code", nil))
	s.RefusesUndone("code_invalid", "oauth_exchange", exchange(s.Another(), "code", challenge))
	home := alice.SignsIn()
	home.Refuses("code_invalid", "oauth_link", home.Bearer().With(scene.Args{"code_hash": scene.Hash("code"), "challenge": challenge, "ip": nil}))

	x := s.Opened(s.Call("oauth_exchange", exchange(s, "code", challenge)), scene.Hash("rt of", "code"))
	s.Refuses("code_invalid", "oauth_exchange", exchange(s, "code", strings.Repeat("d", 43)))
	x.Holds()
	s.Refuses("code_invalid", "oauth_exchange", exchange(s, "code", challenge))
	require.Equal(t, "code_reused", x.Ended())
	home.Holds()
	require.Equal(t, 1, s.Audited("oauth_code_reused"))

	s.Call("oauth_prove", proving(s, "late", google("alice", alice.Email)))
	s.Exec("update auth.tickets set expires_at = now() where hash = $1", scene.Hash("late"))
	s.RefusesUndone("code_invalid", "oauth_exchange", exchange(s, "late", challenge))
	s.Call("oauth_prove", proving(s, "bare", google("alice", "")).With(scene.Args{"challenge": nil}))
	s.Refuses("code_invalid", "oauth_exchange", exchange(s, "bare", challenge))
	s.Call("oauth_exchange", exchange(s, "bare", nil))
}

// Whoever brings the code and the verifier links; a code to sign in with links nobody.
func TestLinkByCode(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	link := func(code string, challenge any) scene.Args {
		return x.Bearer().With(scene.Args{"code_hash": scene.Hash(code), "challenge": challenge, "ip": scene.HomeIP})
	}
	s.Call("oauth_prove", proving(s, "code", google("alice.work", "work@example.com")).With(scene.Args{"intent": "link"}))
	s.Refuses("code_invalid", "oauth_exchange", exchange(s, "code", challenge))
	x.Refuses("code_invalid", "oauth_link", link("code", nil))
	require.Equal(t, "google", x.Call("oauth_link", link("code", challenge)).Object("identity")["provider"])
	x.Refuses("code_invalid", "oauth_link", link("code", challenge))
	x.Holds()
	require.Equal(t, []string{"google alice.work alice@example.com"}, identities(s))
}

func TestProviderTokens(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x, bob := signsIn(s, google("alice", alice.Email)), s.Person("bob@example.com").SignsIn()
	id := listed(x)[0].(map[string]any)["id"].(string)
	bob.RefusesUndone("identity_not_found", "provider_tokens_take", unlinking(bob, id))
	bob.RefusesUndone("identity_not_found", "provider_tokens_refresh", unlinking(bob, id))
	require.Equal(t, []byte("\x01keystokens"), x.Call("provider_tokens_take", unlinking(x, id))["provider_tokens_take"])
	require.Nil(t, x.Call("provider_tokens_take", unlinking(x, id))["provider_tokens_take"], "once")
	require.Equal(t, 1, s.Audited("provider_tokens_taken"))
	signsIn(s, google("alice", alice.Email))
	s.Exec("update auth.provider_tokens set expires_at = now()")
	require.Nil(t, x.Call("provider_tokens_take", unlinking(x, id))["provider_tokens_take"], "in time")

	row := x.Call("provider_tokens_refresh", unlinking(x, id))
	require.Equal(t, []byte("\x01keyssecret"), row["secret_sealed"])
	require.Equal(t, 1, s.Audited("provider_tokens_refreshed"))

	require.Equal(t, 3, scene.Get[int](s, "select count(*) from auth.sealed_list('x') where project_id = $1 and place in ('providers', 'provider_tokens')", s.Project))
	s.AsOwner().Call("sealed_replace", scene.Args{"place": "provider_tokens", "project": s.Project, "id": id, "old": []byte("\x01keystokens"), "new": []byte("\x01newstokens")})
	s.AsOwner().Call("sealed_replace", scene.Args{"place": "providers", "project": s.Project, "id": "google", "old": []byte("\x01keyssecret"), "new": []byte("\x01newssecret")})
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.sealed_list('x') where project_id = $1 and substring(sealed from 2 for 4) = 'news'", s.Project))
}

func TestProviders(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	require.Len(t, s.Call("provider_names", scene.Args{"project": s.Project})["provider_names"], 2)
	row := s.Call("provider_read", scene.Args{"project": s.Project, "name": "google", "ip": scene.HomeIP})
	require.Equal(t, "app", row.Object("config")["client_id"])
	s.Exec("update auth.providers set disabled_at = now() where project_id = $1 and name = 'google'", s.Project)
	require.Len(t, s.Call("provider_names", scene.Args{"project": s.Project})["provider_names"], 1)
	s.RefusesUndone("provider_unknown", "provider_read", scene.Args{"project": s.Project, "name": "google", "ip": nil})
	offer(s, "google")
	signsIn(s, google("carol", ""))
	owner, of := s.AsOwner(), scene.Args{"project": s.Project}
	owner.Call("provider_remove", of.With(scene.Args{"name": "google"}))
	owner.RefusesUndone("provider_unknown", "provider_remove", of.With(scene.Args{"name": "google"}))
	require.Len(t, identities(s), 1, "kept, for the case that it comes back")
	require.Equal(t, []int{3, 1}, []int{s.Audited("provider_set"), s.Audited("provider_removed")})
	list := owner.Call("providers_read", of)["providers_read"].([]any)
	require.Len(t, list, 1)
	require.Equal(t, []any{"github", true, true, float64(0)}, []any{list[0].(map[string]any)["name"], list[0].(map[string]any)["has_secret"], list[0].(map[string]any)["enabled"], list[0].(map[string]any)["identities"]})
	for _, bad := range []scene.Args{{"name": "Not a name"}, {"name": ""}, {"config": "{}"}, {"config": `{"client_id": ""}`}} {
		owner.RefusesUndone("provider_invalid", "provider_put", of.With(scene.Args{"name": "x", "kind": "oidc", "config": `{"client_id": "a"}`, "secret_sealed": nil}).With(bad))
	}
}

// A secret that is not given again stays, and goes nowhere else.
func TestSecretStays(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	put := func(config string) any {
		made := s.AsOwner().Call("provider_put", scene.Args{"project": s.Project, "name": "google", "kind": "google", "config": config, "secret_sealed": nil})
		return made.Object("provider_put")["has_secret"]
	}
	require.Equal(t, true, put(`{"client_id": "app", "scopes": ["calendar"]}`))
	require.Equal(t, false, put(`{"client_id": "app", "extra": {"base_url": "https://evil.example"}}`))
}
