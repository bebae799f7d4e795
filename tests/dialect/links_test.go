package dialect_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const asPerson = "Accept: text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"

// path is a link as s serves it.
func path(link *url.URL) string { return link.RequestURI() }

// post sends a page's form.
func (s *server) post(t *testing.T, path string, fields url.Values) answer {
	t.Helper()
	s.log.guard(fields.Get("token"))
	s.log.guard(fields.Get("new_password"))
	return s.do(t, "POST", path, fields.Encode(), "Content-Type: application/x-www-form-urlencoded", asPerson)
}

// isPage demands a page for people that runs no script and leaks nothing.
func (a answer) isPage(t *testing.T, status int, words string) {
	t.Helper()
	require.Equal(t, status, a.Status, a.Body)
	assert.Equal(t, "text/html; charset=utf-8", a.Header.Get("Content-Type"))
	assert.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	assert.Equal(t, "no-referrer", a.Header.Get("Referrer-Policy"))
	policy := a.Header.Get("Content-Security-Policy")
	for _, word := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
		assert.Contains(t, policy, word)
	}
	assert.NotContains(t, policy, "unsafe")
	assert.Contains(t, a.Body, words)
	assert.NotContains(t, a.Body, "<script")
}

func verifying() settings {
	return settings{"verify_email": "true", "redirect_origins": `["https://myapp.com"]`, "limit_mail_address": `"0/1"`}
}

func TestScannersConsumeNothing(t *testing.T) {
	t.Parallel()
	s := open(t, verifying())
	s.signUp(t, "ann@example.com")
	link := s.linkTo(t, "ann@example.com")
	for _, accept := range []string{asPerson, "Accept: */*", "Accept: ", "Accept: text/html, application/json", "Accept: image/*"} {
		for range 2 {
			s.do(t, "GET", path(link), nil, accept).isPage(t, 200, "Yes, confirm")
		}
	}
	for _, method := range []string{"HEAD", "OPTIONS"} {
		s.send(t, s.request(t, method, path(link), nil))
	}
	require.False(t, value[bool](t, s, `select email_confirmed_at is not null from auth.users where project_id = auth.project_find(:project)`))
	token := link.Query().Get("token")
	s.post(t, "~/auth/verify", url.Values{"token": {token}}).isPage(t, 200, "confirmed")
	require.True(t, value[bool](t, s, `select email_confirmed_at is not null from auth.users where project_id = auth.project_find(:project)`))
	s.post(t, "~/auth/verify", url.Values{"token": {token}}).isPage(t, 400, "was used")
}

func TestProgramsRedeemByGETOrPOST(t *testing.T) {
	t.Parallel()
	s := open(t, verifying())
	ann := s.signUp(t, "ann@example.com")
	a := s.do(t, "GET", path(s.linkTo(t, "ann@example.com")), nil, "Accept: application/json").ok(t)
	assert.Equal(t, true, a.at("data.verified"))
	assert.Equal(t, ann.user, a.at("data.user.id"))
	assert.Equal(t, "1", string(a.Body[strings.Index(a.Body, `"email_verified":`)+len(`"email_verified":`)]))
	s.signUp(t, "bob@example.com")
	token := s.linkTo(t, "bob@example.com").Query().Get("token")
	s.do(t, "POST", "~/auth/verify", map[string]any{"token": token}).ok(t)
	s.do(t, "POST", "~/auth/verify", map[string]any{"token": token}).refused(t, 400, "LINK_INVALID")
	s.do(t, "POST", "~/auth/resend-verification", nil, ann.bearer()).refused(t, 400, "EMAIL_ALREADY_VERIFIED")
}

func TestVerifiedPeopleGoOn(t *testing.T) {
	t.Parallel()
	const next = "https://myapp.com/welcome?a=1&b=2"
	body := map[string]any{"email": "ann@example.com", "password": password, "redirect_url": next}
	s := open(t, verifying())
	s.do(t, "POST", "~/auth/signup", body).ok(t)
	token := s.linkTo(t, "ann@example.com").Query().Get("token")
	a := s.post(t, "~/auth/verify", url.Values{"token": {token}})
	a.isPage(t, 200, `href="https://myapp.com/welcome?a=1&amp;b=2"`)

	born := verifying()
	born["link_confirm"] = `"redirect"`
	s = open(t, born)
	s.do(t, "POST", "~/auth/signup", body).ok(t)
	link := s.linkTo(t, "ann@example.com")
	a = s.do(t, "GET", path(link), nil, asPerson)
	assert.Equal(t, 302, a.Status)
	assert.Equal(t, next, a.Header.Get("Location"), "without a token in it")
	assert.Equal(t, "no-store", a.Header.Get("Cache-Control"))
	assert.Equal(t, "no-referrer", a.Header.Get("Referrer-Policy"))
	s.do(t, "GET", path(link), nil, asPerson).isPage(t, 400, "was used")
}

