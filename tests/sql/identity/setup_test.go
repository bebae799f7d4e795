package identity_test

import (
	"crypto/rand"
	"encoding/hex"
	"testing"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// begin is a project with two providers, and Alice.
func begin(t *testing.T) (*scene.Scene, *scene.Person) {
	t.Helper()
	s := scene.Tx(t)
	offer(s, "google")
	offer(s, "github")
	s.Set("redirect_origins", `["https://app.example"]`)
	return s, s.Alice()
}

func offer(s *scene.Scene, name string) {
	s.Helper()
	s.AsOwner().Call("provider_put", scene.Args{"project": s.Project, "name": name, "kind": name,
		"config": `{"client_id": "app"}`, "secret_sealed": []byte("\x01keyssecret")})
}

// account is one at a provider, as the provider tells of it.
type account struct {
	provider, issuer, subject, email string
	verified                         any
}

func google(subject, email string) account { return account{"google", "", subject, email, true} }

func (a account) json(s *scene.Scene) string {
	s.Helper()
	told := map[string]any{"provider": a.provider, "issuer": a.issuer, "subject": a.subject, "email_verified": a.verified,
		"profile": map[string]any{"display_name": "Name of " + a.subject, "avatar_url": "https://pictures.example/1"}}
	if a.email != "" {
		told["email"] = a.email
	}
	return scene.JSON(s, told)
}

func signin(s *scene.Scene, a account) scene.Args {
	s.Helper()
	return scene.Args{"project": s.Project, "identity": a.json(s), "tokens_sealed": []byte("\x01keystokens"), "intent": "any", "fault": nil,
		"link_hash": scene.Hash(rand.Text()), "code_mac": nil, "proof_sealed": []byte("sealed"), "silent": false,
		"ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash(rand.Text()),
		"form": `{"challenge": "ticket", "ticket": "` + hex.EncodeToString(scene.Hash(rand.Text())) + `"}`}
}

// signsIn by an account at a provider.
func signsIn(s *scene.Scene, a account) *scene.Session {
	s.Helper()
	args := signin(s, a)
	return s.Opened(s.Call("identity_signin", args), args["refresh_hash"].([]byte))
}

func linking(x *scene.Session, a account) scene.Args {
	x.Helper()
	return x.Bearer().With(scene.Args{"identity": a.json(x.Scene), "tokens_sealed": nil, "fault": nil, "ip": scene.HomeIP})
}

// links an account at a provider and gives its id here.
func links(x *scene.Session, a account) string {
	x.Helper()
	return x.Call("identity_link", linking(x, a)).Object("identity")["id"].(string)
}

func unlinking(x *scene.Session, id string) scene.Args {
	return x.Bearer().With(scene.Args{"identity": id, "ip": scene.HomeIP})
}

// identities tells whose accounts at providers a scene has.
func identities(s *scene.Scene) []string {
	s.Helper()
	return scene.List[string](s, `select i.provider || ' ' || i.subject || ' ' || coalesce(u.email, '-') from auth.identities i
		join auth.users u on u.id = i.user_id where i.project_id = $1 order by 1`, s.Project)
}

func people(s *scene.Scene) int {
	s.Helper()
	return scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project)
}

// holdsTOTP gives somebody a second factor.
func holdsTOTP(p *scene.Person) {
	p.Helper()
	p.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'totp', now())", p.Project, p.ID)
}
