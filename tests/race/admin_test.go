package race_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// One secret makes one owner of the server.
func TestOneBootstrap(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	s.AsOwner().Call("admin_bootstrap", scene.Args{"hash": scene.Hash("bs")})
	answers := race.Together(8, func(i int) answer {
		return ask(s, "admin_bootstrap_finish", scene.Args{"hash": scene.Hash("bs"), "email": fmt.Sprintf("admin%d@example.com", i), "password_hash": "hash",
			"profile": "{}", "ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt", i)})
	})
	require.Equal(t, map[string]int{"done": 1, "link_invalid": 7}, race.Count(answers, kind))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.project_admins"))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.users where project_id = auth.project_find('admin')"))
}

// The owners of the server go all at once, in every way there is: one stays.
func TestLastOwnerOfTheServerStays(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	ids := scene.List[string](s, `select auth.user_create('admin' || n || '@example.com', p_project => 'admin', p_verified => true)::text from generate_series(1, 8) n`)
	s.Exec("insert into auth.project_admins (project_id, user_id, role) select auth.project_find('admin'), id, 'owner' from unnest($1::uuid[]) id", ids)
	ways := []string{"admin_revoke", "user_disable", "user_delete", "admin_grant"}
	answers := race.Together(len(ids), func(i int) answer {
		args := scene.Args{"user": ids[i], "project": "admin"}
		if ways[i%4] == "admin_grant" {
			args["role"] = "admin"
		}
		return ask(s.AsOwner(), ways[i%4], args)
	})
	require.Equal(t, map[string]int{"done": 7, "admin_last": 1}, race.Count(answers, kind))
	require.Equal(t, 1, scene.Get[int](s, `select count(*) from auth.project_admins a join auth.users u on u.id = a.user_id and u.disabled_at is null where a.role = 'owner'`))
}

// An invitation that is taken by two, and taken back by a third.
func TestOneInvitationMakesOneAdmin(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t)
	realm := scene.Get[string](s, "select auth.project_find('admin')::text")
	s.AsOwner().Call("admin_invite", scene.Args{"email": "new@example.com", "hash": scene.Hash("it"), "sealed": nil, "project": "default", "role": "admin"})
	answers := race.Together(8, func(i int) answer {
		return ask(s, "signup_finish", scene.Args{"project": realm, "identifier": "new@example.com", "password_hash": "hash", "profile": "{}", "ip": nil,
			"user_agent": nil, "refresh_hash": scene.Hash("rt", i), "link_hash": nil, "proof_sealed": nil, "invitation": scene.Hash("it")})
	})
	require.Equal(t, 1, race.Count(answers, kind)["done"], race.Count(answers, kind))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.project_admins where role = 'admin'"))
}
