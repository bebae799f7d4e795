package dialect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// The realm "admin" holds the server's own accounts: no stranger may make one,
// and it has no data.
func TestAdminRealmIsNoProject(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	a := s.do(t, "POST", "/p/admin/auth/signup", map[string]any{"email": "eve@example.com", "password": password})
	assert.Contains(t, []int{403, 404}, a.Status, a.Body)
	assert.Zero(t, value[int](t, s, `select count(*)::integer from auth.users where project_id = auth.project_find('admin')`))
	for _, path := range []string{"/p/admin/rest/v1/users", "/p/admin/rest/v1/"} {
		a := s.do(t, "GET", path, nil)
		assert.Contains(t, []int{401, 403, 404}, a.Status, "%s: %s", path, a.Body)
	}
}
