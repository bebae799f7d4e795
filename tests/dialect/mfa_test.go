package dialect_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// authenticator is somebody's app: RFC 6238 by the book.
type authenticator struct {
	secret []byte
	step   int64 // the last one that it showed
}

func newAuthenticator(t testing.TB, secret string) *authenticator {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	require.NoError(t, err)
	return &authenticator{secret: key}
}

// code is one that was not shown yet: of the last step, of this one, of the
// next one, and then the test would have to wait.
func (a *authenticator) code(t testing.TB) string {
	t.Helper()
	now := time.Now().Unix() / 30
	a.step = max(a.step+1, now-1)
	require.LessOrEqual(t, a.step, now+1, "the test shows more codes than there are in ninety seconds")
	return a.at(a.step)
}

func (a *authenticator) at(step int64) string {
	mac := hmac.New(sha1.New, a.secret)
	_ = binary.Write(mac, binary.BigEndian, step)
	sum := mac.Sum(nil)
	at := sum[len(sum)-1] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff)%1_000_000)
}

// wrong is a code of no step that counts.
func (a *authenticator) wrong() string { return a.at(1) }

const mfa = "/p/default/auth/mfa"

// enrolled is somebody with a TOTP factor, signed in with it.
type enrolled struct {
	session
	app     *authenticator
	factor  string
	codes   []string
	confirm answer
}

func (s *server) enroll(t testing.TB, email string) *enrolled {
	t.Helper()
	p := s.signUp(t, email)
	begun := s.do(t, "POST", mfa+"/enroll", map[string]any{"name": "Phone"}, p.bearer()).ok(t)
	s.log.guard(begun.text("data.secret"))
	e := &enrolled{session: p, app: newAuthenticator(t, begun.text("data.secret")), factor: begun.text("data.factor_id")}
	assert.Contains(t, begun.text("data.otpauth_url"), "otpauth://totp/")
	assert.True(t, strings.HasPrefix(begun.text("data.qr_code"), "data:image/png;base64,"))
	e.confirm = s.do(t, "POST", mfa+"/confirm", map[string]any{"factor_id": e.factor, "code": e.app.code(t)}, p.bearer()).ok(t)
	codes, _ := e.confirm.at("data.recovery_codes").([]any)
	for _, code := range codes {
		e.codes = append(e.codes, code.(string))
		s.log.guard(code.(string))
	}
	require.Len(t, e.codes, 10)
	return e
}

// challenge signs in with the password and gives the ticket that is left.
func (s *server) challenge(t testing.TB, email string) string {
	t.Helper()
	a := s.do(t, "POST", "/p/default/auth/login", map[string]any{"email": email, "password": password}).ok(t)
	require.Equal(t, true, a.at("data.mfa_required"), a.Body)
	require.Nil(t, a.at("data.token"), "no session before the second factor")
	s.log.guard(a.text("data.ticket"))
	return a.text("data.ticket")
}

func (s *server) verify(t testing.TB, body map[string]any, headers ...string) answer {
	t.Helper()
	a := s.do(t, "POST", mfa+"/verify", body, headers...)
	if token := a.text("data.device_token"); token != "" {
		s.log.guard(token)
	}
	return a
}

func (s *server) aal(t testing.TB, token string) string {
	t.Helper()
	return claimsOf(t, token)["aal"].(string)
}

func TestTOTPFromEnrollmentToSignIn(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	s.notes(t)
	e := s.enroll(t, "ann@example.com")
	require.Equal(t, "aal1", s.aal(t, e.token))
	require.Equal(t, "aal2", s.aal(t, e.confirm.text("data.token")), "the session that confirmed is strong at once")
	require.Empty(t, e.confirm.text("data.refresh_token"), "and keeps its refresh token")
	listed := s.do(t, "GET", mfa, nil, e.bearer()).ok(t)
	require.NotContains(t, listed.Body, "secret", "shown once")
	require.Equal(t, "10", fmt.Sprint(listed.at("data.recovery_codes_left")))

	ticket := s.challenge(t, e.email)
	s.verify(t, map[string]any{"ticket": ticket, "code": e.app.wrong()}).refused(t, 401, "SECOND_FACTOR_WRONG")
	s.verify(t, map[string]any{"ticket": ticket, "code": e.app.at(e.app.step)}).refused(t, 401, "SECOND_FACTOR_WRONG")
	done := s.verify(t, map[string]any{"ticket": ticket, "code": e.app.code(t)}).ok(t)
	require.Equal(t, "aal2", s.aal(t, done.text("data.token")))
	s.through(t, toSession(done, e.email), 200, "a whole session")
	s.verify(t, map[string]any{"ticket": ticket, "code": e.codes[0]}).refused(t, 401, "TICKET_INVALID")
	require.Equal(t, "aal2", s.aal(t, s.do(t, "POST", "/p/default/auth/refresh",
		map[string]any{"refresh_token": done.text("data.refresh_token")}).ok(t).text("data.token")), "a refresh changes nothing of it")
}

