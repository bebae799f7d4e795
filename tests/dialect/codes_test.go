package dialect_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// codeTo waits for as many messages with a code to this address or number, and
// gives the newest one's.
func (s *server) codeTo(t testing.TB, address string, nth int) string {
	t.Helper()
	var codes []string
	require.Eventually(t, func() bool {
		codes = nil
		for _, m := range s.mailTo(address) {
			if m.Code != "" {
				codes = append(codes, m.Code)
			}
		}
		return len(codes) >= nth
	}, 15*time.Second, 20*time.Millisecond, "no code to %s", address)
	return codes[0]
}

// wrong is a code of the same length that isn't this one.
func wrong(code string) string {
	if strings.HasPrefix(code, "1") {
		return "2" + code[1:]
	}
	return "1" + code[1:]
}

// coding is a project that lets codes make users, without limits.
func coding() settings {
	born := settings{"signin_creates_user": "true", "redirect_origins": `["https://myapp.com"]`, "code_digits_sms": "8", "limit_sms_number": `"0/1"`, "limit_sms_number_hour": `"0/1"`}
	for name, value := range unlimited {
		born[name] = value
	}
	return born
}

func TestCodeBeforeAccount(t *testing.T) {
	t.Parallel()
	s := alone(t, coding())
	for _, to := range []map[string]any{{"email": "ann@example.com"}, {"phone": "+1 415-555-2671"}} {
		address := "ann@example.com"
		if to["phone"] != nil {
			address = "+14155552671"
		}
		with := func(more map[string]any) map[string]any {
			body := map[string]any{}
			for _, fields := range []map[string]any{to, more} {
				for name, value := range fields {
					body[name] = value
				}
			}
			return body
		}
		a := s.do(t, "POST", "~/auth/signup/code", with(map[string]any{"display_name": "Ann"})).ok(t)
		assert.Equal(t, "600", a.at("data.expires_in").(interface{ String() string }).String())
		code := s.codeTo(t, address, 1)
		assert.Equal(t, 0, value[int](t, s, "select count(*) from auth.users where project_id = auth.project_find(:project) and $1 in (email, phone)", address), "nobody before the proof")

		s.do(t, "POST", "~/auth/signup/verify", with(map[string]any{"code": wrong(code)})).refused(t, 400, "CODE_INVALID")
		s.do(t, "POST", "~/auth/code/verify", with(map[string]any{"code": code})).refused(t, 400, "CODE_INVALID") // another purpose
		a = s.do(t, "POST", "~/auth/signup/verify", with(map[string]any{"code": code, "password": password, "metadata": map[string]any{"a": 1}})).ok(t)
		assert.Equal(t, "Ann", a.text("data.user.display_name"))
		p := toSession(a, address)
		s.do(t, "GET", "~/auth/me", nil, p.bearer()).ok(t)
		s.do(t, "POST", "~/auth/signup/verify", with(map[string]any{"code": code})).refused(t, 400, "CODE_INVALID") // once
		s.do(t, "POST", "~/auth/login", with(map[string]any{"password": password})).ok(t)
		s.do(t, "POST", "~/auth/signup/code", to).refused(t, 409, "VALIDATION_DUPLICATE")
	}
	assert.Len(t, s.mailTo("+14155552671")[0].Code, 8, "digits by setting")
}

func TestSignInByCode(t *testing.T) {
	t.Parallel()
	s := alone(t, coding())
	for _, to := range []map[string]any{{"email": "ann@example.com"}, {"phone": "+14155552671"}} {
		address, _ := to["email"].(string)
		if address == "" {
			address = to["phone"].(string)
		}
		s.do(t, "POST", "~/auth/code", to).ok(t)
		old := s.codeTo(t, address, 1)
		s.do(t, "POST", "~/auth/code", to).ok(t)
		code := s.codeTo(t, address, 2)
		body := map[string]any{"email": to["email"], "phone": to["phone"], "code": old}
		s.do(t, "POST", "~/auth/code/verify", body).refused(t, 400, "CODE_INVALID") // a new code kills the older
		body["code"] = code
		made := toSession(s.do(t, "POST", "~/auth/code/verify", body).ok(t), address)
		me := s.do(t, "GET", "~/auth/me", nil, made.bearer()).ok(t)
		assert.Equal(t, made.user, me.text("data.id"))

		s.do(t, "POST", "~/auth/code", to).ok(t)
		body["code"] = s.codeTo(t, address, 3)
		again := toSession(s.do(t, "POST", "~/auth/code/verify", body).ok(t), address)
		assert.Equal(t, made.user, again.user, "the same user comes back")
	}
	s.do(t, "POST", "~/auth/code", map[string]any{"phone": "4155552671"}).refused(t, 400, "VALIDATION_PHONE")
	s.do(t, "POST", "~/auth/code", map[string]any{"phone": "+19005550199"}).refused(t, 400, "VALIDATION_PHONE")
	s.do(t, "POST", "~/auth/code", map[string]any{}).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
}

