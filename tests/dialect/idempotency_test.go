package dialect_test

import (
	"maps"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const onceKey = "Idempotency-Key: 0b1cbb52-once"

func TestRepeatedSignUpIsTheSameSession(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	body := map[string]any{"email": "ann@example.com", "password": password}
	first := toSession(s.do(t, "POST", "~/auth/signup", body, onceKey).ok(t), "ann@example.com")
	again := toSession(s.do(t, "POST", "~/auth/signup", body, onceKey).ok(t), "ann@example.com")
	assert.Equal(t, first.user, again.user)
	assert.Equal(t, first.refresh, again.refresh)
	assert.NotEmpty(t, again.token)
	s.do(t, "GET", "~/auth/me", nil, again.bearer()).ok(t)
	assert.Equal(t, 1, s.count(t, "sessions"))

	other := maps.Clone(body)
	other["email"] = "bob@example.com"
	s.do(t, "POST", "~/auth/signup", other, onceKey).refused(t, 422, "IDEMPOTENCY_KEY_REUSED")
	other = maps.Clone(body)
	other["password"] = "another horse battery"
	s.do(t, "POST", "~/auth/signup", other, onceKey).refused(t, 422, "IDEMPOTENCY_KEY_REUSED")
	s.do(t, "POST", "~/auth/signup", body).refused(t, 409, "VALIDATION_DUPLICATE")
	s.do(t, "POST", "~/auth/signup", body, "Idempotency-Key: another").refused(t, 409, "VALIDATION_DUPLICATE")
}

func TestRepeatedSignUpInAConcealedProject(t *testing.T) {
	t.Parallel()
	s := open(t, concealed())
	for range 2 {
		for _, email := range []string{"ann@example.com", "bob@example.com"} {
			s.do(t, "POST", "~/auth/signup", map[string]any{"email": email, "password": password}, "Idempotency-Key: "+email).ok(t)
		}
	}
	assert.Equal(t, 2, s.count(t, "users"))
	assert.Equal(t, 2, s.count(t, "outbox"), "a repeat sends no mail")
}

func TestOneKeyAtOnceIsOneSignUp(t *testing.T) {
	t.Parallel()
	for name, born := range map[string]settings{"plain": unlimited, "concealed": concealed()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, born)
			answers := make(chan answer, 8)
			for range 8 {
				go func() {
					r := s.request(t, "POST", "~/auth/signup", map[string]any{"email": "ann@example.com", "password": password}, onceKey)
					answers <- s.send(t, r)
				}()
			}
			tokens := map[string]bool{}
			for range 8 {
				a := (<-answers).ok(t)
				tokens[a.text("data.refresh_token")] = true
			}
			assert.Len(t, tokens, 1)
		})
	}
}

func TestRepeatedRotationGivesTheSameKeys(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	key := s.secretKey(t)
	rotate := func(headers ...string) answer {
		return s.do(t, "POST", "~/v1/rotate-keys", map[string]any{"both": true}, headers...)
	}
	first := rotate("X-Admin-Key: "+key, onceKey).ok(t)
	again := rotate("X-Admin-Key: "+key, onceKey).ok(t) // the key it bears is dead by now
	assert.Equal(t, first.Body, again.Body)
	rotate("X-Admin-Key: "+key).refused(t, 401, "KEY_INVALID")
	rotate("X-Admin-Key: "+key, "Idempotency-Key: another").refused(t, 401, "KEY_INVALID")
	rotate("X-Admin-Key: sk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", onceKey).refused(t, 401, "KEY_INVALID")
	s.do(t, "POST", "~/v1/rotate-keys", map[string]any{"admin": true}, "X-Admin-Key: "+key, onceKey).
		refused(t, 422, "IDEMPOTENCY_KEY_REUSED")
	fresh := first.text("data.admin_key")
	s.do(t, "GET", "~/v1/redirect-origins", nil, "X-Admin-Key: "+fresh).ok(t)
	next := rotate("X-Admin-Key: "+fresh, onceKey).ok(t) // another bearer's key is another key
	assert.NotEqual(t, fresh, next.text("data.admin_key"))
}

func TestRepeatedProjectIsOneProject(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	account, name := "X-API-Key: "+s.accountKey(t), s.project+"-once"
	create := func(name string, headers ...string) answer {
		return s.do(t, "POST", "/v1/projects", map[string]any{"name": name}, append(headers, account)...)
	}
	first := create(name, onceKey).ok(t)
	t.Cleanup(func() { s.sql(t, `select auth.project_drop($1)`, name) })
	assert.Equal(t, first.Body, create(name, onceKey).ok(t).Body)
	create(name+"-other", onceKey).refused(t, 422, "IDEMPOTENCY_KEY_REUSED")
	create(name).refused(t, 409, "VALIDATION_DUPLICATE")
	s.do(t, "GET", "/p/"+name+"/v1/redirect-origins", nil, "X-Admin-Key: "+first.text("data.admin_key")).ok(t)
}

func TestRepeatedOriginsAreSetOnce(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	key := "X-Admin-Key: " + s.secretKey(t)
	put := func(origin string, headers ...string) answer {
		return s.do(t, "PUT", "~/v1/redirect-origins", map[string]any{"allowed_redirect_origins": []string{origin}}, append(headers, key)...)
	}
	put("https://one.example", onceKey).ok(t)
	put("https://two.example").ok(t)
	assert.Contains(t, put("https://one.example", onceKey).ok(t).Body, "https://one.example")
	assert.Contains(t, s.do(t, "GET", "~/v1/redirect-origins", nil, key).Body, "https://two.example", "a late repeat changes nothing")
	put("https://three.example", onceKey).refused(t, 422, "IDEMPOTENCY_KEY_REUSED")
}

func TestRepeatedJWTRotationEndsTokensOnce(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	key := "X-Admin-Key: " + s.secretKey(t)
	s.do(t, "POST", "~/v1/rotate-jwt-secret", nil, key, onceKey).ok(t)
	ann := s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/v1/rotate-jwt-secret", nil, key, onceKey).ok(t)
	s.do(t, "GET", "~/auth/me", nil, ann.bearer()).ok(t)
	s.do(t, "POST", "~/v1/rotate-jwt-secret", nil, key, "Idempotency-Key: another").ok(t)
	require.Equal(t, 401, s.do(t, "GET", "~/auth/me", nil, ann.bearer()).Status)
}