// Security item 28.
func TestSecretsOfFactorsAreSealedOrHashed(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	e := s.enroll(t, "ann@example.com")
	device := s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": e.codes[0], "trust_device": true}).ok(t).text("data.device_token")
	dump := ""
	for _, table := range []string{"factors", "recovery_codes", "trusted_devices", "tickets", "audit_log", "outbox", "sessions"} {
		dump += value[string](t, s, "select coalesce(string_agg(t::text, ''), '') from auth."+table+" t")
	}
	require.Contains(t, dump, e.factor)
	for _, secret := range append(e.codes, device, string(e.app.secret), hex.EncodeToString(e.app.secret),
		base32.StdEncoding.EncodeToString(e.app.secret), hex.EncodeToString([]byte(device))) {
		assert.NotContains(t, dump, secret)
	}
}

func TestTicketDiesOfFiveWrongCodes(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	e := s.enroll(t, "ann@example.com")
	ticket := s.challenge(t, e.email)
	for range 5 {
		s.verify(t, map[string]any{"ticket": ticket, "code": e.app.wrong()}).refused(t, 401, "SECOND_FACTOR_WRONG")
	}
	s.verify(t, map[string]any{"ticket": ticket, "code": e.app.code(t)}).refused(t, 401, "TICKET_INVALID")
	s.verify(t, map[string]any{"ticket": "mt_nothing", "code": e.app.code(t)}).refused(t, 401, "TICKET_INVALID")
}

// A right password says nothing of the second factor: its lock stays.
func TestSecondFactorHasItsOwnLock(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"limit_second_factor": `"4/900"`})
	e := s.enroll(t, "ann@example.com")
	for range 4 {
		s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": e.app.wrong()}).refused(t, 401, "SECOND_FACTOR_WRONG")
	}
	locked := s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": e.app.code(t)}).refused(t, 429, "OVER_LIMIT")
	require.Equal(t, "limit_second_factor", locked.text("error.limit"))
}

func TestPendingSessionOpensNothingElse(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	s.notes(t)
	e := s.enroll(t, "ann@example.com")
	owed := s.do(t, "POST", "/p/default/auth/login", map[string]any{"email": e.email, "password": password, "mfa_pending": true}).ok(t)
	require.Equal(t, true, owed.at("data.mfa_required"))
	require.Nil(t, owed.at("data.ticket"))
	p := toSession(owed, e.email)
	require.Equal(t, 401, s.do(t, "GET", "/rest/v1/notes", nil, p.bearer()).Status)
	s.do(t, "POST", "/p/default/auth/change-password", map[string]any{"current_password": password, "new_password": "new123456"}, p.bearer()).refused(t, 401, "SECOND_FACTOR_NEEDED")
	s.do(t, "POST", mfa+"/enroll", map[string]any{}, p.bearer()).refused(t, 401, "SECOND_FACTOR_NEEDED")
	s.do(t, "POST", "/p/default/auth/elevate", map[string]any{"password": password}, p.bearer()).refused(t, 401, "SECOND_FACTOR_NEEDED")
	again := s.do(t, "POST", "/p/default/auth/refresh", map[string]any{"refresh_token": p.refresh}).ok(t)
	require.Equal(t, "aal1", s.aal(t, again.text("data.token")))
	p.token = again.text("data.token")
	require.Equal(t, 401, s.do(t, "GET", "/rest/v1/notes", nil, p.bearer()).Status)

	done := toSession(s.verify(t, map[string]any{"code": e.app.code(t)}, p.bearer()).ok(t), e.email)
	s.through(t, done, 200, "the whole session")
	require.NotEqual(t, claimsOf(t, p.token)["sid"], claimsOf(t, done.token)["sid"], "a new id")
	s.do(t, "GET", "/p/default/auth/me", nil, p.bearer()).refused(t, 401, "TOKEN_REVOKED")
	require.Equal(t, 401, s.refreshed(t, session{refresh: again.text("data.refresh_token")}))
	require.Equal(t, 200, s.refreshed(t, done))
}

