package dialect_test

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// notes makes a table in which everybody has their own rows.
func (s *server) notes(t *testing.T) {
	t.Helper()
	s.sql(t, `create table public.notes (user_id uuid not null default auth.uid(), body text)`)
	s.sql(t, `alter table public.notes enable row level security`)
	s.sql(t, `create policy own on public.notes to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()))`)
	s.sql(t, `grant select, insert on public.notes to authenticated, service_role`)
}

// doors are the ways in for an access token, and what each says: 200, 401 or 403.
var doors = map[string]func(*testing.T, *server, session) int{
	"me": func(t *testing.T, s *server, p session) int {
		return s.do(t, "GET", "~/auth/me", nil, p.bearer()).Status
	},
	"rest": func(t *testing.T, s *server, p session) int {
		return s.do(t, "GET", "/rest/v1/notes", nil, p.bearer()).Status
	},
	"SQL": preRequest,
}

// preRequest is what a stock PostgREST does before each request.
func preRequest(t *testing.T, s *server, p session) int {
	t.Helper()
	ctx := context.Background()
	tx, err := s.db.Authenticator(t).Begin(ctx)
	require.NoError(t, err)
	defer func() { _ = tx.Rollback(ctx) }()
	_, err = tx.Exec(ctx, `select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`,
		decoded(t, strings.Split(p.token, ".")[1]))
	require.NoError(t, err)
	_, err = tx.Exec(ctx, `select auth.pre_request()`)
	if err == nil {
		return 200
	}
	var refused *pgconn.PgError
	require.ErrorAs(t, err, &refused)
	switch refused.Code {
	case "PT401":
		return 401
	case "PT403":
		return 403
	}
	require.NoError(t, err)
	return 0
}

func (s *server) through(t *testing.T, p session, want int, why string) {
	t.Helper()
	for name, door := range doors {
		assert.Equal(t, want, door(t, s, p), "%s, by %s", why, name)
	}
}

// endings are what ends an access token at once.
var endings = map[string]func(*testing.T, *server, session){
	"sign-out": func(t *testing.T, s *server, p session) {
		s.do(t, "POST", "~/auth/logout", nil, p.bearer()).ok(t)
	},
	"sign-out of all": func(t *testing.T, s *server, p session) {
		s.do(t, "POST", "~/auth/logout", map[string]any{"scope": "all"}, s.signIn(t, p.email, password).bearer()).ok(t)
	},
	"sign-out of the others": func(t *testing.T, s *server, p session) {
		other := s.signIn(t, p.email, password)
		s.do(t, "POST", "~/auth/logout", map[string]any{"scope": "others"}, other.bearer()).ok(t)
		s.through(t, other, 200, "the one that asked")
	},
	"change of password": func(t *testing.T, s *server, p session) {
		s.do(t, "POST", "~/auth/change-password", map[string]any{"current_password": password, "new_password": "new123456"}, p.bearer()).ok(t)
	},
	"change of password elsewhere": func(t *testing.T, s *server, p session) {
		s.do(t, "POST", "~/auth/change-password", map[string]any{"current_password": password, "new_password": "new123456"},
			s.signIn(t, p.email, password).bearer()).ok(t)
	},
	"reset of password": func(t *testing.T, s *server, p session) {
		s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": p.email}).ok(t)
		token := s.linkTo(t, p.email).Query().Get("token")
		s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": token, "new_password": "new123456"}).ok(t)
	},
	"password_set": func(t *testing.T, s *server, p session) {
		s.sql(t, `select auth.password_set($1, 'new123456')`, p.email)
	},
	"a hash by hand": func(t *testing.T, s *server, p session) {
		s.sql(t, `update auth.users set password_hash = '$2a$10$abcdefghijklmnopqrstuv' where id = $1`, p.user)
	},
	"reuse of a refresh token": func(t *testing.T, s *server, p session) {
		child := s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).ok(t).text("data.refresh_token")
		s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": child}).ok(t)
		s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).refused(t, 401, "REFRESH_TOKEN_REUSED")
	},
	"session_revoke": func(t *testing.T, s *server, p session) {
		s.sql(t, `select auth.session_revoke(s.id) from auth.sessions s where s.user_id = $1`, p.user)
	},
	"sessions_revoke": func(t *testing.T, s *server, p session) { s.sql(t, `select auth.sessions_revoke($1)`, p.email) },
	"a session's end": func(t *testing.T, s *server, p session) {
		s.sql(t, `update auth.sessions set expires_at = now() where user_id = $1`, p.user)
	},
	"deleted by hand": func(t *testing.T, s *server, p session) { s.sql(t, `delete from auth.users where id = $1`, p.user) },
	"user_disable":    func(t *testing.T, s *server, p session) { s.sql(t, `select auth.user_disable($1)`, p.email) },
	"disabled by hand": func(t *testing.T, s *server, p session) {
		s.sql(t, `update auth.users set disabled_at = now() where id = $1`, p.user)
	},
}

func TestAccessTokensDieAtOnce(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	bystander := s.signUp(t, "bystander@example.com")
	for name, end := range endings {
		t.Run(name, func(t *testing.T) {
			p := s.signUp(t, strings.ReplaceAll(name, " ", "-")+"@example.com")
			s.through(t, p, 200, "before")
			end(t, s, p)
			for door, ask := range doors {
				status := ask(t, s, p)
				assert.Contains(t, []int{401, 403}, status, "after, by %s", door)
			}
		})
	}
	s.through(t, bystander, 200, "another user, after all that")
}

func TestRotationsEndEveryTokenAtOnce(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	key := "X-Admin-Key: " + s.secretKey(t)
	p := s.signUp(t, "ann@example.com")
	for name, rotate := range map[string]func(){
		"rotate-jwt-secret":   func() { s.do(t, "POST", "~/v1/rotate-jwt-secret", nil, key).ok(t) },
		"signing_keys_revoke": func() { s.sql(t, `select auth.signing_keys_revoke('default')`) },
	} {
		s.through(t, p, 200, "before "+name)
		rotate()
		s.through(t, p, 401, "after "+name)
		a := s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).ok(t)
		p.token, p.refresh = a.text("data.token"), a.text("data.refresh_token")
	}
	s.through(t, p, 200, "refreshed")
	s.sql(t, `update auth.projects set disabled_at = now() where slug = 'default'`)
	s.through(t, p, 403, "the project is disabled")
}

func TestPlannedRotationEndsNoToken(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	old := s.signUp(t, "ann@example.com")
	s.sql(t, `select auth.signing_key_rotate('default')`)
	s.through(t, old, 200, "after a planned rotation")
	require.Eventually(t, func() bool {
		return kidOf(t, s.signIn(t, "ann@example.com", password)) != kidOf(t, old)
	}, 5e9, 2e8, "the next key signs")
	s.through(t, s.signIn(t, "ann@example.com", password), 200, "by the new key")
	s.through(t, old, 200, "by the previous key")
}

func kidOf(t *testing.T, p session) string {
	t.Helper()
	return decoded(t, strings.Split(p.token, ".")[0])
}
