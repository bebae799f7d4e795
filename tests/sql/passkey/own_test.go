package passkey_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func owns(x *scene.Session, id string, more scene.Args) scene.Args {
	return x.Bearer().With(scene.Args{"passkey": id}).With(more)
}

// Security item 32: an id belongs to one user, for good.
func TestKnownIDs(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x, bob := alice.SignsIn(), s.Person("bob@example.com").SignsIn()
	id := add(x, "phone")
	x.Refuses("passkey_known", "passkey_register_finish", registration(x, "phone"))
	bob.Refuses("passkey_known", "passkey_register_finish", registration(bob, "phone"))
	x.Call("passkey_revoke", owns(x, id, scene.Args{"ip": nil}))
	bob.Refuses("passkey_known", "passkey_register_finish", registration(bob, "phone"))
	x.Refuses("passkey_invalid", "passkey_register_finish", registration(x, "new").With(scene.Args{"fault": "wrong origin"}))
	require.Equal(t, 4, s.Audited("passkey_refused"))
	s.Fails("23514", "update auth.passkeys set credential_id = decode(repeat('00', 1024), 'hex')")
}

// Security item 25: with a second factor, a session that has not shown one
// changes nothing.
func TestSecondFactorGuardsPasskeys(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	id := add(x, "phone")
	holdsTOTP(alice)
	x.RefusesUndone("second_factor_required", "passkey_register_options", x.Bearer().With(scene.Args{"challenge": scene.Hash("c")}))
	x.RefusesUndone("second_factor_required", "passkey_register_finish", registration(x, "new"))
	x.RefusesUndone("second_factor_required", "passkey_rename", owns(x, id, scene.Args{"name": "x"}))
	x.RefusesUndone("second_factor_required", "passkey_revoke", owns(x, id, scene.Args{"ip": nil}))
	strong := signsIn(s, id, 6, true)
	strong.Call("passkey_rename", owns(strong, id, scene.Args{"name": "x"}))
	add(strong, "new")
}

// Security item 27, however it is done.
func TestRevokingLowersSessions(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	one, two := add(x, "one"), add(x, "two")
	byOne, byTwo := signsIn(s, one, 6, true), signsIn(s, two, 6, true)
	x.Call("passkey_revoke", owns(x, one, scene.Args{"ip": nil}))
	require.Equal(t, "1", *byOne.Column("aal"))
	require.Equal(t, "2", *byTwo.Column("aal"))
	s.Exec("delete from auth.passkeys where id = $1", two)
	require.Equal(t, "1", *byTwo.Column("aal"))
}

func TestLastWayInStays(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	one, two := add(x, "one"), add(x, "two")
	alice.Update("password_hash = null")
	x = signsIn(s, one, 6, true)
	x.Call("passkey_revoke", owns(x, two, scene.Args{"ip": nil}))
	x.RefusesUndone("passkey_last", "passkey_revoke", owns(x, one, scene.Args{"ip": nil}))
	alice.Update("password_hash = 'new'")
	x = signsIn(s, one, 7, true)
	x.Call("passkey_revoke", owns(x, one, scene.Args{"ip": nil}))
}

func TestOthersPasskeys(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	id := add(alice.SignsIn(), "phone")
	bob := s.Person("bob@example.com").SignsIn()
	bob.RefusesUndone("passkey_not_found", "passkey_rename", owns(bob, id, scene.Args{"name": "x"}))
	bob.RefusesUndone("passkey_not_found", "passkey_revoke", owns(bob, id, scene.Args{"ip": nil}))
	bob.RefusesUndone("passkey_name_invalid", "passkey_rename", owns(bob, id, scene.Args{"name": longName}))
	require.Equal(t, []any{}, bob.Call("passkeys_read", bob.Bearer())["passkeys_read"])
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.passkeys where revoked_at is null"))
}

func TestTwentyAreEnough(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	for i := range 20 {
		add(x, fmt.Sprint("phone ", i))
	}
	x.RefusesUndone("passkeys_too_many", "passkey_register_options", x.Bearer().With(scene.Args{"challenge": scene.Hash("c")}))
	x.RefusesUndone("passkeys_too_many", "passkey_register_finish", registration(x, "one more"))
	require.Equal(t, 20, s.Audited("passkey_added"))
}

func TestElevate(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	x := alice.SignsIn()
	x.RefusesUndone("passkey_missing", "passkey_elevate_options", x.Bearer().With(scene.Args{"challenge": scene.Hash("c")}))
	id := add(x, "phone")
	elevate := func(count int, verified bool) scene.Args {
		return owns(x, id, scene.Args{"use": used(count, verified), "fault": nil, "ip": nil})
	}
	claims := x.Call("passkey_elevate_finish", elevate(6, false)).Object("claims")
	require.Equal(t, "aal1", claims["aal"])
	require.NotNil(t, claims["elevated_until"])

	holdsTOTP(alice)
	x.Update("elevated_until = null")
	x.Refuses("second_factor_required", "passkey_elevate_finish", elevate(7, false))
	x.Refuses("passkey_cloned", "passkey_elevate_finish", elevate(7, true))
	require.Nil(t, x.Column("elevated_until"))
	require.Equal(t, "aal2", x.Call("passkey_elevate_finish", elevate(8, true)).Object("claims")["aal"])
	require.Equal(t, 2, s.Audited("elevation_refused"))
}

// A passkey from before the first proof of the mailbox may be a stranger's.
func TestFirstProofForgetsPasskeys(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	add(alice.SignsIn(), "stranger's")
	alice.Update("email_confirmed_at = null")
	s.Exec("select auth.identifier_prove(u, u.email) from auth.users u where u.id = $1", alice.ID)
	require.Equal(t, 0, scene.Get[int](s, "select count(*) from auth.passkeys"))
}
