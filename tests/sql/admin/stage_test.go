package admin_test

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// by is an administrator as SQL takes one.
type by map[string]any

// key is the bearer of a key by this name, of the kind key or account_key.
func key(kind, name string) by {
	return by{kind: hex.EncodeToString(scene.Hash(name)), "ip": scene.AwayIP}
}

// secretKey gives the scene's project a secret key of this name.
func secretKey(s *scene.Scene, name string) by {
	s.Helper()
	s.Exec("select auth.api_key_ensure($1, 'secret', $2, 'hint')", s.Project, scene.Hash(name))
	return key("key", name)
}

// realm is the scene of the server's own accounts.
func realm(s *scene.Scene) *scene.Scene {
	s.Helper()
	other := *s
	other.Project = scene.Get[string](s, "select auth.project_find('admin')::text")
	return &other
}

// admin is an account of the realm with its session.
type admin struct {
	*scene.Person
	session *scene.Session
}

// newAdmin has an address and a network that no other test has: all share the
// realm, and would wait for each other.
func newAdmin(s *scene.Scene, name string) *admin {
	s.Helper()
	person := realm(s).Person(name + "-" + rand.Text()[:8] + "@example.com")
	return &admin{person, person.SignsInFrom(fmt.Sprintf("10.%d.%d.0", mathrand.IntN(256), mathrand.IntN(256)))}
}

// by is the admin by access token.
func (a *admin) by() by {
	return by{"user": a.session.User, "session": a.session.ID, "password_version": a.session.PasswordVersion, "epoch": a.session.Epoch}
}

// of makes the admin one of a project's.
func (a *admin) of(s *scene.Scene, role string) *admin {
	a.Helper()
	s.Exec("insert into auth.project_admins (project_id, user_id, role) values ($1, $2, $3)", s.Project, a.ID, role)
	return a
}

// asked is what a function of administration takes.
func asked(s *scene.Scene, who by, more scene.Args) scene.Args {
	all := scene.Args{"project": s.Project}.With(more)
	if who != nil {
		all["by"] = scene.JSON(s, who)
	}
	return all
}

// pgxState is the SQLSTATE of a statement by the server's own login.
func pgxState(s *scene.Scene, sql string, args ...any) string {
	s.Helper()
	_, err := s.Service.Exec(context.Background(), sql, args...)
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		return refused.Code
	}
	return fmt.Sprint(err)
}
