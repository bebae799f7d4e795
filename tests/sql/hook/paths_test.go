package hook_test

import (
	"encoding/base64"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/sql"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// ways are all ways to an account, each by the method that hooks are told.
// What makes the user is in makers.
var ways = map[string]func(s *scene.Scene) error{
	"password":              byPassword("alice@example.com"),
	"phone":                 byPassword("+14155552671"),
	"code":                  bySignUpCode,
	"sign-in":               bySignIn("code"),
	"link":                  bySignIn("link"),
	"passkey":               byPasskey,
	"anonymous":             anonymously,
	"convert":               byConversion,
	"provider":              byProvider,
	"convert at a provider": byConversionAtAProvider,
	"tenant":                byTenant,
}

// makers call auth.user_signup, or its two halves.
var makers = map[string]string{
	"signup_finish":         "password, phone",
	"signup_code_finish":    "code",
	"signin_user":           "sign-in, link",
	"passkey_signup_finish": "passkey",
	"signup_anonymous":      "anonymous",
	"anonymous_convert":     "convert",
	"identity_signup":       "provider",
	"identity_convert":      "convert at a provider",
	"invite_signup":         "tenant",
	"user_signup":           "the two halves",
}

// notSignUps make users otherwise, and why no hook is asked.
var notSignUps = map[string]string{
	"import_insert":          "accounts of another system, by its operator",
	"user_signup":            "where the sign-ups end",
	"user_create":            "the operator's own",
	"admin_bootstrap_finish": "the first of them",
	"admin_ticket_finish":    "the server's own accounts, whose realm has no functions",
}

func byPassword(to string) func(*scene.Scene) error {
	return func(s *scene.Scene) error { _, err := s.Ask("signup_finish", asked(s, to)); return err }
}

func bySignUpCode(s *scene.Scene) error {
	if _, err := s.Ask("signup_code_begin", scene.Args{"project": s.Project, "identifier": "alice@example.com", "profile": "{}", "password_hash": nil, "ip": nil,
		"link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true}); err != nil {
		return err
	}
	_, err := s.Ask("signup_code_finish", scene.Args{"project": s.Project, "identifier": "alice@example.com", "profile": "{}", "password_hash": nil, "ip": nil,
		"macs": [][]byte{scene.Hash("code")}, "user_agent": "test", "refresh_hash": scene.Hash("rt")})
	return err
}

func bySignIn(by string) func(*scene.Scene) error {
	return func(s *scene.Scene) error {
		s.Set("signin_creates_user", "true")
		send := scene.Args{"project": s.Project, "identifier": "alice@example.com", "profile": "{}", "redirect": nil, "ip": nil,
			"link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true}
		redeem := scene.Args{"project": s.Project, "identifier": "alice@example.com", "macs": [][]byte{scene.Hash("code")}, "link_hash": nil,
			"ip": nil, "user_agent": "test", "refresh_hash": scene.Hash("rt")}
		if by == "link" {
			send["link_hash"], send["code_mac"] = scene.Hash("link"), nil
			redeem["link_hash"], redeem["macs"], redeem["identifier"] = scene.Hash("link"), nil, nil
		}
		s.Call("signin_send", send)
		_, err := s.Ask("signin_redeem", redeem)
		return err
	}
}

func byPasskey(s *scene.Scene) error {
	s.Set("webauthn_rp_id", `"shop.example"`)
	if _, err := s.Ask("passkey_signup_options", scene.Args{"project": s.Project, "identifier": "alice@example.com", "profile": "{}", "redirect": nil,
		"challenge": scene.Hash("challenge"), "ip": nil}); err != nil {
		return err
	}
	begun := s.Call("ceremony_redeem", scene.Args{"project": s.Project, "purpose": "sign_up", "challenge": scene.Hash("challenge"), "session": nil, "credential": nil})
	text := func(v string) string { return base64.StdEncoding.EncodeToString([]byte(v)) }
	_, err := s.Ask("passkey_signup_finish", scene.Args{"project": s.Project, "user": begun["user_id"], "payload": scene.JSON(s, begun["payload"]),
		"passkey": scene.JSON(s, map[string]any{"credential_id": text("id"), "public_key": text("key"), "sign_count": 1, "transports": []string{},
			"aaguid": "00000000-0000-0000-0000-000000000001", "backup_eligible": false, "backup_state": false, "attestation_format": "none"}),
		"name": nil, "fault": nil, "verified": true, "link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true,
		"ip": nil, "user_agent": "test", "refresh_hash": scene.Hash("rt")})
	return err
}

func anonymously(s *scene.Scene) error {
	s.Set("anonymous_enabled", "true")
	_, err := s.Ask("signup_anonymous", scene.Args{"project": s.Project, "profile": "{}", "ip": nil, "user_agent": "test", "refresh_hash": scene.Hash("rt")})
	return err
}

// guest makes one before there were any rules.
func guest(s *scene.Scene) *scene.Session {
	s.Helper()
	rules := map[string]string{}
	for _, name := range []string{"hook_before_signup", "hook_after_signup", "signup_mode", "signup_enabled", "email_domains_allowed"} {
		rules[name] = scene.Get[string](s, "select (settings -> $2)::text from auth.projects where id = $1", s.Project, name)
		s.AsOwner().Call("project_unset", scene.Args{"project": s.Project, "name": name})
	}
	s.Set("anonymous_enabled", "true")
	token := scene.Hash("guest", people(s))
	session := s.Opened(s.Call("signup_anonymous", scene.Args{"project": s.Project, "profile": "{}", "ip": nil, "user_agent": "test", "refresh_hash": token}), token)
	for name, value := range rules {
		s.Set(name, value)
	}
	return session
}

func byConversion(s *scene.Scene) error {
	_, err := s.Ask("anonymous_convert", guest(s).Bearer().With(scene.Args{"identifier": "alice@example.com", "macs": nil, "password_hash": "hash", "redirect": nil,
		"link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true, "ip": nil}))
	return err
}

// atGoogle is what a provider tells of Alice.
func atGoogle(s *scene.Scene) string {
	s.Helper()
	s.AsOwner().Call("provider_put", scene.Args{"project": s.Project, "name": "google", "kind": "google", "config": `{"client_id": "app"}`, "secret_sealed": []byte("\x01keyssecret")})
	return `{"provider": "google", "issuer": "", "subject": "1", "email": "alice@example.com", "email_verified": true, "profile": {}}`
}

func byProvider(s *scene.Scene) error {
	_, err := s.Ask("identity_signin", scene.Args{"project": s.Project, "identity": atGoogle(s), "tokens_sealed": nil, "intent": "any", "fault": nil,
		"link_hash": nil, "code_mac": scene.Hash("code"), "proof_sealed": nil, "silent": true, "ip": nil, "user_agent": "test", "refresh_hash": scene.Hash("rt"), "form": "{}"})
	return err
}

func byConversionAtAProvider(s *scene.Scene) error {
	_, err := s.Ask("identity_link", guest(s).Bearer().With(scene.Args{"identity": atGoogle(s), "tokens_sealed": nil, "fault": nil, "ip": nil}))
	return err
}

func byTenant(s *scene.Scene) error {
	s.Exec("insert into auth.tenants (project_id, id, slug, name) values ($1, $1, 'acme', 'Acme') on conflict do nothing", s.Project)
	s.Exec(`insert into auth.tickets (project_id, tenant_id, purpose, destination, hash, payload, expires_at)
		values ($1, $1, 'invite', 'alice@example.com', $2, '{"is_owner": false, "roles": []}', now() + interval '1 hour') on conflict do nothing`, s.Project, scene.Hash("invite"))
	_, err := s.Ask("invite_signup", scene.Args{"project": s.Project, "hash": scene.Hash("invite"), "password_hash": nil, "profile": "{}", "ip": nil,
		"user_agent": "test", "refresh_hash": scene.Hash("rt")})
	return err
}

// Every way asks before and tells after, once each, of one and the same user.
func TestEveryWayRunsTheHooksOnce(t *testing.T) {
	t.Parallel()
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Set("limit_mail_address", `"0/1"`)
			diary := "public.diary_" + s.Project[:8]
			s.Exec("create table " + diary + " (hook text, method text, email text, id uuid)")
			s.Exec("grant insert on " + diary + " to service_role")
			for _, hook := range []string{"hook_before_signup", "hook_after_signup"} {
				function(s, hook, "insert into "+diary+" values (e ->> 'hook', e ->> 'method', coalesce(e ->> 'email', e ->> 'phone'), (e -> 'user' ->> 'id')::uuid); return '{}';")
			}
			require.NoError(t, way(s))
			method := map[string]string{"phone": "password", "sign-in": "code", "provider": "fed", "convert at a provider": "convert", "tenant": "invite"}[name]
			if method == "" {
				method = name
			}
			require.Equal(t, []string{"after_signup " + method + " true", "before_signup " + method + " false"},
				scene.List[string](s, "select hook || ' ' || method || ' ' || coalesce(exists(select from auth.users u where u.id = d.id), false) from "+diary+" d order by 1"))

			function(s, "hook_before_signup", `return '{"refuse": {"code": "full"}}';`)
			s.Exec("delete from auth.users where project_id = $1", s.Project)
			require.ErrorContains(t, way(s), "does not let this happen")
			require.Zero(t, scene.Get[int](s, "select count(*) from auth.users where project_id = $1 and num_nonnulls(email, phone) > 0", s.Project))
		})
	}
}

// Whoever adds a way to an account sends it through auth.user_signup and lists it here.
func TestEveryWayToAnAccountIsListed(t *testing.T) {
	t.Parallel()
	makes, inserts := regexp.MustCompile(`auth\.(user_signup|signup_admit)\(`), regexp.MustCompile(`auth\.user_insert\(|insert into auth\.users`)
	require.NoError(t, fs.WalkDir(sql.FS, "functions", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimSuffix(path.Base(p), ".sql")
		text, err := fs.ReadFile(sql.FS, p)
		body, _, _ := strings.Cut(string(text), "\ncomment on")
		_, body, _ = strings.Cut(body, "as $$")
		if makes.MatchString(body) {
			require.NotEmpty(t, makers[name], "%s makes an account: add it to ways", name)
		}
		if inserts.MatchString(body) && name != "user_insert" {
			require.NotEmpty(t, notSignUps[name], "%s makes a user past auth.user_signup", name)
		}
		return err
	}))
}
