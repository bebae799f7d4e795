package mfa_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// holder has a TOTP factor, last used at step 100, and the session that
// confirmed it.
type holder struct {
	*scene.Person
	factor string
	strong *scene.Session
}

func hold(p *scene.Person) *holder {
	p.Helper()
	session := p.SignsIn()
	h := &holder{Person: p, factor: enroll(session, "totp"), strong: session}
	p.Call("factor_confirm_finish", confirm(session, h.factor, 100))
	return h
}

func enrollment(x *scene.Session, kind string) scene.Args {
	return x.Bearer().With(scene.Args{"kind": kind, "name": "Phone", "secret_sealed": []byte("sealed"),
		"code_macs": macs("123456", "654321"), "code_sealed": macs("mail", "sms"), "silent": false, "ip": nil})
}

func enroll(x *scene.Session, kind string) string {
	x.Helper()
	return x.Call("factor_enroll", enrollment(x, kind)).Text("factor_id")
}

// macs stand for the HMACs of codes.
func macs(codes ...string) [][]byte {
	list := make([][]byte, len(codes))
	for i, code := range codes {
		list[i] = scene.Hash(code)
	}
	return list
}

// confirm shows the TOTP code of a step, nil for a wrong one.
func confirm(x *scene.Session, factor string, step any) scene.Args {
	return x.Bearer().With(scene.Args{"factor": factor, "step": step, "macs": nil, "recovery_hashes": macs("r1", "r2", "r3"), "ip": nil})
}

// form is how a face wants a sign-in answered; ticket by name.
func form(s *scene.Scene, ticket string, more map[string]string) string {
	f := map[string]string{"challenge": "ticket", "ticket": hex.EncodeToString(scene.Hash(ticket))}
	for name, value := range more {
		f[name] = value
	}
	return scene.JSON(s, f)
}

// signIn is a right password.
func signIn(p *scene.Person, ticket string, more map[string]string) scene.Row {
	p.Helper()
	begun := p.Call("signin_begin", scene.Args{"project": p.Project, "identifier": p.Email, "ip": scene.HomeIP})
	return p.Call("signin_finish", scene.Args{"project": p.Project, "user": p.ID, "password_version": begun["password_version"], "matches": true,
		"new_hash": nil, "ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash("rt of " + ticket), "form": form(p.Scene, ticket, more)})
}

// challenged has a ticket by this name, and no session.
func challenged(p *scene.Person, ticket string) {
	p.Helper()
	row := signIn(p, ticket, nil)
	require.Nil(p, row["claims"])
	require.NotNil(p, row["challenge"])
}

// pending has a session that owes its second factor.
func pending(p *scene.Person, name string) *scene.Session {
	p.Helper()
	row := signIn(p, name, map[string]string{"challenge": "pending"})
	require.NotNil(p, row["challenge"])
	return p.Opened(row, scene.Hash("rt of "+name))
}

// nobody is the bearer of whoever has a ticket.
var nobody = scene.Args{"user": nil, "session": nil, "password_version": nil, "epoch": nil}

// by is whose second factor it is: a ticket's, by its name.
func by(s *scene.Scene, ticket string) scene.Args {
	return nobody.With(scene.Args{"project": s.Project, "ticket_hash": scene.Hash(ticket)})
}

// bearer is whose second factor it is: a session's.
func bearer(x *scene.Session) scene.Args { return x.Bearer().With(scene.Args{"ticket_hash": nil}) }

// proof is what is shown; a step, the HMAC of a code, or a recovery code.
type proof struct {
	method, factor any
	step           any
	macs           [][]byte
	recovery       []byte
	device         []byte
	reset          bool
	form           map[string]string
}

func (p proof) args(s *scene.Scene, who scene.Args, refresh string) scene.Args {
	return who.With(scene.Args{"method": p.method, "factor": p.factor, "step": p.step, "macs": p.macs, "recovery_hash": p.recovery,
		"device_hash": p.device, "reset": p.reset, "ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash(refresh), "form": form(s, "", p.form)})
}

// show is both halves.
func show(s *scene.Scene, who scene.Args, shown proof, refresh string) (scene.Row, error) {
	if _, err := s.Ask("second_factor_begin", who.With(scene.Args{"ip": nil})); err != nil {
		return nil, err
	}
	return s.Ask("second_factor_finish", shown.args(s, who, refresh))
}

// at is a TOTP code of a step.
func (h *holder) at(step int) proof { return proof{factor: h.factor, step: step} }
