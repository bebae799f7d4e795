package migrate

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/golang-migrate/migrate/v4"
)

// forgetSources undoes what applySources did: tables cannot go before the
// functions that name their row types.
const forgetSources = `
do $$
declare
  v_routine regprocedure;
begin
  for v_routine in select oid from pg_catalog.pg_proc where pronamespace = pg_catalog.to_regnamespace('auth') loop
    -- An earlier cascade may have taken this one; its name is a number then.
    if exists (select from pg_catalog.pg_proc where oid = v_routine) then
      execute format('drop routine %s cascade', v_routine);
    end if;
  end loop;
end $$;
delete from rolecall.source;`

// Down takes the sources and every migration back and with them all data: for
// tests and development.
func (s Set) Down(ctx context.Context, url string, log *slog.Logger) error {
	p, err := s.plan()
	if err != nil {
		return err
	}
	db, err := connect(ctx, url)
	if err != nil {
		return err
	}
	defer db.Close()
	run := runner{plan: p, db: db, log: log}
	if err := run.begin(ctx); err != nil {
		return err
	}
	defer run.close()
	if err := run.driver.Run(strings.NewReader(forgetSources)); err != nil {
		return fmt.Errorf("drop the sources: %w", err)
	}
	if err := run.migrate.Down(); err != nil && !errors.Is(err, migrate.ErrNoChange) {
		return fmt.Errorf("take the migrations back: %w", inWords(err))
	}
	return nil
}
