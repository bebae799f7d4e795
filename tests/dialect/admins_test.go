package dialect_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/idp"
)

const accounts = "/v1/accounts"

// root makes the first admin.
func (s *server) root(t testing.TB) session {
	t.Helper()
	bootstrap := secret.New(secret.BootstrapPrefix)
	s.log.guard(bootstrap)
	s.sql(t, `select auth.admin_bootstrap($1)`, secret.Hash(secret.BootstrapPrefix, bootstrap))
	a := s.do(t, "POST", accounts+"/bootstrap", object{"secret": bootstrap, "email": "root@example.com", "password": password}).ok(t)
	return toSession(a, "root@example.com")
}

// invitedAs is the token that was mailed.
func (s *server) invitedAs(t testing.TB, email string) string {
	t.Helper()
	var token string
	require.Eventually(t, func() bool {
		for _, m := range s.mail.To(email) {
			if link, err := url.Parse(m.Link); err == nil && m.Link != "" {
				token = link.Query().Get("token")
				return true
			}
		}
		return false
	}, 15*time.Second, 20*time.Millisecond)
	s.log.guard(token)
	return token
}

// admits invites somebody and makes their account.
func (s *server) admits(t testing.TB, by session, path, email, role string) session {
	t.Helper()
	s.do(t, "POST", path, object{"email": email, "role": role}, by.bearer()).ok(t)
	a := s.do(t, "POST", accounts+"/invitation", object{"token": s.invitedAs(t, email), "password": password}).ok(t)
	return toSession(a, email)
}

func TestFirstAdmin(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.do(t, "POST", accounts+"/bootstrap", object{"secret": secret.New(secret.BootstrapPrefix), "email": "eve@example.com", "password": password}).refused(t, 400, "LINK_INVALID")
	bootstrap := secret.New(secret.BootstrapPrefix)
	s.sql(t, `select auth.admin_bootstrap($1)`, secret.Hash(secret.BootstrapPrefix, bootstrap))
	s.do(t, "POST", accounts+"/bootstrap", object{"secret": bootstrap, "email": "root@example.com", "password": "short"}).refused(t, 400, "VALIDATION_PASSWORD_TOO_SHORT")
	root := toSession(s.do(t, "POST", accounts+"/bootstrap", object{"secret": bootstrap, "email": "root@example.com", "password": password}).ok(t), "root@example.com")
	s.do(t, "POST", accounts+"/bootstrap", object{"secret": bootstrap, "email": "eve@example.com", "password": password}).refused(t, 400, "LINK_INVALID")

	require.Equal(t, "root@example.com", s.do(t, "GET", accounts+"/me", nil, root.bearer()).ok(t).text("data.email"))
	claims := claimsOf(t, root.token)
	require.Equal(t, "rolecall-admin", fmt.Sprint(claims["aud"]))
	require.True(t, strings.HasSuffix(claims["iss"].(string), "/p/admin"))
	require.Len(t, s.do(t, "GET", "/v1/projects", nil, root.bearer()).ok(t).at("data.projects"), 1)
	require.Empty(t, s.do(t, "GET", "~/v1/users", nil, root.bearer()).ok(t).at("data.users"))
	s.do(t, "POST", accounts+"/signup", object{"email": "eve@example.com", "password": password}).refused(t, 403, "INVITATION_NEEDED")
}

// Design: an admin token is never a user token, and the other way round.
func TestAdminsAndUsersAreApart(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.notes(t)
	root, ann := s.root(t), s.signUp(t, "ann@example.com")
	for _, path := range []string{"~/auth/me", "~/auth/sessions", "/rest/v1/notes"} {
		assert.Equal(t, 401, s.do(t, "GET", path, nil, root.bearer()).Status, "an admin at %s", path)
	}
	for _, path := range []string{accounts + "/me", accounts + "/sessions", accounts + "/realm/admins", accounts + "/api-keys", accounts + "/realm/users", "~/v1/users", "/v1/projects"} {
		s.do(t, "GET", path, nil, ann.bearer()).refused(t, 401, "TOKEN_INVALID")
	}
	s.do(t, "POST", "~/auth/refresh", object{"refresh_token": root.refresh}).refused(t, 401, "REFRESH_TOKEN_INVALID")
	s.do(t, "POST", accounts+"/refresh", object{"refresh_token": ann.refresh}).refused(t, 401, "REFRESH_TOKEN_INVALID")
	s.do(t, "POST", "~/auth/login", object{"email": root.email, "password": password}).refused(t, 401, "INVALID_CREDENTIALS")
	s.do(t, "POST", accounts+"/login", object{"email": ann.email, "password": password}).refused(t, 401, "INVALID_CREDENTIALS")
	s.do(t, "GET", "/p/admin/auth/me", nil, root.bearer()).refused(t, 404, "PROJECT_NOT_FOUND")
}

