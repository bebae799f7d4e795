package account_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// imports puts rows in, each a set of columns, and tells what became of them
// as LINE OUTCOME REASON.
func imports(s *scene.Scene, rows ...map[string]string) []string {
	s.Helper()
	run := uuid.NewString()
	for i, row := range rows {
		names, places, values := []string{"project_id", "run", "line"}, []string{"$1", "$2", "$3"}, []any{s.Project, run, i + 1}
		for name, value := range row {
			values = append(values, value)
			names, places = append(names, name), append(places, fmt.Sprintf("$%d", len(values)))
		}
		s.Exec("insert into auth.import_rows ("+strings.Join(names, ", ")+") values ("+strings.Join(places, ", ")+")", values...)
	}
	became := scene.List[string](s, "select concat_ws(' ', line, outcome, reason) from auth.users_import($1, $2)", s.Project, run)
	require.Zero(s, scene.Get[int](s, "select count(*) from auth.import_rows where run = $1", run), "nothing stays behind")
	return became
}

func TestImportMakesUsersAsTheyWere(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := uuid.NewString()
	require.Equal(t, []string{"1 created", "2 created"}, imports(s,
		map[string]string{"id": id, "external_id": "x1", "email": " Ann@Example.com", "email_verified": "true", "password_hash": "$2b$10$hash", "display_name": "Ann",
			"locale": "de", "user_metadata": `{"a": 1}`, "app_metadata": `{"plan": "pro"}`, "created_at": "2020-01-02T03:04:05Z", "disabled": "true"},
		map[string]string{"phone": "+1 (415) 555-2671", "email_verified": "true"}))
	require.Equal(t, "x1 ann@example.com 2020-01-02 2020-01-02 t Ann de {\"a\": 1} {\"plan\": \"pro\"} imported $2b$10$hash", scene.Get[string](s, `
		select concat_ws(' ', external_id, email, email_confirmed_at::date, created_at::date, disabled_at is not null, display_name, locale,
		  user_metadata, app_metadata, disabled_reason, password_hash) from auth.users where project_id = $1 and id = $2`, s.Project, id))
	require.Equal(t, "+14155552671 f", scene.Get[string](s, `
		select concat_ws(' ', phone, coalesce(email_confirmed_at, phone_confirmed_at) is not null) from auth.users where project_id = $1 and id <> $2`, s.Project, id))
	require.Equal(t, `{"created": 2}`, scene.Get[string](s, "select detail::text from auth.audit_log where project_id = $1 and event = 'users_imported'", s.Project))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.outbox where project_id = $1", s.Project), "nobody is written to")
}

func TestImportMayBeRepeated(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	id := uuid.NewString()
	file := []map[string]string{
		{"id": id, "email": "ann@example.com", "display_name": "Ann"}, {"external_id": "x2", "phone": "+14155552671"}, {"email": "eve@example.com"},
	}
	require.Equal(t, []string{"1 created", "2 created", "3 created"}, imports(s, file...))
	s.Exec("update auth.users set display_name = 'Anna', email = 'anna@example.com' where project_id = $1 and id = $2", s.Project, id)
	file = append(file, map[string]string{"email": "joe@example.com"})
	require.Equal(t, []string{"1 exists", "2 exists", "3 exists", "4 created"}, imports(s, file...))
	require.Equal(t, "Anna", scene.Get[string](s, "select display_name from auth.users where project_id = $1 and id = $2", s.Project, id), "left as it was")
	require.Equal(t, 4, scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project))
}

func TestImportRefusesLinesAndGoesOn(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	alice := s.Alice()
	bob := s.Person("bob@example.com")
	s.Person("carol@example.com")
	s.Exec("update auth.users set external_id = 'bob' where project_id = $1 and id = $2", s.Project, bob.ID)
	require.Equal(t, []string{
		"1 created",
		"2 refused the same email as on line 1",
		"3 refused neither email nor phone",
		"4 refused email: not an address we can write to",
		"5 refused phone: not a number in E.164",
		"6 refused password_hash: this form is not understood",
		"7 refused locale: not a language tag",
		"8 refused display_name: longer than 200 characters",
		"9 refused user_metadata: not an object up to 64 KiB",
		"10 refused created_at: in the future",
		"11 refused email: belongs to another account",
		"12 refused email, id: belongs to another account",
		"13 refused email: belongs to another account",
		"14 exists",
		"15 created",
	}, imports(s,
		map[string]string{"email": "ann@example.com"}, map[string]string{"email": "ANN@example.com "},
		map[string]string{"id": uuid.NewString(), "external_id": "x"}, map[string]string{"email": "ann@localhost"}, map[string]string{"phone": "4155552671"},
		map[string]string{"email": "a1@example.com", "password_hash": "plain"}, map[string]string{"email": "a2@example.com", "locale": "!"},
		map[string]string{"email": "a3@example.com", "display_name": strings.Repeat("x", 201)}, map[string]string{"email": "a4@example.com", "user_metadata": "[]"},
		map[string]string{"email": "a5@example.com", "created_at": "2999-01-01T00:00:00Z"},
		map[string]string{"email": "carol@example.com", "id": uuid.NewString()}, map[string]string{"email": "alice@example.com", "id": bob.ID},
		map[string]string{"email": "bob@example.com", "external_id": "not bob"}, map[string]string{"external_id": "bob", "phone": "+14155552671"},
		map[string]string{"email": "last@example.com"}))
	require.Equal(t, "hash of alice@example.com", *alice.Column("password_hash"))
}

func TestImportIsOfOneProject(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	other := s.Another()
	other.Alice()
	require.Equal(t, []string{"1 created"}, imports(s, map[string]string{"email": "alice@example.com"}))
	s.AsOwner().RefusesUndone("project_not_found", "users_import", scene.Args{"project": "nothing", "run": uuid.NewString()})
}
