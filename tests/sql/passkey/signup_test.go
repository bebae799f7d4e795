package passkey_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

var longName = strings.Repeat("x", 129)

func signup(s *scene.Scene, email, challenge string) scene.Args {
	return scene.Args{"project": s.Project, "identifier": email, "profile": `{"display_name": "Carol"}`, "redirect": nil,
		"challenge": scene.Hash(challenge), "ip": scene.HomeIP}
}

// finish redeems the ceremony, with a key of this name.
func finish(s *scene.Scene, challenge, name string) scene.Args {
	s.Helper()
	row := s.Call("ceremony_redeem", redeem(s, "sign_up", challenge, nil, nil))
	return scene.Args{"project": s.Project, "user": row["user_id"], "payload": scene.JSON(s, row["payload"]), "passkey": key(s, name), "name": name,
		"fault": nil, "verified": true, "link_hash": scene.Hash("link"), "code_mac": nil, "proof_sealed": []byte("sealed"), "silent": false,
		"ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash("rt of", name)}
}

func TestSignUp(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	row := s.Call("passkey_signup_options", signup(s, "CAROL@example.com", "c"))
	account := row.Object("account")
	require.Equal(t, "carol@example.com", account["name"])
	require.Equal(t, "Carol", account["display_name"])
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project), "nobody yet")

	row = s.Call("passkey_signup_finish", finish(s, "c", "phone"))
	require.Equal(t, account["id"], row.Object("profile")["id"], "as the authenticator has it")
	require.Equal(t, "aal2", row.Object("claims")["aal"])
	require.Equal(t, false, row.Object("profile")["email_verified"])
	s.Opened(row, scene.Hash("rt of", "phone")).Holds()

	s.Call("passkey_signup_options", signup(s, alice.Email, "taken"))
	s.Refuses("email_taken", "passkey_signup_finish", finish(s, "taken", "other"))
	s.Call("passkey_signup_options", signup(s, "dave@example.com", "known"))
	s.Refuses("passkey_known", "passkey_signup_finish", finish(s, "known", "phone"))
	s.Call("passkey_signup_options", signup(s, "dave@example.com", "bad"))
	s.Refuses("passkey_invalid", "passkey_signup_finish", finish(s, "bad", "other").With(scene.Args{"fault": "wrong origin"}))
	require.Equal(t, 3, s.Audited("signup_refused"))
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project))
}

func TestSignUpIsRefused(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	s.RefusesUndone("email_missing", "passkey_signup_options", signup(s, "", "c"))
	s.RefusesUndone("email_invalid", "passkey_signup_options", signup(s, "x", "c"))
	s.RefusesUndone("profile_invalid", "passkey_signup_options", signup(s, "c@example.com", "c").With(scene.Args{"profile": `{"role": "x"}`}))
	s.RefusesUndone("redirect_not_allowed", "passkey_signup_options", signup(s, "c@example.com", "c").With(scene.Args{"redirect": "https://evil.example"}))
	s.Call("passkey_signup_options", signup(s, "c@example.com", "before"))
	for name, value := range map[string]string{"webauthn_signup": "false", "signup_enabled": "false"} {
		s.Set(name, value)
		s.RefusesUndone("signup_disabled", "passkey_signup_options", signup(s, "c@example.com", name))
	}
	s.RefusesUndone("signup_disabled", "passkey_signup_finish", finish(s, "before", "phone"))
	s.Set("webauthn_rp_id", "null")
	s.RefusesUndone("passkeys_disabled", "passkey_signup_options", signup(s, "c@example.com", "c"))
}

func TestSignUpConceals(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	s.Set("conceal", "true")
	answers := []scene.Row{}
	for _, email := range []string{"carol@example.com", alice.Email} {
		s.Call("passkey_signup_options", signup(s, email, email))
		answers = append(answers, s.Call("passkey_signup_finish", finish(s, email, "phone of "+email)))
	}
	require.Equal(t, answers[0], answers[1])
	require.Nil(t, answers[0]["claims"])
	require.Equal(t, []string{"account_exists alice@example.com", "verify_email carol@example.com"},
		scene.List[string](s, "select template || ' ' || destination from auth.outbox where project_id = $1 order by 1", s.Project))
}

func TestSettings(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	print := strings.TrimSuffix(strings.Repeat("AB:", 32), ":")
	for name, values := range map[string][]string{
		"webauthn_rp_id":   {`""`, `"https://shop.example"`, `"shop.example:443"`, `"192.0.2.1"`, `"Shop.example"`, `"shop..example"`, `1`},
		"webauthn_origins": {`"https://shop.example"`, `["shop.example"]`, `["https://shop.example/"]`, `["android:apk-key-hash:short"]`, `["*"]`, `[null]`},
		"android_apps":     {`{}`, `["com.example"]`, `[{"package_name": "x", "sha256_cert_fingerprints": []}]`, `[{"package_name": "com.example", "sha256_cert_fingerprints": ["AB"]}]`},
		"ios_apps":         {`["com.example"]`, `[1]`, `"ABCDE12345.com.example"`},
	} {
		for _, value := range values {
			s.AsOwner().RefusesUndone("setting_invalid", "project_set", scene.Args{"project": s.Project, "name": name, "value": value})
		}
	}
	s.Set("webauthn_rp_id", `"localhost"`)
	s.Set("webauthn_origins", `["http://localhost:3000", "android:apk-key-hash:`+strings.Repeat("A", 43)+`"]`)
	s.Set("android_apps", `[{"package_name": "com.example.shop", "sha256_cert_fingerprints": ["`+print+`"]}]`)
	s.Set("ios_apps", `["ABCDE12345.com.example.shop"]`)
	links := s.Call("app_links", scene.Args{"host": "localhost"}).Object("app_links")
	require.Len(t, links["android"], 1)
	require.Equal(t, []any{"ABCDE12345.com.example.shop"}, links["ios"])
	require.Equal(t, map[string]any{"android": []any{}, "ios": []any{}}, s.Call("app_links", scene.Args{"host": "evil.example"}).Object("app_links"))
}