func TestAdminsHaveTheSameAccountsAsUsers(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	root := s.root(t)
	s.do(t, "POST", accounts+"/login", object{"email": root.email, "password": "wrong horse battery"}).refused(t, 401, "INVALID_CREDENTIALS")
	in := s.do(t, "POST", accounts+"/login", object{"email": root.email, "password": password}).ok(t)
	token := "Authorization: Bearer " + in.text("data.token")
	made := s.do(t, "POST", accounts+"/mfa/enroll", object{"type": "totp"}, token).ok(t)
	device := newAuthenticator(t, made.text("data.secret"))
	confirmed := s.do(t, "POST", accounts+"/mfa/confirm", object{"factor_id": made.text("data.factor_id"), "code": device.code(t)}, token).ok(t)
	recovery := confirmed.at("data.recovery_codes").([]any)[0].(string)

	challenge := s.do(t, "POST", accounts+"/login", object{"email": root.email, "password": password}).ok(t)
	require.Equal(t, true, challenge.at("data.mfa_required"))
	pending := s.do(t, "POST", accounts+"/login", object{"email": root.email, "password": password, "mfa_pending": true}).ok(t)
	s.do(t, "GET", "~/v1/users", nil, "Authorization: Bearer "+pending.text("data.token")).refused(t, 401, "SECOND_FACTOR_NEEDED")
	strong := s.do(t, "POST", accounts+"/mfa/verify", object{"ticket": challenge.text("data.ticket"), "code": recovery}).ok(t)
	s.do(t, "GET", "~/v1/users", nil, "Authorization: Bearer "+strong.text("data.token")).ok(t)
	require.NotEmpty(t, s.do(t, "GET", accounts+"/sessions", nil, token).ok(t).at("data.sessions"))
	s.do(t, "GET", accounts+"/passkeys", nil, token).ok(t)

	s.do(t, "POST", accounts+"/forgot-password", object{"email": root.email}).ok(t)
	var link *url.URL
	require.Eventually(t, func() bool {
		for _, m := range s.mail.To(root.email) {
			if strings.Contains(m.Link, accounts+"/reset-password") {
				link, _ = url.Parse(m.Link)
			}
		}
		return link != nil
	}, 15*time.Second, 20*time.Millisecond)
	s.log.guard(link.Query().Get("token"))
	s.send(t, s.request(t, "GET", link.RequestURI(), nil)).isPage(t, 200, "New password")
	s.do(t, "POST", accounts+"/reset-password", object{"token": link.Query().Get("token"), "new_password": "another horse battery"}).ok(t)
	s.do(t, "GET", "~/v1/users", nil, token).refused(t, 401, "TOKEN_REVOKED")
	s.do(t, "GET", accounts+"/anonymous", nil).refused(t, 404, "NOT_FOUND")
}

func TestAdminsInvite(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	root := s.root(t)
	shop := s.do(t, "POST", "/v1/projects", object{"name": "shop"}, root.bearer()).ok(t)
	require.True(t, strings.HasPrefix(shop.text("data.admin_key"), "sk_"))
	helper := s.admits(t, root, "/p/shop/v1/admins", "helper@example.com", "admin")
	s.do(t, "GET", "/p/shop/v1/users", nil, helper.bearer()).ok(t)
	s.do(t, "GET", "~/v1/users", nil, helper.bearer()).refused(t, 403, "ADMIN_FORBIDDEN")
	s.do(t, "POST", "/p/shop/v1/admins", object{"email": "x@example.com"}, helper.bearer()).refused(t, 403, "ADMIN_FORBIDDEN")
	s.do(t, "GET", accounts+"/realm/admins", nil, helper.bearer()).refused(t, 403, "ADMIN_FORBIDDEN")
	s.do(t, "POST", "/p/shop/v1/admins", object{"email": "x@example.com"}, "X-Admin-Key: "+shop.text("data.admin_key")).refused(t, 403, "ADMIN_NEEDED")

	own := s.do(t, "POST", "/v1/projects", object{"name": "bakery"}, helper.bearer()).ok(t)
	list := s.do(t, "GET", "/v1/projects", nil, helper.bearer()).ok(t).at("data.projects").([]any)
	require.Len(t, list, 2)
	s.admits(t, helper, "/p/"+own.text("data.slug")+"/v1/admins", "baker@example.com", "owner")

	s.do(t, "PATCH", "/p/shop/v1/admins/"+helper.user, object{"role": "owner"}, root.bearer()).ok(t)
	require.Len(t, s.do(t, "GET", "/p/shop/v1/admins", nil, helper.bearer()).ok(t).at("data.admins"), 2)
	s.do(t, "DELETE", "/p/shop/v1/admins/"+helper.user, nil, root.bearer()).ok(t)
	s.do(t, "GET", "/p/shop/v1/users", nil, helper.bearer()).refused(t, 403, "ADMIN_FORBIDDEN")

	s.do(t, "POST", "/p/shop/v1/admins", object{"email": "late@example.com"}, root.bearer()).ok(t)
	open := s.do(t, "GET", "/p/shop/v1/admin-invitations", nil, root.bearer()).ok(t).at("data.invitations").([]any)
	require.Len(t, open, 1)
	s.do(t, "DELETE", "/p/shop/v1/admin-invitations/"+open[0].(map[string]any)["id"].(string), nil, root.bearer()).ok(t)
	s.do(t, "POST", accounts+"/invitation", object{"token": s.invitedAs(t, "late@example.com"), "password": password}).refused(t, 403, "INVITATION_INVALID")

	deputy := s.admits(t, root, accounts+"/realm/admins", "deputy@example.com", "owner")
	s.do(t, "DELETE", accounts+"/realm/admins/"+root.user, nil, deputy.bearer()).ok(t)
	s.do(t, "DELETE", accounts+"/realm/admins/"+deputy.user, nil, deputy.bearer()).refused(t, 409, "ADMIN_LAST")
	s.do(t, "DELETE", accounts+"/me", object{"current_password": password}, deputy.bearer()).refused(t, 409, "ADMIN_LAST")
	s.do(t, "POST", accounts+"/realm/users/"+helper.user+"/disable", object{}, deputy.bearer()).ok(t)
	s.do(t, "GET", "/v1/projects", nil, helper.bearer()).refused(t, 403, "USER_DISABLED")
}

