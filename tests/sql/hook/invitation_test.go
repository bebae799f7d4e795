package hook_test

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// invite is what a node asks for.
func invite(s *scene.Scene, email, token string) scene.Args {
	return scene.Args{"project": s.Project, "email": email, "hash": scene.Hash(token), "sealed": []byte("sealed"), "app_metadata": `{"team": 7}`}
}

func invited(t *testing.T) *scene.Scene {
	t.Helper()
	s := scene.Tx(t)
	s.Set("signup_mode", `"invitation"`)
	s.Set("limit_mail_address", `"0/1"`)
	return s
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	s := invited(t)
	made := s.AsOwner().Call("invitation_create", invite(s, " Alice@example.com", "token")).Object("invitation_create")
	require.Equal(t, "open", made["state"])
	require.Equal(t, "alice@example.com", made["email"])
	require.NotContains(t, made, "token", "the node made it")
	require.Equal(t, []string{"mail invitation alice@example.com"},
		scene.List[string](s, "select kind || ' ' || template || ' ' || destination from auth.outbox where project_id = $1", s.Project))

	come := asked(s, "alice@example.com")
	begin := scene.Args{"project": s.Project, "identifier": "alice@example.com", "profile": "{}", "ip": nil}
	for code, more := range map[string]scene.Args{"invitation_needed": {"invitation": nil}, "invitation_invalid": {"invitation": scene.Hash("other")}} {
		s.RefusesUndone(code, "signup_begin", begin.With(more))
		s.Refuses(code, "signup_finish", come.With(more))
	}
	s.Refuses("invitation_invalid", "signup_finish", asked(s, "bob@example.com").With(scene.Args{"invitation": scene.Hash("token")}))

	s.Call("signup_begin", begin.With(scene.Args{"invitation": scene.Hash("token")}))
	profile := s.Call("signup_finish", come.With(scene.Args{"invitation": scene.Hash("token")})).Object("profile")
	require.Equal(t, true, profile["email_verified"], "the token was in the mailbox")
	require.Equal(t, map[string]any{"team": 7.0}, profile["app_metadata"])
	s.Exec("delete from auth.users where project_id = $1", s.Project)
	s.Refuses("invitation_invalid", "signup_finish", come.With(scene.Args{"invitation": scene.Hash("token")}))

	list := s.AsOwner().Call("invitations_read", scene.Args{"project": s.Project}).Object("invitations_read")["invitations"].([]any)
	require.Equal(t, "accepted", list[0].(map[string]any)["state"])
	require.Equal(t, profile["id"], list[0].(map[string]any)["user_id"])
}

func TestInvitationsEnd(t *testing.T) {
	t.Parallel()
	s := invited(t)
	use := func(token string) scene.Args {
		return asked(s, "alice@example.com").With(scene.Args{"invitation": scene.Hash(token)})
	}
	s.AsOwner().Call("invitation_create", invite(s, "alice@example.com", "first"))
	id := s.AsOwner().Call("invitation_create", invite(s, "alice@example.com", "second")).Object("invitation_create")["id"]
	s.Refuses("invitation_invalid", "signup_finish", use("first"))
	s.AsOwner().Call("invitation_revoke", scene.Args{"invitation": id, "project": s.Project})
	s.Refuses("invitation_invalid", "signup_finish", use("second"))
	s.AsOwner().Refuses("invite_not_found", "invitation_revoke", scene.Args{"invitation": id, "project": s.Project})
	s.AsOwner().Call("invitation_create", invite(s, "alice@example.com", "third"))
	s.Exec("update auth.invitations set expires_at = now() where project_id = $1", s.Project)
	s.Refuses("invitation_invalid", "signup_finish", use("third"))
	s.Refuses("invitation_invalid", "invitation_address", scene.Args{"project": s.Project, "invitation": scene.Hash("third")})

	other := s.Another()
	other.Set("signup_mode", `"invitation"`)
	other.AsOwner().Call("invitation_create", invite(other, "alice@example.com", "elsewhere"))
	s.Refuses("invitation_invalid", "signup_finish", use("elsewhere"))
}

// At psql there is no master key to seal a mail under: the token is shown.
func TestTheDBAInvites(t *testing.T) {
	t.Parallel()
	s := invited(t)
	made := s.AsOwner().Call("invitation_create", scene.Args{"email": "alice@example.com", "project": s.Project}).Object("invitation_create")
	token := made["token"].(string)
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimPrefix(token, secret.InvitePrefix))
	require.NoError(t, err)
	sum := sha256.Sum256(raw)
	require.Equal(t, sum[:], secret.Hash(secret.InvitePrefix, token), "as a node reads it")
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.outbox where project_id = $1", s.Project))
	s.Call("signup_finish", asked(s, "alice@example.com").With(scene.Args{"invitation": secret.Hash(secret.InvitePrefix, token)}))
	s.AsOwner().Refuses("email_taken", "invitation_create", scene.Args{"email": "alice@example.com", "project": s.Project})
	s.AsOwner().Refuses("redirect_not_allowed", "invitation_create", scene.Args{"email": "b@example.com", "project": s.Project, "redirect": "https://evil.example"})
	s.AsOwner().Refuses("metadata_invalid", "invitation_create", scene.Args{"email": "b@example.com", "project": s.Project, "app_metadata": "[]"})
}

