package tenant_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// within runs a part of a test in a transaction that speaks of a tenant.
func within(s *scene.Scene, tenant string, do func(in *scene.Scene)) {
	s.Helper()
	ctx := context.Background()
	require.NoError(s, pgx.BeginFunc(ctx, s.Service, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "select auth.project_in($1, $2)", s.Project, tenant)
		require.NoError(s, err)
		in := *s
		in.Service = tx
		do(&in)
		return nil
	}))
}

func newUser(s *scene.Scene, email string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "password_hash": "hash", "profile": "{}", "ip": nil, "user_agent": nil,
		"refresh_hash": scene.Hash("rt of ", email, s.Name()), "link_hash": nil, "proof_sealed": nil}
}

func begun(s *scene.Scene, email string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "profile": "{}", "ip": nil}
}

func TestSharedSignUpAndSignInAtATenant(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Committed(t), "acme")
	bob := m.Person("bob@example.com")
	within(m.Scene, "acme", func(in *scene.Scene) {
		in.RefusesUndone("tenant_needs_invite", "signup_begin", begun(in, "new@example.com"))
		in.RefusesUndone("tenant_needs_invite", "signup_begin", begun(in, "bob@example.com"))
		_, err := in.SignIn("bob@example.com", scene.HomeIP, true)
		require.ErrorContains(t, err, "tenant_not_member")
		_, err = in.SignIn("bob@example.com", scene.HomeIP, false)
		require.ErrorContains(t, err, "invalid_credentials", "who has no password learns nothing of the tenant")
	})
	require.Equal(t, 0, bob.LiveSessions())

	m.Set("tenant_signup", `"open"`)
	within(m.Scene, m.ID, func(in *scene.Scene) {
		require.Equal(t, m.ID, in.Call("signup_finish", newUser(in, "new@example.com")).Object("claims")["tenant_id"])
		in.Refuses("email_taken", "signup_finish", newUser(in, "bob@example.com"))
	})
	m.RefusesUndone("tenant_not_found", "project_in", scene.Args{"project": m.Project, "tenant": "nothing"})
	require.Equal(t, 2, len(m.Call("members_read", m.args(m.Owner, nil)).Object("members_read")["members"].([]any)))
	row, err := m.SignIn("new@example.com", scene.HomeIP, true)
	require.NoError(t, err)
	require.NotContains(t, row.Object("claims"), "tenant_id", "who names no tenant is in none")
	m.Set("tenants", `"off"`)
	m.RefusesUndone("tenants_disabled", "project_in", scene.Args{"project": m.Project, "tenant": "acme"})
}

// The challenge of a second factor keeps the tenant that was named before it.
func TestTheTenantOutlivesTheChallenge(t *testing.T) {
	t.Parallel()
	m := newTeam(scene.Committed(t), "acme")
	m.joins("bob@example.com")
	m.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) select project_id, id, 'email', now() from auth.users where project_id = $1 and email = 'bob@example.com'", m.Project)
	within(m.Scene, "acme", func(in *scene.Scene) {
		begun := in.Call("signin_begin", scene.Args{"project": in.Project, "identifier": "bob@example.com", "ip": scene.HomeIP})
		row := in.Call("signin_finish", scene.Args{"project": in.Project, "user": begun["user_id"], "password_version": begun["password_version"],
			"matches": true, "new_hash": nil, "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt"),
			"form": `{"challenge": "ticket", "ticket": "` + scene.Get[string](m.Scene, "select encode($1::bytea, 'hex')", scene.Hash("mt")) + `"}`})
		require.Nil(t, row["claims"])
	})
	require.Equal(t, m.ID, scene.Get[string](m.Scene, "select tenant_id::text from auth.tickets where project_id = $1 and purpose = 'second_factor'", m.Project))
	opened := scene.Get[string](m.Scene, `select (auth.second_factor_session(u, t, null, 'mfa_email', gen_random_uuid(), null, null, $2, '{}')).session_id::text
		from auth.tickets t join auth.users u on u.project_id = t.project_id and u.id = t.user_id where t.project_id = $1 and t.purpose = 'second_factor'`, m.Project, scene.Hash("rt 2"))
	require.Equal(t, m.ID, scene.Get[string](m.Scene, "select tenant_id::text from auth.sessions where project_id = $1 and id = $2", m.Project, opened))
}

// Two tenants of which each has its own accounts.
func isolated(t *testing.T) *scene.Scene {
	t.Helper()
	s := scene.Committed(t)
	s.Set("tenants", `"isolated"`)
	s.Set("tenant_signup", `"open"`)
	for _, slug := range []string{"acme", "beta"} {
		s.AsOwner().Call("tenant_create", scene.Args{"name": slug, "project": s.Project})
	}
	return s
}

