package dialect_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestVerifyOwnAddressByCode(t *testing.T) {
	t.Parallel()
	born := coding()
	born["verify_phone"] = "true"
	s := alone(t, born)
	ann := s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/auth/email/send", nil, ann.bearer()).ok(t)
	code := s.codeTo(t, "ann@example.com", 1)
	s.do(t, "POST", "~/auth/email/verify", map[string]any{"code": wrong(code)}, ann.bearer()).refused(t, 400, "CODE_INVALID")
	s.do(t, "POST", "~/auth/email/verify", map[string]any{"code": code}, ann.bearer()).ok(t)
	s.do(t, "POST", "~/auth/email/send", nil, ann.bearer()).refused(t, 400, "EMAIL_ALREADY_VERIFIED")
	s.do(t, "POST", "~/auth/phone/send", nil, ann.bearer()).refused(t, 400, "VALIDATION_REQUIRED_FIELD")
	s.do(t, "POST", "~/auth/email/send", nil).refused(t, 401, "TOKEN_NEEDED")

	// By who signed up and has no session.
	a := s.do(t, "POST", "~/auth/signup", map[string]any{"phone": "+14155552671", "password": password}).ok(t)
	assert.Equal(t, "+14155552671", a.text("data.user.phone"))
	first := s.codeTo(t, "+14155552671", 1)
	s.do(t, "POST", "~/auth/phone/send", map[string]any{"phone": "+14155552671"}).ok(t)
	second := s.codeTo(t, "+14155552671", 2)
	s.do(t, "POST", "~/auth/phone/verify", map[string]any{"phone": "+14155552671", "code": first}).refused(t, 400, "CODE_INVALID")
	s.do(t, "POST", "~/auth/phone/verify", map[string]any{"phone": "+14155552671", "code": second}).ok(t)
	s.do(t, "POST", "~/auth/login", map[string]any{"phone": "+14155552671", "password": password}).ok(t)
}

func TestChangeOfAddress(t *testing.T) {
	t.Parallel()
	s := alone(t, coding())
	ann := s.signUp(t, "ann@example.com")
	s.signUp(t, "bob@example.com")
	s.do(t, "POST", "~/auth/email/change", map[string]any{"email": "bob@example.com"}, ann.bearer()).refused(t, 409, "VALIDATION_DUPLICATE")
	s.do(t, "POST", "~/auth/email/change", map[string]any{"email": "+14155552671"}, ann.bearer()).refused(t, 400, "VALIDATION_EMAIL")

	s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": "ann@example.com"}).ok(t)
	stale := s.linkTo(t, "ann@example.com").Query().Get("token")
	s.do(t, "POST", "~/auth/email/change", map[string]any{"email": "new@example.com"}, ann.bearer()).ok(t)
	code := s.codeTo(t, "new@example.com", 1)
	s.do(t, "POST", "~/auth/email/change/verify", map[string]any{"email": "other@example.com", "code": code}, ann.bearer()).refused(t, 400, "CODE_INVALID")
	a := s.do(t, "POST", "~/auth/email/change/verify", map[string]any{"email": "new@example.com", "code": code}, ann.bearer()).ok(t)
	assert.Equal(t, "new@example.com", a.text("data.user.email"))
	assert.Equal(t, 1, value[int](t, s, "select count(*) from auth.outbox where project_id = auth.project_find(:project) and template = 'email_changed' and destination = 'ann@example.com'"), "the old one is told")
	s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": stale, "new_password": "another horse battery"}).refused(t, 400, "LINK_INVALID")
	s.signIn(t, "new@example.com", password)

	// By link, which the page redeems as it does a verification.
	s.do(t, "POST", "~/auth/email/change", map[string]any{"email": "newer@example.com", "by": "link"}, ann.bearer()).ok(t)
	token := s.linkTo(t, "newer@example.com").Query().Get("token")
	s.do(t, "POST", "~/auth/verify", map[string]any{"token": token}).ok(t)
	s.signIn(t, "newer@example.com", password)

	s.do(t, "POST", "~/auth/phone/change", map[string]any{"phone": "+14155552671"}, ann.bearer()).ok(t)
	code = s.codeTo(t, "+14155552671", 1)
	a = s.do(t, "POST", "~/auth/phone/change/verify", map[string]any{"phone": "+14155552671", "code": code}, ann.bearer()).ok(t)
	assert.Equal(t, "+14155552671", a.text("data.user.phone"))
	s.do(t, "POST", "~/auth/login", map[string]any{"phone": "+14155552671", "password": password}).ok(t)
}

func TestResetByCode(t *testing.T) {
	t.Parallel()
	s := alone(t, coding())
	s.signUp(t, "ann@example.com")
	s.do(t, "POST", "~/auth/signup", map[string]any{"phone": "+14155552671", "password": password}).ok(t)
	for _, who := range []map[string]any{{"email": "ann@example.com"}, {"phone": "+14155552671"}} {
		address, _ := who["email"].(string)
		if address == "" {
			address = who["phone"].(string)
		}
		body := func(more ...any) map[string]any {
			b := map[string]any{"email": who["email"], "phone": who["phone"]}
			for i := 0; i < len(more); i += 2 {
				b[more[i].(string)] = more[i+1]
			}
			return b
		}
		s.do(t, "POST", "~/auth/forgot-password", body("by", "code")).ok(t)
		code := s.codeTo(t, address, 1)
		s.do(t, "POST", "~/auth/reset-password", body("code", wrong(code), "new_password", "first horse battery")).refused(t, 400, "CODE_INVALID")
		s.do(t, "POST", "~/auth/reset-password", body("code", code, "new_password", "short")).refused(t, 400, "VALIDATION_PASSWORD_TOO_SHORT")
		s.do(t, "POST", "~/auth/reset-password", body("code", code, "new_password", "first horse battery")).ok(t)
		s.do(t, "POST", "~/auth/login", body("password", "first horse battery")).ok(t)

		s.do(t, "POST", "~/auth/forgot-password", body("by", "code")).ok(t)
		code = s.codeTo(t, address, 2)
		token := s.do(t, "POST", "~/auth/reset-password/token", body("code", code)).ok(t).text("data.token")
		require.NotEmpty(t, token)
		s.do(t, "POST", "~/auth/reset-password/token", body("code", code)).refused(t, 400, "CODE_INVALID")
		s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": token, "new_password": "second horse battery"}).ok(t)
		s.do(t, "POST", "~/auth/reset-password", map[string]any{"token": token, "new_password": "third horse battery"}).refused(t, 400, "LINK_INVALID")
		s.do(t, "POST", "~/auth/login", body("password", "second horse battery")).ok(t)
	}
	s.do(t, "POST", "~/auth/forgot-password", map[string]any{"email": "ann@example.com", "by": "owl"}).refused(t, 400, "VALIDATION_INVALID_FIELD")
}
