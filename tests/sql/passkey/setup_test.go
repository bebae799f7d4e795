package passkey_test

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// begin is a project that takes passkeys, and Alice.
func begin(t *testing.T) (*scene.Scene, *scene.Person) {
	t.Helper()
	s := scene.Tx(t)
	s.Set("webauthn_rp_id", `"shop.example"`)
	return s, s.Alice()
}

// key is what an authenticator made, by name.
func key(s *scene.Scene, name string) string {
	return scene.JSON(s, map[string]any{
		"credential_id": base64.StdEncoding.EncodeToString([]byte(name)), "public_key": base64.StdEncoding.EncodeToString([]byte("public " + name)),
		"sign_count": 5, "transports": []string{"internal"}, "aaguid": "00000000-0000-0000-0000-000000000001",
		"backup_eligible": true, "backup_state": false, "attestation_format": "none"})
}

func registration(x *scene.Session, name string) scene.Args {
	return x.Bearer().With(scene.Args{"passkey": key(x.Scene, name), "name": name, "fault": nil, "ip": scene.HomeIP})
}

// add registers a key and gives its id.
func add(x *scene.Session, name string) string {
	x.Helper()
	return x.Call("passkey_register_finish", registration(x, name)).Object("passkey")["id"].(string)
}

// used is what an authenticator said when it used a key.
func used(count int, verified bool) string {
	return fmt.Sprintf(`{"sign_count": %d, "backup_state": true, "user_verified": %t}`, count, verified)
}

func signin(s *scene.Scene, passkey any, use any, fault any) scene.Args {
	return scene.Args{"project": s.Project, "passkey": passkey, "use": use, "fault": fault, "ip": scene.HomeIP,
		"user_agent": "test", "refresh_hash": scene.Hash(rand.Text()),
		"form": `{"challenge": "ticket", "ticket": "` + hex.EncodeToString(scene.Hash("ticket")) + `"}`}
}

// signsIn by a key that the authenticator used for the count-th time.
func signsIn(s *scene.Scene, passkey string, count int, verified bool) *scene.Session {
	s.Helper()
	args := signin(s, passkey, used(count, verified), nil)
	return s.Opened(s.Call("passkey_signin_finish", args), args["refresh_hash"].([]byte))
}

// holdsTOTP gives somebody a second factor.
func holdsTOTP(p *scene.Person) {
	p.Helper()
	p.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'totp', now())", p.Project, p.ID)
}