func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	e := s.enroll(t, "ann@example.com")
	done := s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": strings.ToUpper(e.codes[0])}).ok(t)
	require.Equal(t, "aal2", s.aal(t, done.text("data.token")))
	s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": e.codes[0]}).refused(t, 401, "SECOND_FACTOR_WRONG")
	require.Equal(t, "9", fmt.Sprint(s.do(t, "GET", mfa, nil, e.bearer()).ok(t).at("data.recovery_codes_left")))
	fresh := s.do(t, "POST", mfa+"/recovery-codes", nil, e.bearer()).ok(t)
	code := fresh.at("data.recovery_codes").([]any)[0].(string)
	s.log.guard(code)
	s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": e.codes[1]}).refused(t, 401, "SECOND_FACTOR_WRONG")
	s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": code, "method": "totp"}).refused(t, 401, "SECOND_FACTOR_WRONG")

	reset := s.do(t, "POST", mfa+"/reset", map[string]any{"ticket": s.challenge(t, e.email), "code": code}).ok(t)
	require.Equal(t, "aal1", s.aal(t, reset.text("data.token")), "with the last factor its proofs go")
	s.signIn(t, e.email, password)
	s.do(t, "POST", mfa+"/recovery-codes", nil, "Authorization: Bearer "+reset.text("data.token")).refused(t, 409, "FACTOR_MISSING")
}

func TestTrustedDevice(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	s.notes(t)
	e := s.enroll(t, "ann@example.com")
	device := s.verify(t, map[string]any{"ticket": s.challenge(t, e.email), "code": e.app.code(t), "trust_device": true}).ok(t).text("data.device_token")
	require.Regexp(t, `^dt_[\w-]{43}$`, device)
	login := map[string]any{"email": e.email, "password": password, "device_token": device}
	trusted := s.do(t, "POST", "/p/default/auth/login", login).ok(t)
	require.Equal(t, "aal1", s.aal(t, trusted.text("data.token")), "let in, and no stronger for it")
	s.through(t, toSession(trusted, e.email), 200, "a session")
	bearer := "Authorization: Bearer " + trusted.text("data.token")
	s.do(t, "DELETE", mfa+"/factors/"+e.factor, nil, bearer).refused(t, 403, "SECOND_FACTOR_REQUIRED")
	listed := s.do(t, "GET", mfa+"/trusted-devices", nil, bearer).ok(t).at("data.trusted_devices").([]any)
	require.Len(t, listed, 1)
	id := listed[0].(map[string]any)["id"].(string)
	s.do(t, "DELETE", mfa+"/trusted-devices/"+id, nil, bearer).ok(t)
	s.do(t, "DELETE", mfa+"/trusted-devices/"+id, nil, bearer).refused(t, 404, "DEVICE_NOT_FOUND")
	require.Equal(t, true, s.do(t, "POST", "/p/default/auth/login", login).ok(t).at("data.mfa_required"))
}

func TestElevation(t *testing.T) {
	t.Parallel()
	s := alone(t, unlimited)
	p := s.signUp(t, "bob@example.com")
	s.do(t, "POST", "/p/default/auth/elevate", map[string]any{"password": "not this"}, p.bearer()).refused(t, 401, "PASSWORD_WRONG")
	s.do(t, "POST", "/p/default/auth/elevate", map[string]any{"code": "123456"}, p.bearer()).refused(t, 409, "FACTOR_MISSING")
	up := s.do(t, "POST", "/p/default/auth/elevate", map[string]any{"password": password}, p.bearer()).ok(t)
	require.NotNil(t, claimsOf(t, up.text("data.token"))["elevated_until"])
	require.Equal(t, "aal1", s.aal(t, up.text("data.token")))

	e := s.enroll(t, "ann@example.com")
	s.do(t, "POST", "/p/default/auth/elevate", map[string]any{"password": password}, e.bearer()).refused(t, 403, "SECOND_FACTOR_REQUIRED")
	up = s.do(t, "POST", "/p/default/auth/elevate", map[string]any{"code": e.app.code(t)}, e.bearer()).ok(t)
	require.NotNil(t, claimsOf(t, up.text("data.token"))["elevated_until"])
	require.Equal(t, claimsOf(t, e.token)["sid"], claimsOf(t, up.text("data.token"))["sid"])
	require.Equal(t, 200, s.refreshed(t, e.session), "its refresh token stays")
}

