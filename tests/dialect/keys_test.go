package dialect_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/rolecall/rolecall/internal/secret"
)

func TestKeysComeByAnyHeader(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	s.sql(t, `create table public.posters (title text); alter table public.posters enable row level security`)
	s.sql(t, `create policy all_may on public.posters using (true)`)
	s.sql(t, `grant select on public.posters to anon`)
	private, public := s.secretKey(t), s.key(t, s.project, "public", secret.PublicPrefix)
	for _, header := range []string{"X-Admin-Key: ", "X-API-Key: ", "Authorization: Bearer ", "authorization: bearer "} {
		s.do(t, "GET", "~/v1/redirect-origins", nil, header+private).ok(t)
		s.do(t, "GET", "~/v1/redirect-origins", nil, header+public).refused(t, 401, "KEY_NEEDED")
	}
	for _, header := range []string{"X-Admin-Key: ", "X-Public-Key: ", "X-API-Key: ", "apikey: ", "Authorization: Bearer "} {
		assert.Equal(t, 200, s.do(t, "GET", "/rest/v1/notes", nil, header+private).Status, header)
		assert.Equal(t, 200, s.do(t, "GET", "/rest/v1/posters", nil, header+public).Status, header)
		assert.Equal(t, 401, s.do(t, "GET", "/rest/v1/notes", nil, header+public).Status, header)
		assert.Equal(t, 401, s.do(t, "GET", "/rest/v1/posters", nil, header+secret.New(secret.PublicPrefix)).Status, "a key that nobody has")
	}
	s.sql(t, `update auth.api_keys set revoked_at = now()`)
	for _, key := range []string{private, public} {
		assert.Equal(t, 401, s.do(t, "GET", "/rest/v1/posters", nil, "apikey: "+key).Status, "dead at once")
	}
	s.do(t, "GET", "~/v1/redirect-origins", nil, "X-Admin-Key: "+private).refused(t, 401, "KEY_INVALID")
}

func TestHugeTokensAreNotRead(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	p := s.signUp(t, "ann@example.com")
	for _, size := range []int{64 << 10, 1 << 20} {
		a := s.send(t, s.request(t, "GET", "~/auth/me", nil, "Authorization: Bearer "+p.token+strings.Repeat("A", size)))
		assert.Equal(t, 431, a.Status)
	}
}