func TestIsolatedAccountsShareAnAddress(t *testing.T) {
	t.Parallel()
	s := isolated(t)
	s.RefusesUndone("tenant_needed", "signup_begin", begun(s, "ann@example.com"))
	users := map[string]string{}
	for _, slug := range []string{"acme", "beta"} {
		within(s, slug, func(in *scene.Scene) {
			in.Call("signup_begin", begun(in, "ann@example.com"))
			claims := in.Call("signup_finish", newUser(in, "ann@example.com").With(scene.Args{"refresh_hash": scene.Hash(slug)})).Object("claims")
			users[slug] = claims["sub"].(string)
			require.NotNil(t, claims["tenant_id"])
			in.Refuses("email_taken", "signup_finish", newUser(in, "Ann@example.com"))
		})
	}
	require.NotEqual(t, users["acme"], users["beta"])
	s.Fails("23505", "insert into auth.users (project_id, email, tenant_id) select project_id, email, tenant_id from auth.users where project_id = $1 limit 1", s.Project)

	for slug, user := range users {
		within(s, slug, func(in *scene.Scene) {
			row, err := in.SignIn("ann@example.com", scene.HomeIP, true)
			require.NoError(t, err)
			require.Equal(t, user, row.Object("claims")["sub"])
			x := in.Opened(row, nil)
			in.RefusesUndone("tenant_switch_disabled", "tenant_switch", x.Bearer().With(scene.Args{"tenant": "acme", "ip": nil}))
		})
	}
	_, err := s.SignIn("ann@example.com", scene.HomeIP, true)
	require.ErrorContains(t, err, "invalid_credentials", "the project itself has no such account")
	s.AsOwner().RefusesUndone("user_not_found", "user_disable", scene.Args{"user": "ann@example.com", "project": s.Project})
	s.AsOwner().Call("tenant_delete", scene.Args{"tenant": "acme", "project": s.Project})
	require.Equal(t, []string{users["beta"]}, scene.List[string](s, "select id::text from auth.users where project_id = $1", s.Project), "the accounts are the tenant's")
}

// A code that was sent for one tenant's account opens no other's.
func TestIsolatedCodesDoNotCross(t *testing.T) {
	t.Parallel()
	s := isolated(t)
	s.Set("limit_mail_address", `"0/60"`)
	s.Set("signin_creates_user", "true")
	send := func(in *scene.Scene, code string) {
		in.Call("signin_send", scene.Args{"project": in.Project, "identifier": "ann@example.com", "profile": "{}", "redirect": nil,
			"link_hash": nil, "code_mac": scene.Hash(code), "proof_sealed": nil, "silent": true, "ip": nil})
	}
	redeem := func(code string) scene.Args {
		return scene.Args{"project": s.Project, "identifier": "ann@example.com", "macs": [][]byte{scene.Hash(code)}, "link_hash": nil,
			"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt", code)}
	}
	within(s, "acme", func(in *scene.Scene) { send(in, "111111") })
	within(s, "beta", func(in *scene.Scene) {
		send(in, "222222")
		in.Refuses("code_invalid", "signin_redeem", redeem("111111"))
	})
	s.Refuses("code_invalid", "signin_redeem", redeem("111111"))
	for slug, code := range map[string]string{"acme": "111111", "beta": "222222"} {
		within(s, slug, func(in *scene.Scene) {
			require.NotNil(t, in.Call("signin_redeem", redeem(code)).Object("claims")["tenant_id"])
		})
	}
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.users where project_id = $1 and email = 'ann@example.com'", s.Project))
}

func TestIsolatedInvitationMakesAnAccountThere(t *testing.T) {
	t.Parallel()
	s := isolated(t)
	s.Set("tenant_signup", `"invited"`)
	within(s, "acme", func(in *scene.Scene) {
		in.RefusesUndone("tenant_needs_invite", "signup_begin", begun(in, "ann@example.com"))
	})
	s.AsOwner().Call("invite_send", invitation("ann@example.com").With(scene.Args{"tenant": "acme", "project": s.Project, "by": nil}))
	claims := s.Call("invite_signup", signup(s, scene.Hash("it to ", "ann@example.com"))).Object("claims")
	tenant := scene.Get[string](s, "select tenant_id::text from auth.users where project_id = $1 and id = $2", s.Project, claims["sub"])
	require.Equal(t, tenant, claims["tenant_id"])
	s.AsOwner().Call("invite_send", invitation("ann@example.com").With(scene.Args{"tenant": "beta", "project": s.Project, "by": nil, "link_hash": scene.Hash("beta")}))
	ann := s.Opened(scene.Row{"claims": claims}, nil)
	s.RefusesUndone("invite_foreign", "invite_accept", accept(ann, scene.Hash("beta"), nil))
}
