package dialect_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const tenants = "~/v1/tenants"

// joinPage is where invitations lead in these tests.
const joinPage = "https://app.example/join"

// organised is a project with tenants that users make, and documents of tenants.
func organised(t *testing.T, more settings) *server {
	t.Helper()
	with := settings{"tenant_creation": `"users"`, "redirect_origins": `["https://app.example"]`}
	for name, value := range more {
		with[name] = value
	}
	s := alone(t, with)
	s.sql(t, `create table public.documents (tenant_id uuid not null default auth.tenant_id(), body text);
		alter table public.documents enable row level security;
		grant select, insert on public.documents to authenticated;
		create policy read on public.documents for select to authenticated using (tenant_id = (select auth.tenant_id()));
		create policy write on public.documents for insert to authenticated with check (tenant_id = auth.tenant_id() and auth.has_permission('documents.write'))`)
	return s
}

// tenant makes one, and switches the session to it.
func (s *server) tenant(t *testing.T, owner *session, name string) (id string) {
	t.Helper()
	id = s.do(t, "POST", tenants, map[string]any{"name": name}, owner.bearer()).ok(t).text("data.id")
	s.switchTo(t, owner, id)
	return id
}

func (s *server) switchTo(t *testing.T, p *session, tenant any) {
	t.Helper()
	a := s.do(t, "POST", auth+"/tenant", map[string]any{"tenant": tenant}, p.bearer()).ok(t)
	assert.Nil(t, a.at("data.refresh_token"), "the one before stays")
	p.token = a.text("data.token")
}

// invited gives the token of an invitation that was mailed.
func (s *server) invited(t *testing.T, tenant, email string, owner session, more map[string]any) (token, id string) {
	t.Helper()
	body := map[string]any{"email": email, "redirect_url": joinPage}
	for name, value := range more {
		body[name] = value
	}
	a := s.do(t, "POST", tenants+"/"+tenant+"/invites", body, owner.bearer()).ok(t)
	assert.NotContains(t, a.Body, "it_")
	link := s.linkTo(t, email)
	assert.Equal(t, joinPage, "https://"+link.Host+link.Path)
	return link.Query().Get("token"), a.text("data.id")
}

// What the issue promises: a role that is taken away in psql is gone from
// policies with the next request of an old token.
func TestPoliciesFollowTheTables(t *testing.T) {
	t.Parallel()
	s := organised(t, nil)
	key := "X-Admin-Key: " + s.secretKey(t)
	s.do(t, "PUT", "~/v1/roles/writer", map[string]any{"permissions": []string{"documents.write"}}, key).ok(t)
	ann, bob := s.signUp(t, "ann@example.com"), s.signUp(t, "bob@example.com")
	id := s.tenant(t, &ann, "Acme")
	other := s.signUp(t, "eve@example.com")
	s.tenant(t, &other, "Other")
	write := func(p session) int {
		return s.do(t, "POST", "/rest/v1/documents", map[string]any{"body": "by " + p.email}, p.bearer()).Status
	}
	read := func(p session) string { return s.do(t, "GET", "/rest/v1/documents", nil, p.bearer()).ok(t).Body }
	require.Equal(t, http.StatusCreated, write(ann), "an owner has every permission")
	require.Equal(t, http.StatusForbidden, write(bob))
	require.Equal(t, "[]", read(bob))
	require.Equal(t, http.StatusCreated, write(other))

	s.do(t, "PUT", tenants+"/acme/members/"+bob.user, map[string]any{"roles": []string{"writer"}}, key).ok(t)
	s.switchTo(t, &bob, "acme")
	require.Equal(t, http.StatusCreated, write(bob))
	assert.Contains(t, read(bob), "by ann")
	assert.NotContains(t, read(bob), "by eve")

	s.sql(t, "update auth.memberships set roles = '{}' where user_id = $1", bob.user)
	require.Equal(t, http.StatusForbidden, write(bob), "at once, with the token of before")
	assert.Contains(t, read(bob), "by ann")
	s.sql(t, "update auth.memberships set roles = '{writer}' where user_id = $1", bob.user)
	require.Equal(t, http.StatusCreated, write(bob))
	s.sql(t, "update auth.roles set permissions = '{}' where name = 'writer'")
	require.Equal(t, http.StatusForbidden, write(bob))
	s.sql(t, "delete from auth.memberships where user_id = $1", bob.user)
	require.Equal(t, "[]", read(bob), "who was removed is in no tenant")
	a := s.do(t, "POST", auth+"/refresh", map[string]any{"refresh_token": bob.refresh}).ok(t)
	bob.token = a.text("data.token")
	require.Equal(t, "[]", read(bob))
	s.do(t, "GET", tenants+"/"+id, nil, bob.bearer()).refused(t, 404, "TENANT_NOT_FOUND")
	s.do(t, "POST", auth+"/tenant", map[string]any{"tenant": id}, bob.bearer()).refused(t, 403, "TENANT_NOT_MEMBER")
}

