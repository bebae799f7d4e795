package admin_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// administration is every function that takes an administrator.
const administration = `select p.proname || '(' || (select string_agg(format('%s => %s', a.name,
		case a.name when 'p_by' then '$1::jsonb' when 'p_project' then quote_literal($1::text) else 'null' end), ', ')
	from unnest(p.proargnames[:p.pronargs]) a (name)) || ')'
	from pg_catalog.pg_proc p where p.pronamespace = 'auth'::regnamespace and 'p_by' = any (p.proargnames)
		and pg_catalog.has_function_privilege('auth_service', p.oid, 'execute') order by 1`

// Design: the service login alone lists nobody. It is a real login here:
// session_user is what tells the DBA.
func TestTheServerAloneMayNothing(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	calls := scene.List[string](s, administration, s.Project)
	require.Greater(t, len(calls), 25)
	for _, call := range calls {
		for _, nobody := range []any{nil, "{}", `{"key": null}`, `{"account_key": null}`,
			`{"session": null, "user": null}`, `{"key": "00"}`, `{"key": "` + fmt.Sprintf("%x", scene.Hash("nobody's")) + `"}`} {
			err := pgxState(s, "select auth."+call, nobody)
			assert.Regexp(t, "^PT40[13]$", err, "%s by %v", call, nobody)
		}
	}
}

// What an administrator may the DBA may, by the same function, saying nothing
// of who asks: here is each, called as one types it.
func TestDBAMayAllThat(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	ann := s.Alice()
	ann.SignsIn()
	admin := newAdmin(s, "root").of(realm(s), "owner")
	p := s.Project
	session := ann.SignsIn()
	s.Exec(`insert into auth.factors (project_id, id, user_id, kind, confirmed_at) values ($1, '11111111-1111-4111-8111-111111111111', $2, 'email', now())`, p, ann.ID)
	twins := []string{ // GET and POST ... beside what is typed
		`user_create('bob@example.com', 'correct horse', '%s', p_phone => '+14155552671', p_app_metadata => '{"plan": "gold"}')`, // POST users
		`users_page('%s', 'bob')`,                                                            // GET users
		`user_show('bob@example.com', '%s')`,                                                 // GET users/:id
		`user_update('bob@example.com', '{"display_name": "Bob"}', '%s')`,                    // PATCH users/:id
		`user_disable('bob@example.com', '%s', 'spam')`,                                      // POST users/:id/disable
		`user_enable('bob@example.com', '%s')`,                                               // POST users/:id/enable
		`password_reset_send('bob@example.com', sha256('x'), null, null, p_project => '%s')`, // POST users/:id/reset; rolecall user reset sends a link that works
		`user_delete('bob@example.com', '%s')`,                                               // DELETE users/:id
		`user_sessions('alice@example.com', '%s')`,                                           // GET users/:id/sessions
		`session_revoke('` + session.ID + `', '%s')`,                                         // DELETE users/:id/sessions/:session
		`sessions_revoke('alice@example.com', '%s')`,                                         // DELETE users/:id/sessions
		`user_credentials('alice@example.com', '%s')`,                                        // GET users/:id/credentials
		`credential_revoke('alice@example.com', 'second_factor', '11111111-1111-4111-8111-111111111111', '%s')`,
		`factors_reset('alice@example.com', '%s')`,                         // DELETE users/:id/second-factors
		`settings_read('%s')`,                                              // GET settings
		`settings_change('{"access_ttl": 60, "rest.max_rows": 10}', '%s')`, // PATCH settings, and the operator's too
		`api_key_create('public', sha256('pk'), 'hint', 'web', '%s')`,      // POST api-keys
		`api_keys_read('%s')`,                                              // GET api-keys
		`api_key_revoke((select id from auth.api_keys where project_id = '` + p + `' limit 1), '%s')`,
		`mail_template_set('%s', 'verify_email', 'en', 'Hello', '', '')`, // PUT mail-templates/:name/:locale
		`mail_templates_read('%s')`,                                      // GET mail-templates
		`mail_template_remove('%s', 'verify_email', 'en')`,               // DELETE mail-templates/:name/:locale
		`audit_list('%s')`,                                         // GET audit
		`project_stats('%s')`,                                      // GET stats
		`project_update('%s', 'Another name')`,                     // PATCH project
		`admin_grant('` + admin.Email + `', '%s', 'owner')`,        // PATCH admins/:id
		`admins_read('%s')`,                                        // GET admins
		`admin_revoke('` + admin.Email + `', '%s')`,                // DELETE admins/:id
		`admin_invite('new@example.com', sha256('y'), null, '%s')`, // POST admins
		`admin_invites_read('%s')`,                                 // GET admin-invitations
		`admin_invite_revoke((select id from auth.invitations where email = 'new@example.com'), '%s')`,
	}
	for _, typed := range twins {
		s.Exec("select auth." + fmt.Sprintf(typed, p))
	}
	require.NotZero(t, s.Audited("user_created"))
	who := scene.Get[string](s, "select actor from auth.audit_log where project_id = $1 and event = 'user_created' limit 1", p)
	require.Equal(t, scene.Get[string](s, "select session_user::text"), who)
}

