package account_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestUserCreate(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := s.Call("user_create", scene.Args{"email": "Alice@Example.com", "password": "correct horse", "project": s.Project, "metadata": `{"a": 1}`}).Text("user_create")
	alice := &scene.Person{Scene: s, ID: id, Email: "alice@example.com"}
	require.Equal(t, "alice@example.com", *alice.Column("email"))
	require.Nil(t, alice.Column("email_confirmed_at"))
	require.Equal(t, `{"a": 1}`, *alice.Column("user_metadata"))
	require.Regexp(t, `^\$2a\$10\$`, *alice.Column("password_hash"), "bcrypt, upgraded at the next sign-in")
	require.True(t, scene.Get[bool](s, "select extensions.crypt('correct horse', $1) = $1", *alice.Column("password_hash")))
	require.Equal(t, 1, s.Audited("user_created"))

	s.RefusesUndone("email_taken", "user_create", scene.Args{"email": "ALICE@example.com", "project": s.Project})
	s.RefusesUndone("email_invalid", "user_create", scene.Args{"email": "alice", "project": s.Project})
	s.RefusesUndone("email_missing", "user_create", scene.Args{"email": nil, "project": s.Project})
	s.RefusesUndone("project_not_found", "user_create", scene.Args{"email": "bob@example.com", "project": "nowhere"})
}

func TestUserWithoutPasswordCannotSignIn(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Call("user_create", scene.Args{"email": "alice@example.com", "project": s.Project})
	begun := s.Call("signin_begin", scene.Args{"project": s.Project, "identifier": "alice@example.com", "ip": nil})
	require.Nil(t, begun["password_hash"])
}

func TestDisableAndEnable(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone := alice.SignsIn()
	ref := scene.Args{"user": alice.Email, "project": s.Project}

	s.Call("user_disable", ref.With(scene.Args{"reason": "spam"}))
	require.Equal(t, "user_disabled", phone.Ended())
	phone.Dead("user_disabled")
	_, err := s.SignIn(alice.Email, scene.HomeIP, true)
	require.ErrorContains(t, err, "user_disabled")
	_, err = s.SignIn(alice.Email, scene.HomeIP, false)
	require.ErrorContains(t, err, "invalid_credentials", "only a right password learns of it")

	s.Call("user_enable", ref)
	phone.Dead("token_revoked")
	alice.SignsIn().Holds()
	require.Nil(t, alice.Column("disabled_reason"))
	s.RefusesUndone("user_not_found", "user_disable", scene.Args{"user": "bob@example.com", "project": s.Project})
	s.RefusesUndone("user_not_found", "user_enable", scene.Args{"user": "bob@example.com", "project": s.Project})
}

func TestDisabledByPlainSQL(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	phone, laptop := alice.SignsIn(), alice.SignsIn()
	alice.Update("disabled_at = now()")
	require.Equal(t, "user_disabled", phone.Ended())
	require.Equal(t, "user_disabled", laptop.Ended())
	alice.Update("disabled_at = now() - interval '1 day'") // still disabled: nothing happens
	alice.Update("disabled_at = null")
	require.Equal(t, 1, s.Audited("user_disabled"))
	require.Equal(t, 1, s.Audited("user_enabled"))
}

func TestUserIsFoundByAddressAndId(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	for _, ref := range []string{alice.ID, "  ALICE@example.com ", "ａlice@example.com"} {
		require.Equal(t, alice.ID, s.Call("user_find", scene.Args{"user": ref, "project": s.Project}).Text("user_find"))
	}
	s.RefusesUndone("user_not_found", "user_find", scene.Args{"user": alice.ID, "project": s.Another().Project})
}

func TestUserList(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for i := range 3 {
		p := s.Person(fmt.Sprintf("u%d@example.com", i))
		p.Exec("update auth.users set created_at = now() - make_interval(hours => $2) where id = $1", p.ID, 10-i)
	}
	s.Another().Person("stranger@example.com")
	page := func(after *time.Time) []string {
		return scene.List[string](s, "select email from auth.user_list($1, 2, $2)", s.Project, after)
	}
	require.Equal(t, []string{"u0@example.com", "u1@example.com"}, page(nil))
	last := scene.Get[time.Time](s, "select created_at from auth.users where project_id = $1 and email = 'u1@example.com'", s.Project)
	require.Equal(t, []string{"u2@example.com"}, page(&last))
}

// Users that one transaction makes have one created_at, which no page may cut.
func TestUserListLosesNobody(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for i := range 3 {
		s.Person(fmt.Sprintf("u%d@example.com", i))
	}
	require.Len(t, scene.List[string](s, "select email from auth.user_list($1, 2)", s.Project), 3)
	require.Empty(t, scene.List[string](s, "select email from auth.user_list($1, 2, now())", s.Project))
}

func TestUserListCountsLiveSessions(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	alice.SignsIn()
	alice.SignsIn().Update("idle_expires_at = now()")
	alice.SignsIn().Update("revoked_at = now()")
	require.Equal(t, 1, scene.Get[int](s, "select live_sessions from auth.user_list($1)", s.Project))
}

func TestAddressIsKeptInOneFormHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	alice.Update("email = '  Alice.New@EXAMPLE.com '")
	require.Equal(t, "alice.new@example.com", *alice.Column("email"))
	s.Fails("23505", "insert into auth.users (project_id, email) values ($1, 'ALICE.new@example.com')", s.Project)
}

func TestNewAddressIsUnproven(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	alice.Update("email = 'ALICE@example.com'")
	require.NotNil(t, alice.Column("email_confirmed_at"), "the same address")
	alice.Update("email = 'alice.new@example.com'")
	require.Nil(t, alice.Column("email_confirmed_at"))
	alice.Update("email = 'alice@example.com', email_confirmed_at = now()")
	require.NotNil(t, alice.Column("email_confirmed_at"), "the change says so itself")
}

// A sign-in is no change of the user.
func TestUpdatedAtMovesWithWhatIsKept(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	moved := func(change string) bool {
		s.Exec("alter table auth.users disable trigger user")
		alice.Update("updated_at = '2020-01-01'")
		s.Exec("alter table auth.users enable trigger user")
		alice.Update(change)
		return *alice.Column("updated_at > '2020-01-02'") == "true"
	}
	require.False(t, moved("last_sign_in_at = now()"))
	require.True(t, moved("display_name = 'Al'"))
	require.True(t, moved("password_hash = 'another'"))
	s.Exec("select set_config('rolecall.rehash', 'on', true)")
	require.False(t, moved("password_hash = 'the same, newer', last_sign_in_at = now()"))
	require.True(t, moved("user_metadata = '{\"a\": 1}', last_sign_in_at = now()"))
}
