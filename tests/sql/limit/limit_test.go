package limit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// hit counts against a limit of 2 in 60 seconds.
func hit(s *scene.Scene, subject any) (refusal map[string]any) {
	s.Helper()
	return rated(s, "2/60", subject)
}

func rated(s *scene.Scene, rate string, subject any) map[string]any {
	s.Helper()
	return s.Call("limit_hit", scene.Args{
		"project": s.Project, "settings": `{"limit_mail_address": "` + rate + `"}`, "limit": "limit_mail_address", "subject": subject}).Object("limit_hit")
}

func TestHitsOfAWindow(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	require.Nil(t, hit(s, "a"))
	require.Nil(t, hit(s, "a"))
	refusal := hit(s, "a")
	require.Equal(t, "over_limit", refusal["code"])
	require.Equal(t, "limit_mail_address", refusal["limit"])
	require.EqualValues(t, 60, refusal["retry_after"])
	require.Nil(t, hit(s, "b"), "another subject")
	require.Nil(t, hit(s.Another(), "a"), "another project")
}

func TestWindowEnds(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	move := func(by string) {
		s.Exec("update auth.rate_limits set window_ends_at = window_ends_at - $2::interval where project_id = $1", s.Project, by)
	}
	hit(s, "a")
	move("59.5 seconds")
	hit(s, "a")
	require.EqualValues(t, 1, hit(s, "a")["retry_after"], "never 0: that would be now")
	move("0.5 seconds")
	require.Nil(t, hit(s, "a"), "a new window with a new count")
	require.Nil(t, hit(s, "a"))
	require.EqualValues(t, 60, hit(s, "a")["retry_after"])
}

// Hits over the limit count on, but do not lengthen the window: who waits as
// told is let in.
func TestRefusedHitsDoNotLengthenTheWindow(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	hit(s, "a")
	s.Exec("update auth.rate_limits set window_ends_at = now() + interval '10 seconds' where project_id = $1", s.Project)
	hit(s, "a")
	for range 5 {
		require.EqualValues(t, 10, hit(s, "a")["retry_after"])
	}
}

func TestLimitOff(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for range 5 {
		require.Nil(t, rated(s, "0/60", "a"))
		require.Nil(t, hit(s, nil), "nobody to count")
	}
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.rate_limits where project_id = $1", s.Project))
}

func TestClear(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	hit(s, "a")
	hit(s, "a")
	s.Call("limit_clear", scene.Args{"project": s.Project, "limit": "limit_mail_address", "subject": "a"})
	require.Nil(t, hit(s, "a"))
}

func TestSubjectsAreNotKeptInClear(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	hit(s, "alice@example.com")
	require.Equal(t, scene.Hash("alice@example.com"), scene.Get[[]byte](s, "select subject from auth.rate_limits where project_id = $1", s.Project))
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for ip, want := range map[string]string{
		"192.0.2.1": "192.0.2.1/32", "192.0.2.1/24": "192.0.2.1/32",
		"2001:db8:1:2::1": "2001:db8:1:2::/64", "2001:db8:1:2:ffff:ffff:ffff:ffff": "2001:db8:1:2::/64", "2001:db8:1:3::1": "2001:db8:1:3::/64",
		"::ffff:192.0.2.1": "192.0.2.1/32", "::ffff:c000:201": "192.0.2.1/32", "::ffff:0.0.0.0": "0.0.0.0/32", "::1": "::/64",
	} {
		require.True(t, scene.Get[bool](s, "select auth.network($1::inet) = $2::inet", ip, want), ip)
		require.Equal(t, scene.Get[string](s, "select $1::inet::text", want), scene.Get[string](s, "select auth.network($1::inet)::text", ip), ip)
	}
	require.Nil(t, scene.Get[*string](s, "select auth.network(null)::text"))
}

// Address, purpose and network are counted apart, each by its own setting.
func TestMailLimits(t *testing.T) {
	t.Parallel()
	ask := func(s *scene.Scene, purpose, email, ip string) *fault.Error {
		row := s.Call("mail_limits_hit", scene.Args{
			"project": s.Project, "settings": scene.Get[string](s, "select settings::text from auth.projects where id = $1", s.Project),
			"purpose": purpose, "email": email, "ip": ip})
		if limit, ok := row.Object("mail_limits_hit")["limit"].(string); ok {
			return &fault.Error{Limit: limit}
		}
		return &fault.Error{}
	}
	t.Run("address and purpose", func(t *testing.T) {
		t.Parallel()
		s := scene.Tx(t)
		require.Empty(t, ask(s, "verify_email", "a@example.com", scene.HomeIP).Limit)
		require.Equal(t, "limit_mail_address", ask(s, "verify_email", "a@example.com", scene.AwayIP).Limit)
		require.Empty(t, ask(s, "reset_password", "a@example.com", scene.HomeIP).Limit)
		require.Empty(t, ask(s, "verify_email", "b@example.com", scene.HomeIP).Limit)
	})
	t.Run("address by the hour", func(t *testing.T) {
		t.Parallel()
		s := scene.Tx(t)
		s.Set("limit_mail_address", `"0/1"`)
		for range 10 {
			require.Empty(t, ask(s, "verify_email", "a@example.com", scene.HomeIP).Limit)
		}
		require.Equal(t, "limit_mail_address_hour", ask(s, "reset_password", "a@example.com", scene.HomeIP).Limit)
	})
	t.Run("network", func(t *testing.T) {
		t.Parallel()
		s := scene.Tx(t)
		s.Set("limit_mail_network", `"1/3600"`)
		require.Empty(t, ask(s, "verify_email", "a@example.com", "2001:db8::1").Limit)
		require.Equal(t, "limit_mail_network", ask(s, "verify_email", "b@example.com", "2001:db8::2").Limit)
		require.Empty(t, ask(s, "verify_email", "b@example.com", "2001:db8:0:1::1").Limit)
	})
}
