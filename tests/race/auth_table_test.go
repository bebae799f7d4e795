package race_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// club is a committed project with two tables that may be its auth table.
func club(t *testing.T) (s *scene.Scene, schema string) {
	t.Helper()
	s = scene.Committed(t)
	schema = s.Schema()
	for _, name := range []string{"members", "others"} {
		s.Exec(fmt.Sprintf("create table %[1]s.%[2]s (id uuid primary key, email text unique); grant all on %[1]s.%[2]s to service_role", schema, name))
	}
	return s, schema
}

// dba runs a function of the DBA's as one of many.
func dba(s *scene.Scene, sql string, args ...any) answer {
	_, err := s.Owner.Exec(context.Background(), sql, args...)
	if err != nil {
		err = pg.Fault(err)
	}
	return answer{err: err}
}

func enable(s *scene.Scene, table string) answer {
	return dba(s, "select auth.enable_auth_table($1::regclass, project => $2)", table, s.Project)
}

// rowless counts the users without a row.
func rowless(s *scene.Scene, table string) int {
	return scene.Get[int](s, "select count(*) from auth.users u where u.project_id = $1 and not exists (select from "+table+" m where m.id = u.id and m.email = u.email)", s.Project)
}

func TestManyEnableAtOnce(t *testing.T) {
	t.Parallel()
	s, schema := club(t)
	s.Alice()
	require.Equal(t, map[string]int{"done": 10}, race.Count(race.Together(10, func(int) answer { return enable(s, schema+".members") }), kind))
	require.Zero(t, rowless(s, schema+".members"))
	require.Equal(t, "done", kind(dba(s, "select auth.disable_auth_table($1)", s.Project)))

	tables := []string{schema + ".members", schema + ".others"}
	counts := race.Count(race.Together(10, func(i int) answer { return enable(s, tables[i%2]) }), kind)
	require.Equal(t, map[string]int{"done": 5, "auth_table_exists": 5}, counts, "one table wins")
}

// Whoever signs up while a table becomes the auth table has a row in the end.
func TestSignUpsAgainstEnable(t *testing.T) {
	t.Parallel()
	s, schema := club(t)
	for round := range 3 {
		answers := race.Together(crowd, func(i int) answer {
			if i%10 == 5 {
				return enable(s, schema+".members")
			}
			return ask(s, "signup_finish", comes(s, fmt.Sprintf("u%d-%d@example.com", round, i), round*crowd+i))
		})
		require.Equal(t, map[string]int{"done": crowd}, race.Count(answers, kind))
		require.Zero(t, rowless(s, schema+".members"))
		require.Equal(t, "done", kind(dba(s, "select auth.disable_auth_table($1)", s.Project)))
	}
}

// Who signed up before it was disabled has a row, the others have an account all the same.
func TestSignUpsAgainstDisable(t *testing.T) {
	t.Parallel()
	s, schema := club(t)
	require.Equal(t, "done", kind(enable(s, schema+".members")))
	answers := race.Together(crowd, func(i int) answer {
		if i == 25 {
			return dba(s, "select auth.disable_auth_table($1)", s.Project)
		}
		return ask(s, "signup_finish", comes(s, fmt.Sprintf("u%d@example.com", i), i))
	})
	require.Equal(t, map[string]int{"done": crowd}, race.Count(answers, kind))
	require.Equal(t, crowd-1, users(s))
	before := scene.Get[int](s, "select count(*) from "+schema+".members")
	require.Equal(t, crowd-1-before, rowless(s, schema+".members"))
	s.Person("late@example.com")
	require.Equal(t, before, scene.Get[int](s, "select count(*) from "+schema+".members"))
}

func TestManyDeclareAtOnce(t *testing.T) {
	t.Parallel()
	s, schema := club(t)
	declare := func(tables string) answer {
		return ask(s.AsOwner(), "schema_put", scene.Args{"project": s.Project, "document": `{"confirm_destructive": true, "tables": ` + tables + `}`})
	}
	answers := race.Together(8, func(int) answer { return declare(`{"people": {"auth_table": true, "columns": {"nick": "string"}}}`) })
	require.Equal(t, map[string]int{"done": 8}, race.Count(answers, kind))
	require.Equal(t, 1, scene.Get[int](s, "select max(version) from auth.schema_versions where project_id = $1", s.Project), "the same again is no change")

	// Sign-ups go on while the auth table changes.
	answers = race.Together(crowd, func(i int) answer {
		if i%10 == 3 {
			return declare(fmt.Sprintf(`{"people": {"auth_table": true, "columns": {"nick": "string", "c%d": "int"}}}`, i))
		}
		return ask(s, "signup_finish", comes(s, fmt.Sprintf("u%d@example.com", i), i))
	})
	require.Equal(t, map[string]int{"done": crowd}, race.Count(answers, kind))
	require.Equal(t, crowd-5, users(s))
	require.Equal(t, fmt.Sprint(crowd-5), scene.Get[string](s, "select auth.service_execute($1, $2, '{}')::text", s.Project, "select to_jsonb(count(*)) from "+schema+".people"))
}