func TestTenantsOfUsers(t *testing.T) {
	t.Parallel()
	s := organised(t, nil)
	ann, bob := s.signUp(t, "ann@example.com"), s.signUp(t, "bob@example.com")
	id := s.tenant(t, &ann, "Acme")
	s.do(t, "POST", tenants, map[string]any{"name": " "}, ann.bearer()).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	s.do(t, "POST", tenants, map[string]any{"name": "x", "slug": "acme"}, ann.bearer()).refused(t, 409, "TENANT_SLUG_TAKEN")
	s.do(t, "POST", tenants, map[string]any{"name": "x"}).refused(t, 401, "TOKEN_NEEDED")
	s.do(t, "GET", tenants+"/acme", nil, bob.bearer()).refused(t, 404, "TENANT_NOT_FOUND")
	s.do(t, "GET", tenants+"?limit=x", nil, ann.bearer()).refused(t, 400, "VALIDATION_INVALID_FIELD")
	assert.Len(t, s.do(t, "GET", tenants, nil, ann.bearer()).ok(t).at("data.tenants"), 1)
	assert.Len(t, s.do(t, "GET", tenants, nil, bob.bearer()).ok(t).at("data.tenants"), 0)
	assert.Equal(t, id, s.do(t, "GET", auth+"/tenants/acme", nil).ok(t).text("data.id"))
	a := s.do(t, "PATCH", tenants+"/"+id, map[string]any{"name": "Acme & Co", "metadata": map[string]any{"plan": "pro"}}, ann.bearer()).ok(t)
	assert.Equal(t, "Acme & Co", a.text("data.name"))
	assert.Equal(t, "acme", a.text("data.slug"))

	me := s.do(t, "GET", auth+"/me", nil, ann.bearer()).ok(t)
	assert.Equal(t, id, me.text("data.tenant_id"))
	assert.Equal(t, []any{"owner"}, me.at("data.roles"))
	assert.Equal(t, ann.user, me.text("data.user.id"))
	ann.token = s.do(t, "POST", auth+"/refresh", map[string]any{"refresh_token": ann.refresh}).ok(t).text("data.token")
	assert.Equal(t, id, s.do(t, "GET", auth+"/me", nil, ann.bearer()).text("data.tenant_id"), "refreshing keeps it")
	s.switchTo(t, &ann, nil)
	assert.Nil(t, s.do(t, "GET", auth+"/me", nil, ann.bearer()).at("data.tenant_id"))

	s.do(t, "POST", tenants+"/acme/leave", nil, ann.bearer()).refused(t, 409, "TENANT_OWNER_LAST")
	s.do(t, "DELETE", tenants+"/acme", nil, bob.bearer()).refused(t, 404, "TENANT_NOT_FOUND")
	s.do(t, "DELETE", tenants+"/acme", nil, ann.bearer()).ok(t)
	s.do(t, "GET", tenants+"/acme", nil, ann.bearer()).refused(t, 404, "TENANT_NOT_FOUND")
}