func TestFactorsOfAWeakSession(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"mfa_on": `"toggle"`})
	e := s.enroll(t, "ann@example.com")
	weak := s.signIn(t, e.email, password) // the factor is not switched on
	for _, c := range []struct{ method, path, body string }{
		{"POST", "/enroll", `{}`}, {"POST", "/confirm", `{"code":"123456"}`}, {"PATCH", "/factors/" + e.factor, `{"name":"x"}`},
		{"DELETE", "/factors/" + e.factor, ``}, {"POST", "/recovery-codes", ``}, {"PATCH", "", `{"enabled":false}`},
	} {
		var body any
		if c.body != "" {
			body = c.body
		}
		s.do(t, c.method, mfa+c.path, body, weak.bearer()).refused(t, 403, "SECOND_FACTOR_REQUIRED")
	}
	s.do(t, "PATCH", mfa, map[string]any{"enabled": true}, weak.bearer()).ok(t)
	ticket := s.challenge(t, e.email)
	strong := s.verify(t, map[string]any{"ticket": ticket, "code": e.app.code(t)}).ok(t)
	bearer := "Authorization: Bearer " + strong.text("data.token")
	require.Equal(t, "Old", s.do(t, "PATCH", mfa+"/factors/"+e.factor, map[string]any{"name": "Old"}, bearer).ok(t).text("data.name"))
	s.do(t, "PATCH", mfa, map[string]any{"enabled": false}, bearer).ok(t)
	s.signIn(t, e.email, password)
	s.do(t, "DELETE", mfa+"/factors/not-an-id", nil, bearer).refused(t, 400, "VALIDATION_INVALID_FIELD")
	s.do(t, "DELETE", mfa+"/factors/"+e.factor, nil, bearer).ok(t)
	s.do(t, "DELETE", mfa+"/factors/"+e.factor, nil, bearer).refused(t, 404, "FACTOR_NOT_FOUND")
	s.do(t, "POST", mfa+"/enroll", map[string]any{"type": "carrier-pigeon"}, bearer).refused(t, 400, "FACTOR_TYPE_INVALID")
}

// mailedCode waits for the newest mail with a code to this address.
func (s *server) mailedCode(t testing.TB, address string, seen ...string) (code string) {
	t.Helper()
	require.Eventually(t, func() bool {
		for _, m := range s.mail.To(address) {
			if code = m.Code; code != "" && !slices.Contains(seen, code) {
				return true
			}
		}
		return false
	}, 15*time.Second, 20*time.Millisecond, "no code to %s", address)
	return code
}

func TestMailAsSecondFactor(t *testing.T) {
	t.Parallel()
	s := alone(t, settings{"limit_mail_address": `"0/60"`})
	p := s.signUp(t, "ann@example.com")
	s.do(t, "POST", mfa+"/enroll", map[string]any{"type": "email"}, p.bearer()).refused(t, 403, "EMAIL_NOT_VERIFIED")
	s.do(t, "POST", mfa+"/enroll", map[string]any{"type": "sms"}, p.bearer()).refused(t, 403, "PHONE_NOT_VERIFIED")
	s.sql(t, "update auth.users set email_confirmed_at = now()")
	begun := s.do(t, "POST", mfa+"/enroll", map[string]any{"type": "email"}, p.bearer()).ok(t)
	require.Empty(t, begun.text("data.secret"))
	first := s.mailedCode(t, p.email)
	confirm := s.do(t, "POST", mfa+"/confirm", map[string]any{"factor_id": begun.text("data.factor_id"), "code": first}, p.bearer()).ok(t)
	require.Equal(t, "aal2", s.aal(t, confirm.text("data.token")))

	ticket := s.challenge(t, p.email)
	s.verify(t, map[string]any{"ticket": ticket, "code": first}).refused(t, 401, "SECOND_FACTOR_WRONG")
	s.do(t, "POST", mfa+"/challenge", map[string]any{"ticket": ticket, "method": "sms"}).refused(t, 404, "FACTOR_NOT_FOUND")
	s.do(t, "POST", mfa+"/challenge", map[string]any{"ticket": ticket, "method": "email"}).ok(t)
	code := s.mailedCode(t, p.email, first)
	s.verify(t, map[string]any{"ticket": s.challenge(t, p.email), "code": code}).refused(t, 401, "SECOND_FACTOR_WRONG")
	done := s.verify(t, map[string]any{"ticket": ticket, "code": code, "method": "email"}).ok(t)
	require.Equal(t, "aal2", s.aal(t, done.text("data.token")))
}

// claimsOf reads an access token.
func claimsOf(t testing.TB, token string) map[string]any {
	t.Helper()
	segments := strings.Split(token, ".")
	require.Len(t, segments, 3, "no access token: %q", token)
	text, err := base64.RawURLEncoding.DecodeString(segments[1])
	require.NoError(t, err)
	var claims map[string]any
	require.NoError(t, json.Unmarshal(text, &claims))
	return claims
}
