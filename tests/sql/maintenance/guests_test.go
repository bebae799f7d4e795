package maintenance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestOldGuestsGo(t *testing.T) {
	t.Parallel()
	s := begin(t)
	guest := func(days int) *scene.Person {
		p := s.Person("guest@example.com")
		p.Update("email = null, phone = null, is_anonymous = true, created_at = now() - make_interval(days => " + itoa(days) + ")")
		return p
	}
	old, young, back := guest(31), guest(29), guest(90)
	alice := s.Alice()
	alice.Update("created_at = now() - interval '90 days'")
	s.Exec(`insert into auth.sessions (project_id, user_id, refreshed_at, idle_expires_at, expires_at)
		values ($1, $2, now() - interval '1 day', now() + interval '1 day', now() + interval '1 day')`, s.Project, back.ID)
	left := func() []string {
		maintain(s)
		return scene.List[string](s, "select id::text from auth.users where project_id = $1", s.Project)
	}
	require.Len(t, left(), 4, "unless the project says so, they stay")
	s.Set("anonymous_ttl", "2592000")
	held := guest(60)
	s.Exec("create table public.carts (owner uuid, project uuid, foreign key (project, owner) references auth.users (project_id, id))")
	s.Exec("insert into public.carts values ($1, $2)", held.ID, s.Project)
	require.ElementsMatch(t, []string{young.ID, back.ID, alice.ID, held.ID}, left(), "one that is referred to stays, and stops nobody")
	require.NotContains(t, left(), old.ID)
}