func TestInvitationsIntoATenant(t *testing.T) {
	t.Parallel()
	s := organised(t, settings{"limit_mail_address": `"0/60"`})
	ann, bob, eve := s.signUp(t, "ann@example.com"), s.signUp(t, "bob@example.com"), s.signUp(t, "eve@example.com")
	s.tenant(t, &ann, "Acme")
	token, _ := s.invited(t, "acme", bob.email, ann, nil)
	mail := s.mailTo(bob.email)[0]
	assert.Contains(t, mail.Subject, "Acme")
	accept := func(p session, body map[string]any) answer {
		return s.do(t, "POST", auth+"/invites/accept", body, p.bearer())
	}
	accept(eve, map[string]any{"token": token}).refused(t, 403, "INVITE_FOREIGN")
	accept(bob, map[string]any{"token": token + "x"}).refused(t, 400, "INVITE_INVALID")
	accept(bob, map[string]any{"id": "x"}).refused(t, 400, "VALIDATION_INVALID_FIELD")
	accept(bob, nil).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	assert.Equal(t, "acme", accept(bob, map[string]any{"token": token}).ok(t).text("data.slug"))
	accept(bob, map[string]any{"token": token}).refused(t, 400, "INVITE_INVALID")
	s.do(t, "POST", tenants+"/acme/invites", map[string]any{"email": "x@example.com", "redirect_url": joinPage}, bob.bearer()).refused(t, 403, "TENANT_FORBIDDEN")
	s.do(t, "POST", tenants+"/acme/invites", map[string]any{"email": "x@example.com", "redirect_url": "https://evil.example"}, ann.bearer()).refused(t, 400, "VALIDATION_REDIRECT_URL")

	first, id := s.invited(t, "acme", "new@example.com", ann, map[string]any{"is_owner": true})
	again := s.do(t, "POST", tenants+"/acme/invites/"+id+"/resend", map[string]any{"redirect_url": joinPage}, ann.bearer()).ok(t)
	list := s.do(t, "GET", tenants+"/acme/invites", nil, ann.bearer()).ok(t)
	assert.Len(t, list.at("data.invites"), 1)
	signup := func(token string) answer {
		return s.do(t, "POST", auth+"/invites/signup", map[string]any{"token": token, "password": password, "display_name": "New"})
	}
	signup(first).refused(t, 400, "INVITE_INVALID")
	second := first
	require.Eventually(t, func() bool {
		second = s.linkTo(t, "new@example.com").Query().Get("token")
		return second != first
	}, 15*time.Second, 20*time.Millisecond)
	a := signup(second).ok(t)
	newcomer := toSession(a, "new@example.com")
	assert.Equal(t, "owner", s.do(t, "GET", auth+"/me", nil, newcomer.bearer()).ok(t).at("data.roles").([]any)[0])
	s.do(t, "DELETE", tenants+"/acme/invites/"+again.text("data.id"), nil, newcomer.bearer()).refused(t, 404, "INVITE_NOT_FOUND")
	s.do(t, "POST", tenants+"/acme/leave", nil, ann.bearer()).ok(t)

	token, id = s.invited(t, "acme", "gone@example.com", newcomer, nil)
	s.do(t, "POST", auth+"/invites/signup", map[string]any{"token": token, "password": "gone fishing now"}).refused(t, 400, "VALIDATION_PASSWORD_PERSONAL")
	s.do(t, "DELETE", tenants+"/acme/invites/"+id, nil, newcomer.bearer()).ok(t)
	assert.Len(t, s.do(t, "GET", auth+"/invites", nil, eve.bearer()).ok(t).at("data.invites"), 0)
	members := s.do(t, "GET", tenants+"/acme/members", nil, bob.bearer()).ok(t)
	assert.Len(t, members.at("data.members"), 2)
	s.do(t, "DELETE", tenants+"/acme/members/"+newcomer.user, nil, bob.bearer()).refused(t, 403, "TENANT_FORBIDDEN")
	s.do(t, "DELETE", tenants+"/acme/members/"+bob.user, nil, newcomer.bearer()).ok(t)
}

func TestSignUpAndInAtATenant(t *testing.T) {
	t.Parallel()
	s := organised(t, settings{"tenant_signup": `"open"`})
	s.do(t, "POST", tenants, map[string]any{"name": "Acme"}, "X-Admin-Key: "+s.secretKey(t)).ok(t)
	a := s.do(t, "POST", auth+"/signup", map[string]any{"email": "ann@example.com", "password": password, "tenant": "acme"}).ok(t)
	ann := toSession(a, "ann@example.com")
	assert.NotNil(t, s.do(t, "GET", auth+"/me", nil, ann.bearer()).ok(t).at("data.tenant_id"))
	login := func(tenant string) answer {
		return s.do(t, "POST", auth+"/login", map[string]any{"email": "ann@example.com", "password": password, "tenant": tenant})
	}
	login("nothing").refused(t, 404, "TENANT_NOT_FOUND")
	again := toSession(login("acme").ok(t), ann.email)
	assert.NotNil(t, s.do(t, "GET", auth+"/me", nil, again.bearer()).ok(t).at("data.tenant_id"))
	s.signUp(t, "bob@example.com")
	s.do(t, "POST", auth+"/login", map[string]any{"email": "bob@example.com", "password": password, "tenant": "acme"}).refused(t, 403, "TENANT_NOT_MEMBER")
}

