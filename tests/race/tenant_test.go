package race_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// team is a tenant with so many owners, signed in.
func team(s *scene.Scene, n int) (id string, owners []*scene.Session) {
	s.Helper()
	id = s.AsOwner().Call("tenant_create", scene.Args{"name": "acme", "project": s.Project}).Object("tenant_create")["id"].(string)
	for i := range n {
		person := s.Person(fmt.Sprint("owner-", i, "@example.com"))
		s.AsOwner().Call("member_put", scene.Args{"tenant": id, "user": person.ID, "owner": true, "project": s.Project})
		owners = append(owners, person.SignsIn())
	}
	return id, owners
}

func memberArgs(x *scene.Session, tenant string, more scene.Args) scene.Args {
	return scene.Args{"tenant": tenant, "project": x.Project, "by": scene.JSON(x.Scene, map[string]any{"bearer": map[string]any{
		"user": x.User, "session": x.ID, "password_version": x.PasswordVersion, "epoch": x.Epoch}})}.With(more)
}

// The last two owners leave at once, or unmake each other: one stays.
func TestATenantKeepsAnOwner(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	id, owners := team(s, 2)
	s.Exec("update auth.memberships set is_owner = true where tenant_id = $1", id)
	for round := range 30 {
		answers := race.Together(2, func(i int) answer {
			if round%2 == 0 {
				return ask(s, "member_put", memberArgs(owners[i], id, scene.Args{"user": owners[1-i].User, "owner": false}))
			}
			return ask(s, "member_put", memberArgs(owners[i], id, scene.Args{"user": owners[i].User, "owner": false}))
		})
		counts := race.Count(answers, kind)
		require.Equal(t, 1, counts["done"], counts)
		require.Equal(t, 1, counts["tenant_owner_last"]+counts["tenant_forbidden"], counts)
		s.Exec("update auth.memberships set is_owner = true where tenant_id = $1", id)
	}
	answers := race.Together(2, func(i int) answer {
		return ask(s, "member_remove", memberArgs(owners[i], id, scene.Args{"user": owners[i].User}))
	})
	require.Equal(t, map[string]int{"done": 1, "tenant_owner_last": 1}, race.Count(answers, kind))
}

// Two nodes are brought the same invitation, by its token and by its id.
func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	id, owners := team(s, 1)
	alice := s.Alice().SignsIn()
	invite := s.Call("invite_send", memberArgs(owners[0], id, scene.Args{"email": "alice@example.com", "roles": []string{}, "owner": false,
		"redirect": nil, "link_hash": scene.Hash("it"), "proof_sealed": nil})).Object("invite")
	answers := race.Together(16, func(i int) answer {
		args := scene.Args{"hash": scene.Hash("it"), "invite": nil, "ip": nil}
		if i%2 == 0 {
			args = scene.Args{"hash": nil, "invite": invite["id"], "ip": nil}
		}
		return ask(s, "invite_accept", alice.Bearer().With(args))
	})
	require.Equal(t, map[string]int{"done": 1, "invite_invalid": 15}, race.Count(answers, kind))
}

// The owner of an address signs up by an invitation twice at once: one account.
func TestAnInvitationMakesOneAccount(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	id, owners := team(s, 1)
	s.Call("invite_send", memberArgs(owners[0], id, scene.Args{"email": "new@example.com", "roles": []string{}, "owner": false,
		"redirect": nil, "link_hash": scene.Hash("it"), "proof_sealed": nil}))
	answers := race.Together(16, func(i int) answer {
		return ask(s, "invite_signup", scene.Args{"project": s.Project, "hash": scene.Hash("it"), "password_hash": nil, "profile": "{}", "ip": nil,
			"user_agent": nil, "refresh_hash": scene.Hash("rt", i)})
	})
	counts := race.Count(answers, kind)
	require.Equal(t, 1, counts["done"], counts)
	require.Equal(t, 15, counts["invite_invalid"]+counts["email_taken"], counts)
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.users where email = 'new@example.com'"))
	require.Equal(t, 2, scene.Get[int](s, "select count(*) from auth.memberships"))
}

// Two owners invite one address: one invitation, and the newer token alone works.
func TestTwoInvitationsAreOne(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	s.Set("limit_mail_address", `"0/60"`)
	s.Set("limit_mail_address_hour", `"0/60"`)
	id, owners := team(s, 4)
	answers := race.Together(8, func(i int) answer {
		return ask(s, "invite_send", memberArgs(owners[i%4], id, scene.Args{"email": "alice@example.com", "roles": []string{}, "owner": false,
			"redirect": nil, "link_hash": scene.Hash("it", i), "proof_sealed": nil}))
	})
	require.Equal(t, map[string]int{"done": 8}, race.Count(answers, kind))
	alice := s.Alice().SignsIn()
	answers = race.Together(8, func(i int) answer {
		return ask(s, "invite_accept", alice.Bearer().With(scene.Args{"hash": scene.Hash("it", i), "invite": nil, "ip": nil}))
	})
	require.Equal(t, map[string]int{"done": 1, "invite_invalid": 7}, race.Count(answers, kind))
}

// Whoever is removed while they switch, or while a role is deleted, is out, and
// no request of theirs is in the tenant.
func TestSwitchAgainstRemoval(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	id, owners := team(s, 1)
	s.AsOwner().Call("role_put", scene.Args{"name": "editor", "project": s.Project})
	for round := range 8 {
		bob := s.Person(fmt.Sprint("bob-", round, "@example.com"))
		s.AsOwner().Call("member_put", scene.Args{"tenant": id, "user": bob.ID, "roles": []string{"editor"}, "project": s.Project})
		x := bob.SignsIn()
		race.Together(6, func(i int) answer {
			switch {
			case i == 0 && round%2 == 0:
				return ask(s, "member_remove", memberArgs(owners[0], id, scene.Args{"user": bob.ID}))
			case i == 0: // a DBA knows nothing of locks
				s.Exec("delete from auth.memberships where user_id = $1", bob.ID)
				return answer{}
			case i == 1:
				return ask(s.AsOwner(), "role_put", scene.Args{"name": "editor", "permissions": []string{fmt.Sprint("p", round)}, "project": s.Project})
			}
			return ask(s, "tenant_switch", x.Bearer().With(scene.Args{"tenant": id, "ip": nil}))
		})
		require.Nil(t, scene.Get[*string](s, `select (auth.session_state($1, $2, $3, $4, $5)).tenant_id::text`,
			x.Project, x.User, x.ID, x.PasswordVersion, x.Epoch))
		if round%2 == 0 {
			require.Nil(t, x.Column("tenant_id"))
		}
		x.Holds()
	}
}

// A role is deleted while it is given: nobody has it in the end.
func TestARoleIsDeletedWhileItIsGiven(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	id, owners := team(s, 6)
	for round := range 6 {
		name := fmt.Sprint("role-", round)
		s.AsOwner().Call("role_put", scene.Args{"name": name, "project": s.Project})
		answers := race.Together(len(owners)+1, func(i int) answer {
			if i == len(owners) {
				return ask(s.AsOwner(), "role_delete", scene.Args{"name": name, "project": s.Project})
			}
			return ask(s, "member_put", memberArgs(owners[i], id, scene.Args{"user": owners[i].User, "roles": []string{name}}))
		})
		for kind := range race.Count(answers, kind) {
			require.Contains(t, []string{"done", "role_not_found"}, kind)
		}
		require.Equal(t, 0, scene.Get[int](s, "select count(*) from auth.memberships where $1 = any (roles)", name))
	}
}
