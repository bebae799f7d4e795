package dialect_test

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestInvitations(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"signup_mode": `"invitation"`, "limit_mail_address": `"0/1"`, "verify_email": "true", "redirect_origins": `["https://app.example"]`})
	admin := "X-Admin-Key: " + s.secretKey(t)
	invite := func(email string, more map[string]any) answer {
		body := map[string]any{"email": email}
		for name, v := range more {
			body[name] = v
		}
		return s.do(t, "POST", "~/v1/invitations", body, admin)
	}
	s.do(t, "POST", "~/v1/invitations", map[string]any{"email": "ann@example.com"}).refused(t, 401, "KEY_NEEDED")
	come := map[string]any{"email": "ann@example.com", "password": password}
	s.do(t, "POST", "~/auth/signup", come).refused(t, 403, "INVITATION_NEEDED")

	invite("ann@example.com", map[string]any{"app_metadata": map[string]any{"team": "red"}}).ok(t)
	link := s.linkTo(t, "ann@example.com")
	token := link.Query().Get("token")
	require.Equal(t, "/p/"+s.project+"/auth/invitation", link.Path)
	require.Equal(t, 200, s.do(t, "GET", "~/auth/invitation?token="+token, nil).Status, "a page, which consumes nothing")
	s.do(t, "POST", "~/auth/signup", map[string]any{"email": "bob@example.com", "password": password, "invitation": token}).refused(t, 403, "INVITATION_INVALID")
	come["invitation"] = token
	a := s.do(t, "POST", "~/auth/signup", come).ok(t)
	require.Equal(t, json.Number("1"), a.at("data.user.email_verified"), "the token was in the mailbox")
	require.Empty(t, a.text("data.warning"), "and no link is sent to it")
	require.Equal(t, "red", value[string](t, s, `select app_metadata ->> 'team' from auth.users where project_id = auth.project_find(:project)`))
	s.do(t, "POST", "~/auth/signup", come).refused(t, 403, "INVITATION_INVALID")
	invite("ann@example.com", nil).refused(t, 409, "VALIDATION_DUPLICATE")

	invite("bob@example.com", map[string]any{"redirect_url": "https://evil.example"}).refused(t, 400, "VALIDATION_REDIRECT_URL")
	invite("bob@example.com", map[string]any{"redirect_url": "https://app.example/join"}).ok(t)
	link = s.linkTo(t, "bob@example.com")
	token = link.Query().Get("token")
	require.Equal(t, "app.example", link.Host)
	s.do(t, "POST", "~/auth/invitation", map[string]any{"token": "it_" + token[3:5] + token[3:], "password": password}).refused(t, 403, "INVITATION_INVALID")
	accepted := s.do(t, "POST", "~/auth/invitation", map[string]any{"token": token, "password": password, "display_name": "Bob"}).ok(t)
	require.Equal(t, "bob@example.com", accepted.text("data.user.email"))
	require.Equal(t, "Bob", accepted.text("data.user.display_name"))

	id := invite("carol@example.com", nil).ok(t).text("data.id")
	token = s.linkTo(t, "carol@example.com").Query().Get("token")
	s.do(t, "DELETE", "~/v1/invitations/"+id, nil, admin).ok(t)
	s.do(t, "DELETE", "~/v1/invitations/"+id, nil, admin).refused(t, 404, "INVITE_NOT_FOUND")
	form := url.Values{"token": {token}, "new_password": {password}}.Encode()
	page := s.do(t, "POST", "~/auth/invitation", form, "Content-Type: application/x-www-form-urlencoded")
	require.Equal(t, 403, page.Status)
	require.Contains(t, page.Body, "This invitation is not valid")
	list := s.do(t, "GET", "~/v1/invitations", nil, admin).ok(t)
	require.Len(t, list.at("data.invitations"), 3)
	require.NotContains(t, list.Body, "it_")
	s.do(t, "GET", "~/v1/invitations?cursor=x", nil, admin).refused(t, 400, "CURSOR_INVALID")
}

func TestDomainsOnTheWire(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"email_domains_allowed": `["example.com", "*.müller.example"]`})
	come := func(email string) answer {
		return s.do(t, "POST", "~/auth/signup", map[string]string{"email": email, "password": password})
	}
	come("ann@example.com").ok(t)
	come("ann@mail.xn--mller-kva.example").ok(t)
	come("ann@evil.example").refused(t, 403, "EMAIL_DOMAIN_REFUSED")
	s.do(t, "POST", "~/auth/signup/code", map[string]string{"email": "ann@evil.example"}).refused(t, 403, "EMAIL_DOMAIN_REFUSED")
}
