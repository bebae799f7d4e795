package dialect_test

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// canaryRequests put a canary wherever a secret may be, rightly or by mistake.
func canaryRequests(canary string) []struct{ method, path, body, header string } {
	return []struct{ method, path, body, header string }{
		{"POST", "~/auth/signup", `{"email":"c@example.com","password":"` + canary + `"}`, ""},
		{"POST", "~/auth/signup", `{"email":"` + canary + `","password":"x"}`, ""},
		{"POST", "~/auth/signup", `{"email":"c@example.com","password":"` + canary + `","oops":1}`, ""},
		{"POST", "~/auth/signup", `{"email":"c@example.com","password":"` + canary, ""},
		{"POST", "~/auth/signup", `{"email":"d@example.com","password":"` + canary + `","metadata":{"token":"\u0000"}}`, ""},
		{"POST", "~/auth/signup", `{"email":"e@example.com","password":"` + canary + `"}`, "Idempotency-Key: " + canary},
		{"POST", "~/auth/signup", `password=` + canary, "Content-Type: text/plain"},
		{"POST", "~/auth/login", `{"email":"c@example.com","password":"` + canary + `"}`, ""},
		{"POST", "~/auth/login", `{"email":"c@example.com","password":"` + canary + `x"}`, ""},
		{"POST", "~/auth/login", `{"password":["` + canary + `"]}`, ""},
		{"POST", "~/auth/refresh", `{"refresh_token":"` + canary + `"}`, ""},
		{"POST", "~/auth/refresh", `{"refresh_token":{"` + canary + `":1}}`, ""},
		{"POST", "~/auth/reset-password", `{"token":"` + canary + `","new_password":"` + canary + `"}`, ""},
		{"POST", "~/auth/mfa/verify", `{"ticket":"` + canary + `","code":"` + canary + `"}`, ""},
		{"POST", "~/auth/mfa/verify", `{"ticket":"mt_` + canary + `","code":1}`, ""},
		{"POST", "~/auth/mfa/reset", `{"code":"` + canary + `"}`, "Authorization: Bearer " + canary},
		{"POST", "~/auth/login", `{"email":"c@example.com","password":"x","device_token":"` + canary + `"}`, ""},
		{"POST", "~/auth/invites/accept", `{"token":"it_` + canary + `"}`, "Authorization: Bearer " + canary},
		{"POST", "~/auth/invites/signup", `{"token":"it_` + canary + `","password":"` + canary + `"}`, ""},
		{"POST", "~/v1/tenants", `{"name":"c"}`, "X-Admin-Key: sk_" + canary},
		{"POST", "~/auth/elevate", `{"password":"` + canary + `"}`, ""},
		{"POST", "~/auth/verify", `{"token":"` + canary + `"}`, ""},
		{"GET", "~/auth/verify?token=" + canary, "", "Accept: application/json"},
		{"GET", "~/auth/reset-password?token=" + canary, "", ""},
		{"POST", "~/auth/signup", `{"email":"f@example.com","password":"` + canary + `","invitation":"it_` + canary + `"}`, ""},
		{"POST", "~/auth/signup", `{"email":"g@example.com","password":"x","captcha_token":"` + canary + `"}`, "X-Captcha-Token: " + canary},
		{"GET", "~/auth/invitation?token=" + canary, "", ""},
		{"POST", "~/auth/invitation", `{"token":"` + canary + `","password":"` + canary + `"}`, ""},
		{"POST", "~/v1/invitations", `{"email":"h@example.com"}`, "X-Admin-Key: sk_" + canary},
		{"POST", "~/v1/webhooks", `{"url":"https://u:` + canary + `@x.example"}`, "X-Admin-Key: sk_" + canary},
		{"GET", "~/auth/me", "", "Authorization: Bearer " + canary},
		{"GET", "~/auth/me", "", "Authorization: Basic " + canary},
		{"GET", "~/auth/me", "", "Cookie: session=" + canary},
		{"GET", "~/auth/oauth/google?redirect_url=https://app.example&code_challenge=" + canary + "&state=" + canary, "", ""},
		{"GET", "~/auth/oauth/google/callback?code=" + canary + "&state=of_" + canary, "", "Cookie: rolecall-flow-0123456789ab=" + canary},
		{"POST", "~/auth/oauth/apple/callback", "code=" + canary + "&state=" + canary, "Content-Type: application/x-www-form-urlencoded"},
		{"POST", "~/auth/exchange", `{"code":"oc_` + canary + `","code_verifier":"` + canary + `"}`, ""},
		{"POST", "~/auth/id-token", `{"provider":"google","id_token":"` + canary + `","nonce":"` + canary + `"}`, ""},
		{"POST", "~/auth/id-token", `{"provider":"google","access_token":"` + canary + `"}`, ""},
		{"GET", "/rest/v1/notes?body=eq." + canary, "", "Authorization: Bearer sk_" + canary},
		{"GET", "/rest/v1/notes?apikey=" + canary, "", "apikey: " + canary},
		{"GET", "~/v1/redirect-origins", "", "X-Admin-Key: sk_" + canary},
		{"POST", "~/v1/rotate-keys", `{"` + canary + `":true}`, ""},
		{"POST", "/v1/projects", `{"name":"n"}`, "X-API-Key: mk_" + canary},
		{"POST", "~/v1/users", `{"email":"f@example.com","password":"` + canary + `"}`, "X-Admin-Key: sk_" + canary},
		{"PATCH", "~/v1/settings", `{"` + canary + `":"` + canary + `"}`, "X-Admin-Key: " + canary},
		{"GET", "~/v1/users?search=x", "", "Authorization: Bearer mk_" + canary},
		{"POST", "/v1/accounts/bootstrap", `{"secret":"bs_` + canary + `","email":"g@example.com","password":"` + canary + `"}`, ""},
		{"POST", "/v1/accounts/bootstrap", `{"secret":"` + canary + `","email":"` + canary + `","password":"x"}`, ""},
		{"POST", "/v1/accounts/login", `{"email":"g@example.com","password":"` + canary + `"}`, ""},
		{"POST", "/v1/accounts/invitation", `{"token":"it_` + canary + `","password":"` + canary + `"}`, ""},
		{"GET", "/v1/accounts/invitation?token=" + canary, "", ""},
		{"GET", "/nothing?access_token=" + canary, "", ""},
	}
}

