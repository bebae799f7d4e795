package dialect_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// mangled are the ways in which a secret comes almost as it was given.
func mangled(token string) map[string]string {
	last := len(token) - 1
	flipped := "A"
	if token[last] == 'A' {
		flipped = "B"
	}
	return map[string]string{
		"cut by one":      token[:last],
		"cut in half":     token[:len(token)/2],
		"prefix alone":    token[:strings.IndexByte(token, '_')+1],
		"longer by one":   token + "A",
		"padded":          token + "=",
		"twice":           token + token,
		"another case":    strings.ToUpper(token),
		"another letter":  token[:last] + flipped,
		"blank before":    " " + token,
		"newline after":   token + "\n",
		"NUL after":       token + "\x00",
		"without prefix":  token[strings.IndexByte(token, '_')+1:],
		"pattern for all": token[:strings.IndexByte(token, '_')+1] + "%",
	}
}

// mangledJWT is the same for a token of three parts.
func mangledJWT(token string) map[string]string {
	parts := strings.Split(token, ".")
	return map[string]string{
		"cut by one":        token[:len(token)-1],
		"cut in half":       token[:len(token)/2],
		"without signature": parts[0] + "." + parts[1] + ".",
		"two parts":         parts[0] + "." + parts[1],
		"longer by one":     token + "A",
		"padded":            token + "=",
		"a part more":       token + "." + parts[2],
		"another case":      strings.ToLower(token),
	}
}

// CVE-2026-27840 (Zitadel): a token that lost its end still counted.
func TestCVE_2026_27840_TruncatedTokens(t *testing.T) {
	t.Parallel()
	s := open(t, unlimited)
	ann := s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": ann.email}).ok(t)
	link := s.linkTo(t, ann.email).Query().Get("token")
	key := s.secretKey(t)
	for how, refresh := range mangled(ann.refresh) {
		s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": refresh}).refused(t, 401, "REFRESH_TOKEN_INVALID")
		assert.NotContains(t, refresh, ann.token, how)
	}
	for how, token := range mangled(link) {
		a := s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": token, "new_password": "another horse battery"})
		assert.Equal(t, 400, a.Status, "%s: %s", how, a.Body)
	}
	for how, other := range mangled(key) {
		if strings.ContainsAny(other, "\n\x00") || strings.TrimSpace(other) != other {
			continue // no such header can be sent, or HTTP trims it
		}
		a := s.do(t, "GET", "~/v1/redirect-origins", nil, "X-Admin-Key: "+other)
		assert.Contains(t, []int{401, 403}, a.Status, "%s: %s", how, a.Body)
	}
	for how, token := range mangledJWT(ann.token) {
		a := s.do(t, "GET", "~/auth/me", nil, "Authorization: Bearer "+token)
		assert.Equal(t, 401, a.Status, "%s: %s", how, a.Body)
	}
	s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": ann.refresh}).ok(t)
	s.do(t, "GET", "~/v1/redirect-origins", nil, "X-Admin-Key: "+key).ok(t)
	s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": link, "new_password": "another horse battery"}).ok(t)
}

// fiats are fields by which somebody would be what they didn't prove.
var fiats = []string{`"email_verified":true`, `"email_confirmed_at":"2026-01-01T00:00:00Z"`, `"phone_verified":true`, `"phone_confirmed_at":"2026-01-01T00:00:00Z"`,
	`"emailVerified":true`, `"app_metadata":{"role":"admin"}`, `"role":"service_role"`, `"roles":["admin"]`, `"is_anonymous":false`, `"aal":"aal2"`, `"id":"00000000-0000-0000-0000-000000000001"`}

// CVE-2026-27946 and CVE-2026-54693 (Zitadel): people verified their own address by saying so.
func TestCVE_2026_27946_NobodyVerifiesThemselves(t *testing.T) {
	t.Parallel()
	born := settings{"verify_email": "false"}
	for name, value := range unlimited {
		born[name] = value
	}
	s := open(t, born)
	ann := s.signUp(t, "ann@example.com")
	for _, fiat := range fiats {
		s.do(t, "PATCH", "~/auth/me", `{`+fiat+`}`, ann.bearer()).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
		s.do(t, "POST", "~/auth/signup", `{"email":"bob@example.com","password":"`+password+`",`+fiat+`}`).refused(t, 400, "VALIDATION_UNKNOWN_FIELD")
		s.do(t, "PATCH", "~/auth/me", `{"metadata":{`+fiat+`}}`, ann.bearer()).ok(t)
	}
	me := s.do(t, "GET", "~/auth/me", nil, ann.bearer()).ok(t)
	assert.Nil(t, value[*string](t, s, `select email_confirmed_at::text from auth.users where id = $1`, ann.user), me.Body)
	assert.Equal(t, "aal1", value[string](t, s, `select 'aal' || aal from auth.sessions where user_id = $1`, ann.user))
	assert.Equal(t, "{}", value[string](t, s, `select app_metadata::text from auth.users where id = $1`, ann.user))
	fresh := s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": ann.refresh}).ok(t)
	claims := strings.ReplaceAll(decoded(t, strings.Split(fresh.text("data.token"), ".")[1]), ": ", ":")
	assert.Contains(t, claims, `"role":"`+value[string](t, s, `select authenticated_role from auth.projects where slug = :project`)+`"`)
	assert.Contains(t, claims, `"app_metadata":{}`)
}

// CVE-2026-33503, CVE-2026-33504, CVE-2026-33505 (Ory): a forged cursor became SQL.
func TestCVE_2026_33503_ForgedCursors(t *testing.T) {
	t.Parallel()
	s := open(t, settings{"tenants": `"shared"`})
	by := string(s.keyed(t))
	s.signUp(t, "ann@example.com")
	for _, path := range []string{"users", "audit", "invitations", "tenants"} {
		for _, cursor := range []string{"1; drop table auth.users", "' or true --", "1' union select password_hash from auth.users --", "$1", "%00", "99999999999999999999.x",
			"MTsgZHJvcCB0YWJsZSBhdXRoLnVzZXJz", `{"id":"x"}`, "-1", strings.Repeat("9", 4000)} {
			a := s.do(t, "GET", "~/v1/"+path+"?cursor="+url.QueryEscape(cursor), nil, by)
			assert.Equal(t, "400 CURSOR_INVALID", fmt.Sprint(a.Status, " ", a.text("error.code")), "%s %s: %s", path, cursor, a.Body)
		}
	}
}
