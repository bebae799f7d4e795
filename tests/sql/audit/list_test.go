package audit_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// put writes a row of an event, so many hours ago.
func put(s *scene.Scene, event string, hours int, user, ip any) {
	s.Helper()
	s.Exec(`insert into auth.audit_log (project_id, event, result, at, user_id, ip)
		values ($1, $2, auth.audit_result($2), now() - make_interval(hours => $3), $4, $5)`, s.Project, event, hours, user, ip)
}

// events lists what a page shows, and the cursor of the next.
func events(s *scene.Scene, with scene.Args) (list []string, next any) {
	s.Helper()
	page := s.AsOwner().Call("audit_list", scene.Args{"project": s.Project}.With(with)).Object("audit_list")
	for _, row := range page["events"].([]any) {
		list = append(list, row.(map[string]any)["event"].(string))
	}
	return list, page["next_cursor"]
}

func TestListIsFiltered(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Another().Alice() // whose rows are not ours
	alice := "00000000-0000-0000-0000-00000000000a"
	put(s, "signed_up", 4, alice, "192.0.2.1")
	put(s, "signin_refused", 3, alice, "198.51.100.7")
	put(s, "signin_limited", 2, nil, "198.51.100.9")
	put(s, "signed_in", 1, alice, "2001:db8::1")
	for name, c := range map[string]struct {
		with scene.Args
		want []string
	}{
		"all":     {nil, []string{"signed_in", "signin_limited", "signin_refused", "signed_up"}},
		"user":    {scene.Args{"user": alice}, []string{"signed_in", "signin_refused", "signed_up"}},
		"event":   {scene.Args{"event": "signed_up"}, []string{"signed_up"}},
		"events":  {scene.Args{"event": "signin_*"}, []string{"signin_limited", "signin_refused"}},
		"no such": {scene.Args{"event": "signin_"}, nil},
		"result":  {scene.Args{"result": "refused", "user": alice}, []string{"signin_refused"}},
		"ip":      {scene.Args{"ip": "198.51.100.7"}, []string{"signin_refused"}},
		"network": {scene.Args{"ip": "198.51.100.0/24"}, []string{"signin_limited", "signin_refused"}},
	} {
		list, next := events(s, c.with)
		require.Equal(t, c.want, list, name)
		require.Nil(t, next, name)
	}
	at := func(hours int) string {
		return scene.Get[string](s, "select (now() - make_interval(hours => $1))::text", hours)
	}
	list, _ := events(s, scene.Args{"from": at(3), "to": at(1)})
	require.Equal(t, []string{"signin_limited", "signin_refused"}, list, "from counts, to does not")
	s.AsOwner().RefusesUndone("audit_result_unknown", "audit_list", scene.Args{"project": s.Project, "result": "maybe"})
	s.AsOwner().RefusesUndone("cursor_invalid", "audit_list", scene.Args{"project": s.Project, "cursor": "x"})
	s.AsOwner().RefusesUndone("project_not_found", "audit_list", scene.Args{"project": "nothing"})
}

// Rows of one transaction have one time: pages part them all the same, and new
// rows move none.
func TestPagesMissNothingAndRepeatNothing(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for i := range 25 {
		put(s, fmt.Sprintf("e_%02d", i), 1+i/10, nil, nil)
	}
	seen := map[string]bool{}
	var cursor any
	for range 4 {
		list, next := events(s, scene.Args{"limit": 7, "cursor": cursor})
		for _, event := range list {
			require.False(t, seen[event], event)
			seen[event] = true
		}
		put(s, "later", 0, nil, nil)
		cursor = next
	}
	require.Len(t, seen, 25)
	require.Nil(t, cursor)
}

func TestOnWhoseWord(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	last := func(event string) string {
		return scene.Get[string](s, `select concat_ws(' ', result, actor_kind, actor, host(ip), user_agent, target)
			from auth.audit_log where project_id = $1 and event = $2 order by at desc limit 1`, s.Project, event)
	}
	alice := s.Alice()
	require.Equal(t, "ok operator auth_owner", last("user_created"))
	alice.SignsIn()
	require.Equal(t, "ok user "+alice.ID+" 192.0.2.1 test", last("signed_in"), "of a session, its program")
	_, err := s.SignIn("alice@example.com", scene.AwayIP, false)
	require.Error(t, err)
	require.Equal(t, "refused server 198.51.100.7", last("signin_refused"))
	s.Exec("select auth.project_set($1, 'password_min', '9')", s.Project)
	require.Equal(t, "ok operator auth_owner setting:password_min", last("setting_changed"))

	s.Exec("insert into auth.api_keys (project_id, kind, hash, hint) values ($1, 'secret', $2, 'abcd')", s.Project, scene.Hash("sk"))
	by := scene.JSON(s, map[string]any{"key": hex.EncodeToString(scene.Hash("sk")), "ip": "203.0.113.9"})
	s.Call("user_disable", scene.Args{"user": alice.ID, "project": s.Project, "by": by})
	key := scene.Get[string](s, "select id::text from auth.api_keys where project_id = $1 and kind = 'secret'", s.Project)
	require.Equal(t, "ok key "+key+" 203.0.113.9", last("user_disabled"), "also where a trigger writes of it")

	require.Equal(t, "ok", scene.Get[string](s, "select auth.audit_result('signed_in')"))
	list := s.Call("audit_list", scene.Args{"project": s.Project, "event": "user_disabled", "by": by}).Object("audit_list")
	require.Equal(t, key, list["events"].([]any)[0].(map[string]any)["actor"])
	s.RefusesUndone("key_needed", "audit_list", scene.Args{"project": s.Project})
}

// A thief who brings a used token is not the user whose it was.
func TestReuseIsNobodysWord(t *testing.T) {
	t.Parallel()
	s := scene.Committed(t)
	phone := s.Alice().SignsIn()
	used := phone.Token
	phone.Refreshes()
	phone.Refreshes()
	s.Refuses("refresh_token_reused", "session_refresh", scene.RefreshArgs(s.Project, used, scene.Hash("x")).With(scene.Args{"ip": scene.AwayIP, "user_agent": "thief/1"}))
	require.Equal(t, "refused nobody 198.51.100.7 thief/1", scene.Get[string](s, `select concat_ws(' ', result, actor_kind, actor, host(ip), user_agent)
		from auth.audit_log where project_id = $1 and event = 'refresh_token_reused'`, s.Project))
}

func TestWhereItCameFrom(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec(`select auth.password_forgot($1, 'nobody@example.com', null, null, null, auth.request_from('2001:db8::7', 'curl/8'))`, s.Project)
	require.Equal(t, "nobody 2001:db8::7 curl/8", scene.Get[string](s, `select concat_ws(' ', actor_kind, host(ip), user_agent)
		from auth.audit_log where project_id = $1 and event = 'password_forgot'`, s.Project))
	require.Equal(t, 400, scene.Get[int](s, "select length(current_setting('rolecall.user_agent')) from auth.request_from(null, repeat('x', 1000))"))
}