func TestCanariesAreInNoLogAndNoMetric(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	play := func(canary string) {
		s.log.guard(canary)
		for _, c := range canaryRequests(canary) {
			s.send(t, s.request(t, c.method, c.path, c.body, c.header))
		}
	}
	play("canary-8d1f0e57b2")
	s.sql(t, `drop function auth.signin_finish(uuid, uuid, integer, boolean, text, inet, text, bytea, jsonb)`)
	s.sql(t, `drop function auth.session_refresh(uuid, bytea, bytea, bytea, inet, text)`)
	s.sql(t, `drop function auth.email_verify(uuid, bytea, inet)`)
	play("canary-of-our-own-faults")
	assert.Contains(t, s.log.String(), "signin_finish", "the log does tell of faults")
	assert.NotContains(t, s.send(t, s.request(t, "GET", "/metrics", nil)).ok(t).Body, "canary")
}

func TestNoSecretRestsInTheDatabase(t *testing.T) {
	t.Parallel()
	s := open(t, verifying())
	p := s.signUp(t, "ann@example.com")
	s.linkTo(t, "ann@example.com")
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "bob@example.com", "password": "another secret one"}, onceKey).ok(t)
	s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).ok(t)
	s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": "ann@example.com"}).ok(t)
	s.do(t, "POST", "~/v1/rotate-keys", map[string]any{"both": true}, "X-Admin-Key: "+s.secretKey(t), onceKey).ok(t)
	s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": "https://app.example/in"}, "X-Admin-Key: "+s.secretKey(t)).ok(t)
	s.do(t, "POST", "~/v1/invitations", map[string]any{"email": "carol@example.com"}, "X-Admin-Key: "+s.secretKey(t)).ok(t)
	s.linkTo(t, "carol@example.com")
	s.do(t, "POST", "/v1/projects", map[string]any{"name": "canary"}, "X-API-Key: "+s.accountKey(t), "Idempotency-Key: "+s.project).ok(t)
	defer s.sql(t, `select auth.project_drop('canary')`)
	tables := value[[]string](t, s, `select array_agg(format('%s', c.oid::regclass)) from pg_class c
		where c.relnamespace = 'auth'::regnamespace and c.relkind = 'r'`)
	require.Greater(t, len(tables), 10)
	dump := ""
	for _, table := range tables {
		dump += value[string](t, s, fmt.Sprintf(`select coalesce(string_agg(t::text, E'\n'), '') from %s t`, table))
	}
	require.Contains(t, dump, "ann@example.com")
	for guarded := range s.log.secrets {
		assert.NotContains(t, dump, guarded)
		_, opaque, _ := strings.Cut(guarded, "_")
		if raw, err := base64.RawURLEncoding.DecodeString(opaque); err == nil && len(raw) == 32 {
			assert.NotContains(t, dump, hex.EncodeToString(raw), "its bytes")
			assert.NotContains(t, dump, hex.EncodeToString([]byte(guarded)), "its text as bytes")
		}
	}
}