func TestIsolatedTenants(t *testing.T) {
	t.Parallel()
	s := organised(t, settings{"tenants": `"isolated"`, "tenant_signup": `"open"`})
	key := "X-Admin-Key: " + s.secretKey(t)
	people := map[string]session{}
	for _, name := range []string{"acme", "beta"} {
		s.do(t, "POST", tenants, map[string]any{"name": name}, key).ok(t)
		a := s.do(t, "POST", auth+"/signup", map[string]any{"email": "ann@example.com", "password": password + name, "tenant": name}).ok(t)
		people[name] = toSession(a, "ann@example.com")
	}
	require.NotEqual(t, people["acme"].user, people["beta"].user)
	s.do(t, "POST", auth+"/signup", map[string]any{"email": "ann@example.com", "password": password}).refused(t, 400, "TENANT_NEEDED")
	for name, p := range people {
		login := map[string]any{"email": "ann@example.com", "password": password + name, "tenant": name}
		assert.Equal(t, p.user, s.do(t, "POST", auth+"/login", login).ok(t).text("data.user.id"))
		login["tenant"] = map[string]string{"acme": "beta", "beta": "acme"}[name]
		s.do(t, "POST", auth+"/login", login).refused(t, 401, "INVALID_CREDENTIALS")
		s.do(t, "POST", auth+"/tenant", map[string]any{"tenant": "acme"}, p.bearer()).refused(t, 403, "TENANT_SWITCH_DISABLED")
		s.do(t, "POST", auth+"/change-password", map[string]any{"current_password": password + name, "new_password": password + "new"}, p.bearer()).ok(t)
	}
	s.do(t, "POST", auth+"/login", map[string]any{"email": "ann@example.com", "password": password + "acme"}).refused(t, 401, "INVALID_CREDENTIALS")
	made := s.do(t, "POST", "~/v1/users", map[string]any{"email": "carl@example.com", "password": password, "tenant": "acme"}, key).ok(t)
	s.do(t, "POST", auth+"/login", map[string]any{"email": "carl@example.com", "password": password, "tenant": "beta"}).refused(t, 401, "INVALID_CREDENTIALS")
	carl := s.do(t, "POST", auth+"/login", map[string]any{"email": "carl@example.com", "password": password, "tenant": "acme"}).ok(t)
	assert.Equal(t, made.text("data.id"), carl.text("data.user.id"))
	acme := people["acme"]
	acme.token = s.do(t, "POST", auth+"/login", map[string]any{"email": "ann@example.com", "password": password + "new", "tenant": "acme"}).ok(t).text("data.token")
	s.do(t, "POST", auth+"/signup", map[string]any{"email": "bob@example.com", "password": password, "tenant": "beta"}).ok(t)
	s.do(t, "POST", auth+"/email/change", map[string]any{"email": "bob@example.com"}, acme.bearer()).ok(t)
}

func TestRolesByKey(t *testing.T) {
	t.Parallel()
	s := organised(t, nil)
	key := "X-Admin-Key: " + s.secretKey(t)
	ann := s.signUp(t, "ann@example.com")
	id := s.tenant(t, &ann, "Acme")
	put := func(path string, body map[string]any) answer { return s.do(t, "PUT", "~/v1/"+path, body, key) }
	put("roles/staff", map[string]any{"scope": "project", "permissions": []string{"all"}, "description": "Ours"}).ok(t)
	put("roles/owner", nil).refused(t, 400, "ROLE_INVALID")
	put("tenants/acme/roles/auditor", map[string]any{"permissions": []string{"books.read"}}).ok(t)
	put("tenants/acme/roles/staff", nil).refused(t, 409, "ROLE_NAME_TAKEN")
	s.do(t, "PUT", "~/v1/roles/mine", nil, ann.bearer()).refused(t, 401, "TOKEN_INVALID")
	assert.Len(t, s.do(t, "GET", "~/v1/roles", nil, key).ok(t).at("data.roles"), 1)
	assert.Len(t, s.do(t, "GET", tenants+"/"+id+"/roles", nil, ann.bearer()).ok(t).at("data.roles"), 1)
	put("users/"+ann.user+"/roles", map[string]any{"roles": []string{"nothing"}}).refused(t, 404, "ROLE_NOT_FOUND")
	a := put("users/"+ann.user+"/roles", map[string]any{"roles": []string{"staff"}, "default_role": "staff"}).ok(t)
	assert.Equal(t, "staff", a.text("data.default_role"))
	assert.Equal(t, []any{"staff"}, s.do(t, "GET", "~/v1/users/"+ann.user, nil, key).ok(t).at("data.roles"))
	me := s.do(t, "GET", auth+"/me", nil, ann.bearer()).ok(t)
	assert.ElementsMatch(t, []any{"owner", "staff"}, me.at("data.roles"))
	assert.ElementsMatch(t, []any{"all", "books.read"}, me.at("data.permissions"))
	s.do(t, "DELETE", "~/v1/roles/staff", nil, key).ok(t)
	s.do(t, "DELETE", "~/v1/roles/staff", nil, key).refused(t, 404, "ROLE_NOT_FOUND")
	s.do(t, "DELETE", tenants+"/acme/roles/auditor", nil, key).ok(t)
	assert.Equal(t, []any{"owner"}, s.do(t, "GET", auth+"/me", nil, ann.bearer()).ok(t).at("data.roles"))
}