func TestSignInByLink(t *testing.T) {
	t.Parallel()
	s := alone(t, coding())
	ask := map[string]any{"email": "ann@example.com", "redirect_url": "https://myapp.com/in"}
	s.do(t, "POST", "~/auth/link", ask).ok(t)
	link := s.linkTo(t, "ann@example.com")
	assert.Equal(t, "myapp.com", link.Host)
	token := link.Query().Get("token")
	p := toSession(s.do(t, "POST", "~/auth/link/verify", map[string]any{"token": token}).ok(t), "ann@example.com")
	s.do(t, "GET", "~/auth/me", nil, p.bearer()).ok(t)
	s.do(t, "POST", "~/auth/link/verify", map[string]any{"token": token}).refused(t, 400, "LINK_INVALID")
	s.do(t, "POST", "~/auth/link/verify", map[string]any{"token": "lt_x"}).refused(t, 400, "LINK_INVALID")
	s.do(t, "POST", "~/auth/link", map[string]any{"email": "ann@example.com"}).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	s.do(t, "POST", "~/auth/link", map[string]any{"email": "ann@example.com", "redirect_url": "https://evil.example"}).refused(t, 400, "VALIDATION_REDIRECT_URL")
	s.sql(t, `select auth.project_set(:project, 'site_url', '"https://shop.example/welcome"')`)
	require.Eventually(t, func() bool {
		return s.do(t, "POST", "~/auth/link", map[string]any{"email": "site@example.com"}).Status == 200
	}, 15*time.Second, 20*time.Millisecond, "without redirect_url it leads to where the app lives")
	home := s.linkTo(t, "site@example.com")
	assert.Equal(t, "https://shop.example/welcome", home.Scheme+"://"+home.Host+home.Path)
	toSession(s.do(t, "POST", "~/auth/link/verify", map[string]any{"token": home.Query().Get("token")}).ok(t), "site@example.com")
	s.do(t, "GET", "~/auth/link/verify?token="+token, nil).refused(t, 405, "METHOD_NOT_ALLOWED") // a scanner consumes nothing
}

// GHSA-qq9h-g4jm-xgf3: who signed up first with somebody else's address keeps nothing.
func TestPreHijackedAccountIsTheOwners(t *testing.T) {
	t.Parallel()
	s := alone(t, coding())
	for _, to := range []map[string]any{{"email": "ann@example.com"}, {"phone": "+14155552671"}} {
		address, _ := to["email"].(string)
		if address == "" {
			address = to["phone"].(string)
		}
		body := map[string]any{"email": to["email"], "phone": to["phone"], "password": "the attacker's own"}
		thief := toSession(s.do(t, "POST", "~/auth/signup", body).ok(t), address)
		s.do(t, "POST", "~/auth/code", to).ok(t)
		owner := map[string]any{"email": to["email"], "phone": to["phone"], "code": s.codeTo(t, address, 1)}
		s.do(t, "POST", "~/auth/code/verify", owner).ok(t)
		s.do(t, "POST", "~/auth/login", body).refused(t, 401, "INVALID_CREDENTIALS")
		require.Equal(t, 401, s.do(t, "GET", "~/auth/me", nil, thief.bearer()).Status)
		require.Equal(t, 401, s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": thief.refresh}).Status)
	}
}

func TestDebugCodesOnlyWhereTheServerAllowsThem(t *testing.T) {
	t.Parallel()
	born := coding()
	born["debug_codes"] = "true"
	born["code_digits_mail"] = "4"
	ask := map[string]any{"email": "ann@example.com"}
	fixed := map[string]any{"email": "ann@example.com", "code": "1234"}

	s := alone(t, born, "ROLECALL_ALLOW_DEBUG=true")
	s.do(t, "POST", "~/auth/code", ask).ok(t)
	s.do(t, "POST", "~/auth/code/verify", fixed).ok(t)
	assert.Equal(t, 0, value[int](t, s, "select count(*) from auth.outbox"), "nothing is sent")

	s = alone(t, born)
	s.do(t, "POST", "~/auth/code", ask).ok(t)
	if code := s.codeTo(t, "ann@example.com", 1); code != "1234" {
		s.do(t, "POST", "~/auth/code/verify", fixed).refused(t, 400, "CODE_INVALID")
	}
}