func TestResetByPage(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": "ann@example.com"}).ok(t)
	link := s.linkTo(t, "ann@example.com")
	page := s.do(t, "GET", path(link), nil, asPerson)
	page.isPage(t, 200, "New password")
	hidden := regexp.MustCompile(`name="token" value="([^"]+)"`).FindStringSubmatch(page.Body)
	require.Len(t, hidden, 2)
	require.Equal(t, link.Query().Get("token"), hidden[1])
	fields := url.Values{"token": {hidden[1]}, "new_password": {"short"}}
	s.post(t, "~/auth/reset-password", fields).isPage(t, 400, `name="new_password"`) // another try
	fields.Set("new_password", "fresh horse battery")
	s.post(t, "~/auth/reset-password", fields).isPage(t, 200, "Password set")
	s.signIn(t, "ann@example.com", "fresh horse battery")
	again := s.post(t, "~/auth/reset-password", fields)
	again.isPage(t, 400, "was used")
	assert.NotContains(t, again.Body, "<form")
}

func TestLinksDieWithWhatTheyWereFor(t *testing.T) {
	t.Parallel()
	s := open(t, verifying())
	for name, kill := range map[string]string{
		"expired":  `update auth.tickets set expires_at = now()`,
		"moved":    `update auth.users set email = 'elsewhere-' || email`,
		"disabled": `update auth.users set disabled_at = now()`,
		"deleted":  `delete from auth.users`,
		"mangled":  `update auth.tickets set created_at = now()`,
	} {
		email := name + "@example.com"
		s.signUp(t, email)
		token := s.linkTo(t, email).Query().Get("token")
		s.sql(t, kill+` where project_id = auth.project_find(:project)`)
		if name == "mangled" {
			token = token[:len(token)-2]
		}
		s.do(t, "POST", "~/auth/verify", map[string]any{"token": token}).refused(t, 400, "LINK_INVALID")
	}
}

func TestLinkOfOnePurposeServesNoOther(t *testing.T) {
	t.Parallel()
	s := open(t, verifying())
	s.signUp(t, "ann@example.com")
	verify := s.linkTo(t, "ann@example.com").Query().Get("token")
	s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": verify, "new_password": "new123456"}).refused(t, 400, "LINK_INVALID")
	shop, _, _ := s.newProject(t)
	s.do(t, "POST", "/p/"+shop+"/auth/verify", map[string]any{"token": verify}).refused(t, 400, "LINK_INVALID")
	s.do(t, "POST", "~/auth/verify", map[string]any{"token": verify}).ok(t)
}

// Mails to somebody new are in the language that their browser asks for.
func TestNewUsersAreWrittenToInTheirLanguage(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"verify_email": "true"})
	s.sql(t, `select auth.mail_template_set(p_project => :project, p_name => 'verify_email', p_locale => 'de', p_subject => 'Hallo {{.DisplayName}}', p_body_text => '{{.Link}}', p_body_html => '')`)
	sent := func(email string, body map[string]any, headers ...string) string {
		body["email"], body["password"], body["display_name"] = email, password, "<b>A</b>"
		s.do(t, "POST", "~/auth/signup", body, headers...).ok(t)
		s.linkTo(t, email)
		return s.mailTo(email)[0].Subject
	}
	assert.Equal(t, "Hallo <b>A</b>", sent("a@example.com", map[string]any{}, "Accept-Language: de-AT,en;q=0.5"))
	assert.NotContains(t, sent("b@example.com", map[string]any{}, "Accept-Language: fr"), "Hallo", "a language that there is no template in")
	assert.NotContains(t, sent("c@example.com", map[string]any{"locale": "en"}, "Accept-Language: de"), "Hallo", "who says so is asked no further")
	assert.Equal(t, "de-AT", value[string](t, s, `select locale from auth.users where email = 'a@example.com' and project_id = auth.project_find(:project)`))
}