// Of every way, by whoever was not invited, was, or may not come at all. A way
// that proves the address needs no token.
func TestEveryWayAsksWhoMaySignUp(t *testing.T) {
	t.Parallel()
	proves := map[string]bool{"code": true, "link": true, "sign-in": true, "provider": true, "convert at a provider": true}
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for setting, want := range map[string][2]string{
				"signup_mode":           {`"closed"`, "does not take new accounts"},
				"signup_enabled":        {"false", "does not take new accounts"},
				"email_domains_allowed": {`["other.example"]`, "no accounts with such an address"},
			} {
				s := scene.Tx(t)
				s.Set(setting, want[0])
				refuses(t, way, s, want[1], setting)
				require.Zero(t, scene.Get[int](s, "select count(*) from auth.users where project_id = $1 and num_nonnulls(email, phone) > 0", s.Project), setting)
			}
			if name == "tenant" {
				return // comes by an invitation of its own
			}
			s := invited(t)
			refuses(t, way, s, "by invitation", "signup_mode")
			s.AsOwner().Call("invitation_create", invite(s, "alice@example.com", "token"))
			if proves[name] {
				require.NoError(t, way(s))
			} else {
				refuses(t, way, s, "by invitation", "without its token")
			}
		})
	}
}

// refuses runs a way that must not lead to an account. What signs in may send
// nothing rather than refuse, and then its code is wrong.
func refuses(t *testing.T, way func(*scene.Scene) error, s *scene.Scene, want, what string) {
	t.Helper()
	err := way(s)
	require.Error(t, err, what)
	if !strings.Contains(err.Error(), "This code is not valid") && !strings.Contains(err.Error(), "This link is not valid") {
		require.ErrorContains(t, err, want, what)
	}
}

// What was sent while sign-up was open is not redeemed once it is closed.
func TestClosedMeanwhile(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("signin_creates_user", "true")
	s.Call("signin_send", scene.Args{"project": s.Project, "identifier": "alice@example.com", "profile": "{}", "redirect": nil, "ip": nil,
		"link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true})
	s.Set("email_domains_blocked", `["example.com"]`)
	s.Refuses("email_domain_refused", "signin_redeem", scene.Args{"project": s.Project, "identifier": "alice@example.com", "macs": [][]byte{scene.Hash("code")},
		"link_hash": nil, "ip": nil, "user_agent": "test", "refresh_hash": scene.Hash("rt")})
	require.Zero(t, people(s))
}

func TestDomains(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, c := range []struct {
		allowed, blocked, to string
		may                  bool
	}{
		{`[]`, `[]`, "a@example.com", true},
		{`["example.com"]`, `[]`, "a@example.com", true},
		{`["Example.COM"]`, `[]`, "A@EXAMPLE.com", true},
		{`["example.com"]`, `[]`, "a@sub.example.com", false},
		{`["example.com"]`, `[]`, "a@evilexample.com", false},
		{`["example.com"]`, `[]`, "a@example.com.evil.example", false},
		{`["*.example.com"]`, `[]`, "a@sub.example.com", true},
		{`["*.example.com"]`, `[]`, "a@a.b.example.com", true},
		{`["*.example.com"]`, `[]`, "a@example.com", false},
		{`["*.example.com"]`, `[]`, "a@evilexample.com", false},
		{`["example.com"]`, `[]`, "+14155552671", false},
		{`[]`, `["example.com"]`, "+14155552671", true},
		{`[]`, `["example.com"]`, "a@example.com", false},
		{`[]`, `["example.com"]`, "a@sub.example.com", true},
		{`["*.example.com"]`, `["bad.example.com"]`, "a@bad.example.com", false},
		{`[]`, `["müller.example"]`, "a@xn--mller-kva.example", false},
		{`[]`, `["xn--mller-kva.example"]`, "a@MÜLLER.example", false},
		{`["*.xn--p1ai.example"]`, `[]`, "a@почта.рф.example", true},
		{`["xn--fiqs8s.example"]`, `[]`, "a@中国.example", true},
		{`[]`, `["xn--a.example"]`, "a@xn--b.example", true},
	} {
		got := scene.Get[bool](s, "select auth.email_domain_allowed(jsonb_build_object('email_domains_allowed', $1::jsonb, 'email_domains_blocked', $2::jsonb), auth.identifier_canonical($3))",
			c.allowed, c.blocked, c.to)
		require.Equal(t, c.may, got, "%+v", c)
	}
}

// RFC 3492 section 7.1, and what is none.
func TestPunycode(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for from, to := range map[string]string{
		"egbpdaj6bu4bxfgehfvwxn":           "ليهمابتكلموشعربي؟",
		"ihqwcrb4cv8a8dqg056pqjye":         "他们为什么不说中文",
		"proprostnemluvesky-uyb24dma41a":   "pročprostěnemluvíčesky",
		"b1abfaaepdrnnbgefbadotcwatmq2g4l": "почемужеонинеговорятпорусски",
		"mller-kva":                        "müller",
		"p1ai":                             "рф",
	} {
		require.Equal(t, to, scene.Get[string](s, "select auth.punycode_decode($1)", from))
	}
	for _, bad := range []string{"A!", "99999999", "zzzzzzzzzzzzzzzz", "-é", "a-"} {
		require.NotPanics(t, func() { _ = scene.Get[*string](s, "select auth.punycode_decode($1)", bad) }, bad)
	}
}

func TestChangeOfAddressAsksForTheDomain(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	session := s.Alice().SignsIn()
	s.Set("email_domains_blocked", `["trash.example"]`)
	s.RefusesUndone("email_domain_refused", "my_proof_send", session.Bearer().With(scene.Args{"purpose": "change_email", "identifier": "a@trash.example",
		"redirect": nil, "link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true, "ip": nil}))
	s.AsOwner().Refuses("email_domain_refused", "invitation_create", scene.Args{"email": "a@trash.example", "project": s.Project})
}