// Fields that an app adds to the sign-up are the user's metadata, and stand in
// the answer of me.
func TestFieldsOfSignUp(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"signup_fields": `["company", "size"]`})
	body := map[string]any{"email": "ann@example.com", "password": password, "company": "Acme", "size": map[string]any{"people": 7}, "metadata": map[string]any{"a": 1, "size": 1}}
	ann := toSession(s.do(t, "POST", auth+"/signup", body).ok(t), "ann@example.com")
	me := s.do(t, "GET", auth+"/me", nil, ann.bearer()).ok(t)
	assert.Equal(t, "Acme", me.text("data.company"))
	assert.Equal(t, json.Number("7"), me.at("data.size.people"))
	assert.Equal(t, json.Number("1"), me.at("data.metadata.a"))
	assert.Nil(t, me.at("data.a"))
	assert.Equal(t, ann.user, me.text("data.user.id"))
	s.do(t, "POST", auth+"/signup", map[string]any{"email": "bob@example.com", "password": password, "colour": 1}).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
	s.do(t, "POST", auth+"/login", map[string]any{"email": "ann@example.com", "password": password, "company": "x"}).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
}

// A project's own function adds claims to every token; what goes wrong in it is
// told to nobody but the log.
func TestClaimsFunction(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	s.sql(t, `create function public.claims(e jsonb) returns jsonb language plpgsql as $$ begin
		if e #>> '{claims,email}' = 'eve@example.com' then raise exception 'no plan for %', e #>> '{claims,email}'; end if;
		return jsonb_build_object('plan', 'pro'); end $$`)
	s.sql(t, "select auth.project_set('default', 'claims_function', '\"public.claims\"')")
	ann := s.signUp(t, "ann@example.com")
	assert.Equal(t, "pro", claimsOf(t, ann.token)["plan"])
	ann.token = s.do(t, "POST", auth+"/refresh", map[string]any{"refresh_token": ann.refresh}).ok(t).text("data.token")
	assert.Equal(t, "pro", claimsOf(t, ann.token)["plan"])
	a := s.do(t, "POST", auth+"/signup", map[string]any{"email": "eve@example.com", "password": password}).refused(t, 500, "HOOK_FAILED")
	assert.NotContains(t, a.Body, "no plan")
	assert.Contains(t, s.log.String(), "no plan for")
	s.do(t, "POST", auth+"/login", map[string]any{"email": "eve@example.com", "password": password}).refused(t, 401, "INVALID_CREDENTIALS")
}

// Metadata up to its limit makes no token that nobody takes.
func TestLargeMetadataLocksNobodyOut(t *testing.T) {
	t.Parallel()
	s := alone(t, nil)
	metadata := map[string]any{"bio": strings.Repeat("a long story ", 4000)}
	ann := toSession(s.do(t, "POST", auth+"/signup", map[string]any{"email": "ann@example.com", "password": password, "metadata": metadata}).ok(t), "ann@example.com")
	assert.Equal(t, metadata["bio"], s.do(t, "GET", auth+"/me", nil, ann.bearer()).ok(t).text("data.metadata.bio"))
	assert.Less(t, len(ann.token), 8<<10)
}
