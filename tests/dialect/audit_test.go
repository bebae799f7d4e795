package dialect_test

import (
	"context"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const auditor = "audit-test/1.0"

// rows are those of the project's audit log from a place on, as EVENT RESULT ACTOR.
func (s *server) rows(t testing.TB, from int) []string {
	t.Helper()
	found, err := s.db.Owner(t).Query(context.Background(), s.own(`select concat_ws(' ', a.event, a.result, a.actor_kind)
		from auth.audit_log a where a.project_id = auth.project_find(:project) order by a.at, a.event offset $1`), from)
	require.NoError(t, err)
	list, err := pgx.CollectRows(found, pgx.RowTo[string])
	require.NoError(t, err)
	return list
}

// Every step of the main flows leaves its row and no other, refused or not,
// with where it came from; what it set off has rows of its own.
func TestMainFlowsLeaveTheirRows(t *testing.T) {
	t.Parallel()
	born := coding()
	for name, value := range (settings{"limit_signin_account_network": `"2/900"`, "limit_password_check": `"2/900"`, "anonymous_enabled": "true"}) {
		born[name] = value
	}
	s := open(t, born)
	from := []string{"User-Agent: " + auditor, "X-Forwarded-For: 203.0.113.77"}
	begin := len(s.rows(t, 0))
	seen := begin
	step := func(name string, a answer, want ...string) answer {
		t.Helper()
		rows := s.rows(t, seen)
		seen += len(rows)
		slices.Sort(rows)
		assert.Equal(t, append([]string{}, want...), rows, "%s: %d %s", name, a.Status, a.Body)
		return a
	}
	post := func(path string, body map[string]any, headers ...string) answer {
		return s.do(t, "POST", "~/auth/"+path, body, append(slices.Clone(from), headers...)...)
	}
	ann := map[string]any{"email": "ann@example.com", "password": password}
	mine := toSession(step("sign-up", post("signup", ann), "signed_in ok user", "signed_up ok nobody"), "ann@example.com")
	step("again", post("signup", ann), "signup_taken refused nobody")
	step("weak", post("signup", map[string]any{"email": "bob@example.com", "password": "short"}))
	step("sign-in", post("login", ann), "signed_in ok user")
	wrongly := map[string]any{"email": "ann@example.com", "password": "wrong horse"}
	step("wrong", post("login", wrongly), "signin_refused refused nobody")
	step("unknown", post("login", map[string]any{"email": "nobody@example.com", "password": "wrong horse"}), "signin_refused refused nobody")
	step("wrong again", post("login", wrongly), "signin_refused refused nobody")
	step("limited", post("login", wrongly), "signin_limited refused nobody")
	step("forgot", post("forgot-password", map[string]any{"email": "ann@example.com"}), "password_forgot ok nobody")
	step("forgot unknown", post("forgot-password", map[string]any{"email": "nobody@example.com"}), "password_forgot ok nobody")
	token := s.linkTo(t, "ann@example.com").Query().Get("token")
	change := map[string]any{"current_password": "wrong horse", "new_password": "new123456"}
	step("change", post("change-password", change, mine.bearer()), "password_change_refused refused user")
	change["current_password"] = password
	step("change", post("change-password", change, mine.bearer()), "password_changed ok user")
	step("dead link", post("reset-password", map[string]any{"token": token, "new_password": "newer123456"}))
	mine = toSession(step("sign-in", post("login", map[string]any{"email": "ann@example.com", "password": "new123456"}, "X-Forwarded-For: 203.0.113.78"),
		"signed_in ok user"), "ann@example.com")
	step("code", post("code", map[string]any{"email": "ann@example.com"}), "signin_sent ok nobody")
	code := s.codeTo(t, "ann@example.com", 1)
	step("wrong code", post("code/verify", map[string]any{"email": "ann@example.com", "code": wrong(code)}), "signin_refused refused nobody")
	// Whoever proves the mailbox of an account that never did takes it over: the password goes.
	mine = toSession(step("right code", post("code/verify", map[string]any{"email": "ann@example.com", "code": code}),
		"password_changed ok nobody", "signed_in ok user"), "ann@example.com")
	step("guest", post("anonymous", nil), "signed_in ok user", "signed_up ok nobody")
	step("sign-out", post("logout", nil, mine.bearer()), "signed_out ok user")
	step("refresh", post("refresh", map[string]any{"refresh_token": mine.refresh}))

	nowhere := value[int](t, s, `select count(*) from auth.audit_log a where a.project_id = auth.project_find(:project) and a.actor_kind in ('user', 'nobody')
		and (a.user_agent is distinct from $1 or host(a.ip) not in ('203.0.113.77', '203.0.113.78'))`, auditor)
	assert.Zero(t, nowhere, "every row of a request says where it came from")
	assert.Greater(t, seen-begin, 15)
}