func TestAdminSignUpMayBeOpen(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.sql(t, `select auth.admin_signup('open')`)
	a := s.do(t, "POST", accounts+"/signup", object{"email": "eve@example.com", "password": password}).ok(t)
	require.Equal(t, true, a.at("data.verification_required"), "the address is proven first")
	s.do(t, "POST", accounts+"/login", object{"email": "eve@example.com", "password": password}).refused(t, 403, "EMAIL_NOT_VERIFIED")
	s.do(t, "POST", accounts+"/verify", object{"token": s.invitedAs(t, "eve@example.com")}).ok(t)
	eve := toSession(s.do(t, "POST", accounts+"/login", object{"email": "eve@example.com", "password": password}).ok(t), "eve@example.com")
	require.Empty(t, s.do(t, "GET", "/v1/projects", nil, eve.bearer()).ok(t).at("data.projects"))
	s.do(t, "GET", "~/v1/users", nil, eve.bearer()).refused(t, 403, "ADMIN_FORBIDDEN")
}

func TestAccountKeys(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	root := s.root(t)
	made := s.do(t, "POST", accounts+"/api-keys", object{"name": "ci"}, root.bearer()).ok(t)
	key := "X-API-Key: " + made.text("data.key")
	s.log.guard(made.text("data.key"))
	s.do(t, "GET", "/v1/projects", nil, key).ok(t)
	s.do(t, "GET", "~/v1/users", nil, key).ok(t)
	s.do(t, "POST", "/v1/projects", object{"name": "by key"}, key).ok(t)
	require.NotContains(t, s.do(t, "GET", accounts+"/api-keys", nil, root.bearer()).ok(t).Body, "mk_")
	s.do(t, "DELETE", accounts+"/api-keys/"+made.text("data.id"), nil, root.bearer()).ok(t)
	s.do(t, "GET", "~/v1/users", nil, key).refused(t, 401, "KEY_INVALID")
}

// Admins sign in by providers as users do; an account there is linked by its
// verified address, and makes none here that nobody invited.
func TestAdminsSignInByProviders(t *testing.T) {
	t.Parallel()
	s := federated(t, nil)
	realm := *s
	realm.project = "admin"
	realm.sql(t, `select auth.project_set('admin', 'redirect_origins', '["https://app.example"]')`)
	for i, name := range []string{"google", "github", "apple"} {
		w := realm.twin(t, name)
		if i == 0 {
			stranger := realm.leaves(t, name)
			realm.exchanges(t, landed(t, stranger.returns(t, w.Approve(stranger.to))).Get("code")).refused(t, 403, "INVITATION_NEEDED")
			s.sql(t, `select auth.user_create($1, p_project => 'admin', p_verified => true)`, idp.Email)
			s.sql(t, `select auth.admin_grant($1, 'admin', 'owner')`, idp.Email)
		}
		signed := realm.signsInBy(t, w).ok(t)
		require.Equal(t, idp.Email, signed.text("data.user.email"), name)
		by := "Authorization: Bearer " + signed.text("data.token")
		s.do(t, "GET", "/p/default/v1/users", nil, by).ok(t)
		require.Len(t, s.do(t, "GET", accounts+"/identities", nil, by).ok(t).at("data.identities"), i+1)
	}
	require.Equal(t, 1, value[int](t, s, `select count(*)::integer from auth.users`))
}
