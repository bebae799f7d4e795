package e2e_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// adminCommands go from the first admin to the last.
func adminCommands(t *testing.T, o operator, url string) {
	var made struct {
		Secret, URL string
		Until       time.Time `json:"expires_at"`
	}
	o.json(&made, "admin", "bootstrap")
	assert.Equal(t, url+"/v1/accounts/bootstrap", made.URL)
	assert.WithinDuration(t, time.Now().Add(24*time.Hour), made.Until, time.Minute)
	a := must(t, "POST", made.URL, map[string]string{"secret": made.Secret, "email": "root@example.com", "password": password})
	root := toSession(a, "root@example.com")
	must(t, "GET", url+"/p/default/v1/users", nil, root.bearer())
	assert.Equal(t, 400, status(t, "POST", made.URL, map[string]string{"secret": made.Secret, "email": "eve@example.com", "password": password}))

	var list []struct{ Email, Role string }
	o.json(&list, "admin", "list")
	require.Len(t, list, 1)
	assert.Equal(t, "owner", list[0].Role)
	o.refused(1, "last owner of the server", "admin", "revoke", "root@example.com")
	o.ok("user", "create", "helper@example.com", "--project", "admin", "--verified")
	o.ok("admin", "grant", "helper@example.com", "default", "--role", "admin")
	assert.Contains(t, o.ok("admin", "list", "default"), "helper@example.com")
	o.ok("admin", "revoke", "helper@example.com", "default")
	o.refused(1, "There is no such user", "admin", "grant", "nobody@example.com")
	o.refused(2, "", "admin", "grant", "helper@example.com", "--role", "king")

	assert.Equal(t, "invite\n", o.ok("admin", "signup"))
	assert.Equal(t, 403, status(t, "POST", url+"/v1/accounts/signup", map[string]string{"email": "new@example.com", "password": password}))
	assert.Equal(t, "open\n", o.ok("admin", "signup", "open"))
	soon(t, func() bool {
		return status(t, "POST", url+"/v1/accounts/signup", map[string]string{"email": "new@example.com", "password": password}) == 200
	}, "sign-up of admins")
	assert.Contains(t, o.ok("admin", "bootstrap", "--ttl", "1h"), "curl "+url+"/v1/accounts/bootstrap")
}

// settingsByAdmins are known to the other node within a second.
func settingsByAdmins(t *testing.T, d *dev, second string) {
	here, there, key := newProject(t, d, second, "governed")
	signUp(t, there, "ann@example.com")
	must(t, "PATCH", here+"/v1/settings", map[string]any{"signup_enabled": false, "password_min": 30}, key)
	begun := time.Now()
	soon(t, func() bool {
		a, err := ask("POST", there+"/auth/signup", map[string]string{"email": "bob@example.com", "password": password})
		return err == nil && a.Status != 200
	}, "a setting")
	assert.Less(t, time.Since(begun), time.Second)
	must(t, "PATCH", here+"/v1/settings", map[string]json.RawMessage{"signup_enabled": nil}, key)
}
