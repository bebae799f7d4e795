package row_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestRowIsBornWithItsUser(t *testing.T) {
	t.Parallel()
	h := club(t)
	answer := h.Call("signup_finish", h.asked("alice@example.com", `{"display_name": "Alice", "role": "admin", "born": "2001-02-03", "likes": ["tea"]}`))
	require.JSONEq(t, `{"email": "alice@example.com", "display_name": "Alice", "role": "admin", "nick": null, "born": "2001-02-03", "likes": ["tea"], "made_by": "service_role"}`,
		h.row("alice@example.com"))
	require.Equal(t, map[string]any{"display_name": "Alice", "role": "admin", "nick": nil, "born": "2001-02-03", "likes": []any{"tea"}},
		answer.Object("profile")["columns"])
	claims := answer.Object("claims")
	require.Equal(t, "authenticated", claims["role"], "a column of this name is the app's own")
	require.NotContains(t, scene.JSON(h.Scene, claims), "admin")
	alice := h.Opened(answer, scene.Hash("rt of", "alice@example.com"))
	require.Equal(t, "Alice", h.Call("me", alice.Bearer()).Object("me")["columns"].(map[string]any)["display_name"])
	require.Equal(t, 1, get[int](h, "select count(*) from own.members where id = $1", alice.User))
}

// Whatever the way to an account: the row hangs on the user's row.
func TestEveryWayMakesARow(t *testing.T) {
	t.Parallel()
	h := club(t)
	h.Person("dba@example.com")
	require.Contains(t, h.row("dba@example.com"), `"role": "user"`)
	h.Exec("insert into auth.users (project_id, email) values ($1, 'sql@example.com')", h.Project)
	require.Contains(t, h.row("sql@example.com"), `"role": "user"`)
	h.Set("anonymous_enabled", "true")
	h.Call("signup_anonymous", scene.Args{"project": h.Project, "profile": `{"columns": {"nick": "guest"}}`, "ip": scene.HomeIP, "user_agent": "test", "refresh_hash": scene.Hash("guest")})
	require.Equal(t, "guest", get[string](h, "select nick from own.members where email is null"))
	require.Equal(t, h.people(), get[int](h, "select count(*) from own.members m join auth.users u using (id) where u.project_id = $1", h.Project))
	// What is a column and a part of the profile alike goes to both.
	h.Call("signup_finish", h.asked("both@example.com", "{}").With(scene.Args{"profile": `{"display_name": "Both"}`}))
	require.Contains(t, h.row("both@example.com"), `"display_name": "Both"`)
}

func TestRowsAreRefusedWithTheirColumn(t *testing.T) {
	t.Parallel()
	h := club(t)
	h.Exec("alter table own.members add column team uuid references own.members; alter table own.members add column must text")
	h.Exec("alter table own.members alter must set not null")
	h.enable("columns => '{display_name,role,nick,born,likes,team,must}'")
	h.Call("signup_finish", h.asked("first@example.com", `{"must": "x", "nick": "first"}`))
	for columns, want := range map[string][2]string{
		`{"must": "x", "nick": "first"}`:           {"column_taken", "nick"},
		`{}`:                                       {"column_missing", "must"},
		`{"must": "x", "role": "root"}`:            {"column_invalid", "role"},
		`{"must": "x", "born": "yesteryear"}`:      {"column_invalid", "born"},
		`{"must": "x", "nick": "longer than ten"}`: {"column_invalid", "nick"},
		`{"must": {"a": 1}}`:                       {"column_invalid", "must"},
		`{"must": "x", "team": "1f0e4a52-0000-4000-8000-000000000000"}`: {"reference_missing", "team"},
		`{"must": "x", "made_by": "auth_owner"}`:                        {"field_unknown", "made_by"},
		`{"must": "x", "id": "1f0e4a52-0000-4000-8000-000000000000"}`:   {"field_unknown", "id"},
		`{"must": "x", "email": "other@example.com"}`:                   {"field_unknown", "email"},
		`{"must": "x", "password_hash": "x"}`:                           {"field_unknown", "password_hash"},
		`{"must": "x", "x\"; drop table own.members; --": "injected"}`:  {"field_unknown", `x"; drop table own.members; --`},
	} {
		before := h.people()
		refused := h.Refuses(want[0], "signup_finish", h.asked("second@example.com", columns))
		require.Equal(t, want[1], refused.Field, columns)
		require.Equal(t, before, h.people(), "no user without a row")
		// With conceal a known address is refused alike, and learns nothing.
		h.Set("conceal", "true")
		require.Equal(t, refused, h.Refuses(want[0], "signup_finish", h.asked("first@example.com", columns)))
		h.Set("conceal", "false")
	}
	h.Set("conceal", "true")
	h.Call("signup_finish", h.asked("first@example.com", `{"must": "x", "nick": "other"}`))
	require.Zero(t, get[int](h, "select count(*) from own.members where nick = 'other'"), "a rehearsal leaves nothing")
}

