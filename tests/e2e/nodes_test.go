package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// newProject makes a project of the test's own and gives its address on two
// nodes and its secret key.
func newProject(t *testing.T, d *dev, second, name string) (here, there, key string) {
	t.Helper()
	a := must(t, "POST", d.URL+"/v1/projects", map[string]string{"name": name}, "X-API-Key: "+d.AccountKey)
	return d.URL + "/p/" + name, second + "/p/" + name, "X-Admin-Key: " + a.text("data.admin_key")
}

func sessionsOnBothNodes(t *testing.T, d *dev, second string) {
	here, there, _ := newProject(t, d, second, "sessions")
	p := signUp(t, here, "ann@example.com")
	assert.Equal(t, 200, me(t, there, p))
	child := must(t, "POST", there+"/auth/refresh", refreshBody(p.refresh))
	again := must(t, "POST", here+"/auth/refresh", refreshBody(p.refresh))
	assert.Equal(t, child.text("data.refresh_token"), again.text("data.refresh_token"), "a repeat at another node gets the same child")
	grandchild := toSession(must(t, "POST", here+"/auth/refresh", refreshBody(child.text("data.refresh_token"))), "ann@example.com")
	assert.Equal(t, 401, status(t, "POST", there+"/auth/refresh", refreshBody(p.refresh)), "reuse")
	assert.Equal(t, 401, me(t, here, grandchild))
	assert.Equal(t, 401, me(t, there, grandchild))
	assert.Equal(t, 200, me(t, there, signIn(t, there, "ann@example.com")))
}

func revocationsOnBothNodes(t *testing.T, d *dev, second string) {
	here, there, _ := newProject(t, d, second, "revocations")
	signUp(t, here, "ann@example.com")
	for name, revoke := range map[string]func(session){
		"session_revoke in psql": func(p session) {
			d.sql(t, `select auth.session_revoke(s.id, 'revocations') from auth.sessions s where s.revoked_at is null and s.project_id = auth.project_find('revocations')`)
		},
		"disabled in psql": func(p session) { d.sql(t, `select auth.user_disable('ann@example.com', 'revocations')`) },
		"disabled by hand": func(p session) {
			d.sql(t, `update auth.users set disabled_at = now() where project_id = auth.project_find('revocations')`)
		},
		"sign-out here":  func(p session) { must(t, "POST", here+"/auth/logout", nil, p.bearer()) },
		"sign-out there": func(p session) { must(t, "POST", there+"/auth/logout", nil, p.bearer()) },
	} {
		d.sql(t, `select auth.user_enable('ann@example.com', 'revocations')`)
		p := signIn(t, there, "ann@example.com")
		require.Equal(t, []int{200, 200}, []int{me(t, here, p), me(t, there, p)}, name)
		revoke(p)
		assert.NotEqual(t, 200, me(t, here, p), name)
		assert.NotEqual(t, 200, me(t, there, p), name)
		assert.NotEqual(t, 200, status(t, "POST", there+"/auth/refresh", refreshBody(p.refresh)), name)
	}
}

func rotationsOnBothNodes(t *testing.T, d *dev, second string) {
	here, there, key := newProject(t, d, second, "rotations")
	p := signUp(t, here, "ann@example.com")
	require.Equal(t, 200, me(t, there, p))

	must(t, "POST", here+"/v1/rotate-jwt-secret", nil, key)
	assert.Equal(t, []int{401, 401}, []int{me(t, here, p), me(t, there, p)}, "dead at once on both")
	p = toSession(must(t, "POST", here+"/auth/refresh", refreshBody(p.refresh)), p.email)
	assert.Equal(t, 200, me(t, there, p), "a token by a key that the other node has never seen")

	d.sql(t, `select auth.signing_keys_revoke('rotations')`)
	assert.Equal(t, []int{401, 401}, []int{me(t, here, p), me(t, there, p)})
	p = toSession(must(t, "POST", there+"/auth/refresh", refreshBody(p.refresh)), p.email)
	assert.Equal(t, 200, me(t, here, p))

	before := kid(t, p)
	d.sql(t, `select auth.signing_key_rotate('rotations')`)
	for _, node := range []string{here, there} {
		soon(t, func() bool { return kid(t, signIn(t, node, "ann@example.com")) != before }, "the next key signs")
	}
	assert.Equal(t, []int{200, 200}, []int{me(t, here, p), me(t, there, p)}, "the previous key verifies")

	fresh := must(t, "POST", there+"/v1/rotate-keys", map[string]bool{"admin": true}, key).text("data.admin_key")
	assert.Equal(t, 401, status(t, "GET", here+"/v1/redirect-origins", nil, key))
	must(t, "GET", here+"/v1/redirect-origins", nil, "X-Admin-Key: "+fresh)
}

// kid is the header of a token, which names the key.
func kid(t *testing.T, p session) string {
	t.Helper()
	header, _, found := strings.Cut(p.token, ".")
	require.True(t, found)
	return header
}

func settingsOnBothNodes(t *testing.T, d *dev, second string) {
	here, there, key := newProject(t, d, second, "settings")
	signUp(t, there, "ann@example.com") // both nodes have it in memory
	signIn(t, here, "ann@example.com")

	d.sql(t, `select auth.project_set('settings', 'password_min', '20')`)
	weak := map[string]string{"email": "bob@example.com", "password": "nineteen characters"}
	for _, node := range []string{here, there} {
		soon(t, func() bool { return status(t, "POST", node+"/auth/signup", weak) == 400 }, "psql's setting")
	}
	d.sql(t, `update auth.projects set overrides = overrides || '{"cors_origins": ["https://myapp.com"]}' where slug = 'settings'`)
	for _, node := range []string{here, there} {
		soon(t, func() bool {
			a, err := ask("GET", node+"/auth/me", nil, "Origin: https://myapp.com")
			return err == nil && a.Header.Get("Access-Control-Allow-Origin") == "https://myapp.com"
		}, "a row changed by hand")
	}
	must(t, "PUT", here+"/v1/redirect-origins", map[string][]string{"allowed_redirect_origins": {"https://myapp.com"}}, key)
	must(t, "POST", there+"/auth/forgot-password", map[string]string{"email": "ann@example.com", "redirect_url": "https://myapp.com/reset"})
	must(t, "PUT", there+"/v1/redirect-origins", map[string][]string{"allowed_redirect_origins": {}}, key)
	assert.Equal(t, 400, status(t, "POST", here+"/auth/forgot-password", map[string]string{"email": "bob@example.com", "redirect_url": "https://myapp.com/reset"}))

	d.sql(t, `update auth.projects set disabled_at = now() where slug = 'settings'`)
	for _, node := range []string{here, there} {
		assert.Equal(t, 403, status(t, "POST", node+"/auth/login", credentials("ann@example.com")))
	}
}

func mailFromSecondNode(t *testing.T, d *dev, second string) {
	_, there, _ := newProject(t, d, second, "mail")
	d.sql(t, `select auth.project_set('mail', 'verify_email', 'true')`)
	time.Sleep(time.Second)
	signUp(t, there, "mailed@example.com")
	m := d.mailTo(t, "mailed@example.com")
	assert.True(t, strings.HasPrefix(m.Link, d.URL+"/p/mail/auth/verify?token="), m.Link)
	a := must(t, "GET", m.Link, nil, "Accept: application/json")
	assert.Equal(t, "true", a.text("data.verified"))
}