// Of all the others it is enough here that the DBA is not asked who he is.
func TestDBAIsAskedForNothing(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, call := range scene.List[string](s, administration, s.Project) {
		name, _, _ := strings.Cut(call, "(")
		if name == "my_projects" || name == "project_create_by_account" || strings.Contains(call, "p_key =>") {
			continue // auth.project_list, project_create, project_set, project_keys_replace, signing_keys_revoke
		}
		err := pgx.BeginFunc(t.Context(), s.Owner, func(tx pgx.Tx) error {
			_, err := tx.Exec(t.Context(), "select auth."+call, nil)
			return errors.Join(err, errors.New("undo it"))
		})
		require.NotContains(t, err.Error(), "PT401", name)
	}
}

func TestWhoAdministersWhat(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	elsewhere := s.Another()
	owner, helper, stranger := newAdmin(s, "owner").of(s, "owner"), newAdmin(s, "helper").of(s, "admin"), newAdmin(s, "stranger").of(elsewhere, "owner")
	server, assistant := newAdmin(s, "root").of(realm(s), "owner"), newAdmin(s, "assistant").of(realm(s), "admin")
	sk := secretKey(s, "sk")
	for name, who := range map[string]by{"owner": owner.by(), "helper": helper.by(), "root": server.by(), "assistant": assistant.by(), "key": sk} {
		require.NotNil(t, s.Call("users_page", asked(s, who, nil)), name)
	}
	s.RefusesUndone("admin_forbidden", "users_page", asked(s, stranger.by(), nil))
	s.RefusesUndone("key_invalid", "users_page", asked(elsewhere, sk, nil))
	s.RefusesUndone("key_invalid", "users_page", asked(s, key("account_key", "sk"), nil))

	// Who administers is an owner's to say.
	grant := scene.Args{"user": stranger.Email, "role": "admin"}
	for name, who := range map[string]by{"helper": helper.by(), "assistant": assistant.by(), "stranger": stranger.by()} {
		s.RefusesUndone("admin_forbidden", "admin_grant", asked(s, who, grant))
		_ = name
	}
	s.RefusesUndone("admin_needed", "admin_grant", asked(s, sk, grant))
	s.RefusesUndone("admin_role_unknown", "admin_grant", asked(s, owner.by(), grant.With(scene.Args{"role": "king"})))
	s.Call("admin_grant", asked(s, owner.by(), grant))
	s.Call("users_page", asked(s, stranger.by(), nil))
	s.Call("admin_revoke", asked(s, server.by(), scene.Args{"user": stranger.ID}))
	s.RefusesUndone("admin_forbidden", "users_page", asked(s, stranger.by(), nil))
	s.RefusesUndone("admin_not_found", "admin_revoke", asked(s, server.by(), scene.Args{"user": stranger.ID}))
	require.Equal(t, owner.ID, scene.Get[string](s, "select actor from auth.audit_log where project_id = $1 and event = 'admin_granted'", s.Project))

	// The server is the realm's owners'.
	s.RefusesUndone("admin_forbidden", "users_page", asked(realm(s), owner.by(), nil))
	s.Call("users_page", asked(realm(s), assistant.by(), nil))
	s.RefusesUndone("admin_forbidden", "admin_grant", asked(realm(s), assistant.by(), grant))
}

// An access token of a user is no admin's, whatever it is made to say.
func TestUsersAreNoAdmins(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	x := s.Alice().SignsIn()
	s.Exec("insert into auth.project_admins (project_id, user_id, role) values ($1, $2, 'owner')", s.Project, x.User)
	s.RefusesUndone("token_revoked", "users_page", asked(s, by{"user": x.User, "session": x.ID, "password_version": 1, "epoch": 1}, nil))
}

func TestAdminsTokensDie(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	root := newAdmin(s, "root").of(realm(s), "owner")
	a := newAdmin(s, "a").of(s, "owner")
	realm(s).Call("sessions_revoke", asked(realm(s), root.by(), scene.Args{"user": a.ID}))
	s.RefusesUndone("token_revoked", "users_page", asked(s, a.by(), nil))
	realm(s).Call("user_disable", asked(realm(s), root.by(), scene.Args{"user": a.ID}))
	s.RefusesUndone("user_disabled", "users_page", asked(s, a.by(), nil))
}