func TestColumnsAreAskedForAtOnce(t *testing.T) {
	t.Parallel()
	h := club(t)
	h.RefusesUndone("field_unknown", "signup_begin", scene.Args{"project": h.Project, "identifier": "a@example.com", "profile": `{"columns": {"made_by": "x"}}`, "ip": scene.HomeIP})
	h.Call("signup_begin", scene.Args{"project": h.Project, "identifier": "a@example.com", "profile": `{"columns": {"nick": "x"}}`, "ip": scene.HomeIP})
	other := h.Another()
	other.RefusesUndone("field_unknown", "signup_begin", scene.Args{"project": other.Project, "identifier": "a@example.com", "profile": `{"columns": {"nick": "x"}}`, "ip": scene.HomeIP})
	alice := h.Alice().SignsIn()
	h.RefusesUndone("field_unknown", "me_update", alice.Bearer().With(scene.Args{"profile": `{"columns": {"nick": "x"}}`}))
}

// Triggers, checks and domains of the table are the project's own code.
func TestNothingOfTheTableRunsAsTheOwner(t *testing.T) {
	t.Parallel()
	h := club(t)
	h.Exec(`create table own.seen (who text, at text);
		grant all on own.seen to service_role;
		create function own.spy(at text) returns boolean language plpgsql as $$ begin insert into own.seen values (current_user, at); return true; end $$;
		create function own.spies() returns trigger language plpgsql as $$ begin perform own.spy(tg_op); return coalesce(new, old); end $$;
		create trigger spies before insert or update or delete on own.members for each row execute function own.spies();
		create domain own.nickname as text check (own.spy('domain'));
		alter table own.members alter nick type own.nickname;
		truncate own.seen`)
	alice := h.Opened(h.Call("signup_finish", h.asked("alice@example.com", `{"nick": "al"}`)), nil)
	h.Call("me", alice.Bearer())
	h.Exec("update auth.users set email = 'new@example.com' where id = $1", alice.User)
	require.Contains(t, h.row("new@example.com"), `"nick": "al"`)
	h.Exec("delete from auth.users where id = $1", alice.User)
	require.Equal(t, "none", h.row("new@example.com"))
	require.Equal(t, []string{"service_role"}, list[string](h, "select distinct who from own.seen"))
	require.Subset(t, list[string](h, "select distinct at from own.seen"), []string{"INSERT", "UPDATE", "DELETE", "domain"})
}

func TestErrorOfTheTablesOwnCodeIsNotOurs(t *testing.T) {
	t.Parallel()
	h := club(t)
	for body, code := range map[string]string{
		"raise exception 'secret' using errcode = '23505'":                      "hook_failed",
		"raise exception 'secret' using errcode = '22000'":                      "hook_failed",
		"raise exception using errcode = 'PT403', message = 'No.', hint = 'no'": "no",
		"set role auth_owner": "hook_failed",
	} {
		h.Exec("create or replace function own.breaks() returns trigger language plpgsql as $$ begin " + body + "; return new; end $$")
		h.Exec("create or replace trigger breaks before insert on own.members for each row execute function own.breaks()")
		refused := h.Refuses(code, "signup_finish", h.asked("alice@example.com", "{}"))
		require.NotContains(t, refused.Message, "secret")
		require.Zero(t, h.people())
	}
}
