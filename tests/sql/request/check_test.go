package request_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// token is an access token on its way through either door.
type token struct {
	*scene.Session
	claims map[string]any
}

func begin(t *testing.T) token {
	t.Helper()
	s := scene.Tx(t)
	phone := s.Person("alice@example.com").SignsIn()
	row := s.Call("session_refresh", scene.RefreshArgs(s.Project, phone.Token, scene.Hash("child")))
	return token{phone, row.Object("claims")}
}

// doors are the two that say whether a token holds: ours with arguments, and a
// stock PostgREST's with claims.
var doors = map[string]func(token) error{
	"request_check": func(x token) error { return x.Check() },
	"pre_request": func(x token) error {
		text, _ := json.Marshal(x.claims)
		claims(x.Scene, "", string(text))
		_, err := x.Ask("pre_request", nil)
		return err
	},
}

func TestTokenHolds(t *testing.T) {
	t.Parallel()
	for door, pass := range doors {
		t.Run(door, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, pass(begin(t)))
		})
	}
}

func TestTokenHoldsNoLonger(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code string
		when func(token)
	}{
		"signed out": {"token_revoked", func(x token) { x.Call("signout", x.Bearer().With(scene.Args{"scope": "this", "ip": nil})) }},
		"session revoked in psql": {"token_revoked", func(x token) {
			x.Call("session_revoke", scene.Args{"session": x.ID, "project": x.Project})
		}},
		"session row gone":    {"token_revoked", func(x token) { x.Exec("delete from auth.sessions where id = $1", x.ID) }},
		"user row gone":       {"token_revoked", func(x token) { x.Exec("delete from auth.users where id = $1", x.User) }},
		"password changed":    {"token_revoked", func(x token) { x.Exec("update auth.users set password_hash = 'x' where id = $1", x.User) }},
		"user disabled":       {"user_disabled", func(x token) { x.Exec("update auth.users set disabled_at = now() where id = $1", x.User) }},
		"signing keys ended":  {"token_revoked", func(x token) { x.Call("signing_keys_revoke", scene.Args{"project": x.Project}) }},
		"session's time over": {"session_expired", func(x token) { x.Update("expires_at = now()") }},
		"project disabled":    {"project_disabled", func(x token) { x.Exec("update auth.projects set disabled_at = now() where id = $1", x.Project) }},
	} {
		for door, pass := range doors {
			t.Run(name+" at "+door, func(t *testing.T) {
				t.Parallel()
				x := begin(t)
				test.when(x)
				require.Equal(t, test.code, fault.Code(pass(x)))
			})
		}
	}
}

// Claims that were rightly signed but do not belong together.
func TestForeignClaims(t *testing.T) {
	t.Parallel()
	x := begin(t)
	bobs := x.Person("bob@example.com").SignsIn()
	strangers := x.Another().Person("alice@example.com").SignsIn()
	for name, change := range map[string]func(map[string]any){
		"another user's subject":    func(c map[string]any) { c["sub"] = bobs.User },
		"another user's session":    func(c map[string]any) { c["sid"] = bobs.ID },
		"another project":           func(c map[string]any) { c["project"] = strangers.Project },
		"another project's session": func(c map[string]any) { c["sid"] = strangers.ID },
		"a project that is none":    func(c map[string]any) { c["project"] = alice },
		"no project":                func(c map[string]any) { delete(c, "project") },
		"no session":                func(c map[string]any) { delete(c, "sid") },
		"no password version":       func(c map[string]any) { delete(c, "pwv") },
		"no epoch":                  func(c map[string]any) { delete(c, "epoch") },
		"an older password version": func(c map[string]any) { c["pwv"] = 0 },
		"a later password version":  func(c map[string]any) { c["pwv"] = 2 },
		"a later epoch":             func(c map[string]any) { c["epoch"] = 2 },
		"a subject that is no uuid": func(c map[string]any) { c["sub"] = "auth0|1" },
		"an empty subject":          func(c map[string]any) { c["sub"] = "" },
		"a null subject":            func(c map[string]any) { c["sub"] = nil },
		"a project that is no uuid": func(c map[string]any) { c["project"] = "shop" },
		"a session that is no uuid": func(c map[string]any) { c["sid"] = 7 },
		"a version that is no int":  func(c map[string]any) { c["pwv"] = "one" },
		"a version beyond an int":   func(c map[string]any) { c["pwv"] = 1e10 },
	} {
		changed := token{x.Session, map[string]any{}}
		for k, v := range x.claims {
			changed.claims[k] = v
		}
		change(changed.claims)
		code := fault.Code(doors["pre_request"](changed))
		require.Contains(t, []string{"token_revoked", "token_invalid"}, code, name)
	}
	require.NoError(t, doors["pre_request"](x))
}

func TestPreRequestLetsNobodyPass(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, none := range []string{"", `{}`, `{"role": "anon"}`} {
		claims(s, "", none)
		s.Call("pre_request", nil)
	}
}

// Policies read the scalar setting; what another request left must not stay.
func TestPreRequestSetsTheSubject(t *testing.T) {
	t.Parallel()
	x := begin(t)
	require.NoError(t, doors["pre_request"](x))
	require.Equal(t, x.User, scene.Get[string](x.Scene, "select current_setting('request.jwt.claim.sub')"))
	claims(x.Scene, x.User, `{"role": "anon"}`)
	x.Call("pre_request", nil)
	require.Empty(t, read(x.Scene, "uid"))
}

func TestRequestCheckOfAKey(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Call("api_key_ensure", scene.Args{"project": s.Project, "kind": "public", "hash": scene.Hash("pk"), "hint": "x"})
	bears := scene.Args{"project": s.Project, "user": nil, "session": nil, "password_version": 0, "epoch": 0, "key": scene.Hash("pk")}
	s.Call("request_check", bears)
	s.RefusesUndone("key_invalid", "request_check", bears.With(scene.Args{"key": scene.Hash("other")}))
	s.RefusesUndone("key_invalid", "request_check", bears.With(scene.Args{"project": s.Another().Project}))
	s.RefusesUndone("project_not_found", "request_check", bears.With(scene.Args{"project": nil}))
	s.Exec("update auth.api_keys set revoked_at = now() where project_id = $1", s.Project)
	s.RefusesUndone("key_invalid", "request_check", bears)
	s.Exec("update auth.projects set disabled_at = now() where id = $1", s.Project)
	s.RefusesUndone("project_disabled", "request_check", bears)
}

func TestRequestCheckOfTokenAndKey(t *testing.T) {
	t.Parallel()
	x := begin(t)
	x.Call("api_key_ensure", scene.Args{"project": x.Project, "kind": "public", "hash": scene.Hash("pk"), "hint": "x"})
	both := x.Bearer().With(scene.Args{"key": scene.Hash("pk")})
	x.Call("request_check", both)
	x.RefusesUndone("key_invalid", "request_check", both.With(scene.Args{"key": scene.Hash("other")}))
	x.Update("revoked_at = now()")
	x.RefusesUndone("token_revoked", "request_check", both)
}
