package race_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/race"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// imports is one run of a file of fifty users.
func imports(s *scene.Scene) (outcomes map[string]int, err error) {
	outcomes = map[string]int{}
	run := uuid.NewString()
	err = pgx.BeginFunc(context.Background(), s.Owner, func(tx pgx.Tx) error {
		if _, err := tx.Exec(context.Background(), `insert into auth.import_rows (project_id, run, line, email)
			select $1, $2, i, 'user' || i || '@example.com' from generate_series(1, 50) i`, s.Project, run); err != nil {
			return err
		}
		rows, err := tx.Query(context.Background(), "select outcome from auth.users_import($1, $2)", s.Project, run)
		if err != nil {
			return err
		}
		list, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, outcome := range list {
			outcomes[outcome]++
		}
		return err
	})
	return outcomes, err
}

// A file that is imported by several at once, beside people who sign up, makes
// everybody once.
func TestImportMakesEverybodyOnce(t *testing.T) {
	t.Parallel()
	s := scene.Clone(t).Another()
	type result struct {
		outcomes map[string]int
		err      error
	}
	results := race.Together(6, func(i int) result {
		if i%3 == 2 {
			_, err := s.AsOwner().Ask("user_create", scene.Args{"email": "user7@example.com", "project": s.Project})
			return result{nil, err}
		}
		outcomes, err := imports(s)
		return result{outcomes, err}
	})
	made := 0
	for _, r := range results {
		if r.outcomes == nil {
			if r.err == nil {
				made++
			}
			continue
		}
		require.NoError(t, r.err)
		require.Equal(t, 50, r.outcomes["created"]+r.outcomes["exists"])
		made += r.outcomes["created"]
	}
	require.Equal(t, 50, made)
	require.Equal(t, 50, scene.Get[int](s, "select count(*) from auth.users where project_id = $1", s.Project))
	require.Zero(t, scene.Get[int](s, "select count(*) from auth.import_rows"))
}
