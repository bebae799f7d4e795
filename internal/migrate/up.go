package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	migratepgx "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"
)

// Up brings the database to this binary's schema. The URL is auth_owner's or
// a superuser's. On a database that is current already it costs one look.
func Up(ctx context.Context, url string, log *slog.Logger) (Report, error) {
	return Embedded().Up(ctx, url, log)
}

// Up is the package's Up for this set.
func (s Set) Up(ctx context.Context, url string, log *slog.Logger) (Report, error) {
	p, err := s.plan()
	if err != nil {
		return Report{}, err
	}
	db, err := connect(ctx, url)
	if err != nil {
		return Report{}, err
	}
	defer db.Close()
	if now, err := look(ctx, db); err != nil || p.matches(now) {
		return p.report(now), err
	}
	run := runner{plan: p, db: db, log: log}
	if err := run.begin(ctx); err != nil {
		return Report{}, err
	}
	defer run.close()
	return run.up(ctx)
}

// runner holds the gate and golang-migrate, both on one connection.
type runner struct {
	plan
	db      *sql.DB
	log     *slog.Logger
	driver  database.Driver
	migrate *migrate.Migrate
	before  state
	forget  func() bool // ends the watch on the context
}

// begin passes the gate, looks again and opens golang-migrate.
func (r *runner) begin(ctx context.Context) (err error) {
	if err := pass(ctx, r.db); err != nil {
		return err
	}
	if _, err := r.db.ExecContext(ctx, bookkeeping); err != nil {
		return fmt.Errorf("make the schema rolecall: %w", err)
	}
	if r.before, err = look(ctx, r.db); err != nil {
		return err
	}
	if err := r.accepts(r.before); err != nil {
		return err
	}
	return r.open(ctx)
}

func (r *runner) open(ctx context.Context) error {
	files, err := iofs.New(r.FS, "migrations")
	if err != nil {
		return fmt.Errorf("read the migrations: %w", err)
	}
	r.driver, err = migratepgx.WithInstance(r.db, &migratepgx.Config{
		MigrationsTable:       `"rolecall"."schema_migrations"`,
		MigrationsTableQuoted: true,
		SchemaName:            "rolecall",
	})
	if err != nil {
		return fmt.Errorf("open golang-migrate: %w", err)
	}
	if r.migrate, err = migrate.NewWithInstance("iofs", files, "pgx5", r.driver); err != nil {
		return fmt.Errorf("open golang-migrate: %w", err)
	}
	r.forget = context.AfterFunc(ctx, func() { r.migrate.GracefulStop <- true })
	return r.repair()
}

// repair tells golang-migrate what was committed before a run was killed.
func (r *runner) repair() error {
	if !r.before.dirty {
		return nil
	}
	r.log.Warn("a migration was interrupted; going on from its mark",
		"recorded", r.before.version, "committed", r.before.marked)
	if err := r.migrate.Force(int(r.before.marked)); err != nil {
		return fmt.Errorf("repair the interrupted migration: %w", err)
	}
	return nil
}

func (r *runner) close() {
	r.forget()
	_, _ = r.migrate.Close()
}

// up runs what is missing. Another node may have done it while we waited.
func (r *runner) up(ctx context.Context) (Report, error) {
	began := time.Now()
	if err := r.migrate.Up(); err != nil && !errors.Is(err, migrate.ErrNoChange) {
		at, _, _ := r.driver.Version() // it was marked before it ran
		return Report{}, fmt.Errorf("migration %d: %w", at, inWords(err))
	}
	if err := ctx.Err(); err != nil {
		return Report{}, fmt.Errorf("migrate: %w", err)
	}
	fresh := r.before.digest != r.digest || r.before.release != r.Release
	if fresh {
		if err := r.applySources(); err != nil {
			return Report{}, err
		}
	}
	report := r.report(state{version: r.newest, digest: r.digest, release: r.Release})
	report.Applied = names(r.steps, r.before.truth(), r.newest)
	report.Sources = fresh
	r.log.Info("the schema is current", "version", report.Version, "applied", len(report.Applied),
		"sources", fresh, "took", time.Since(began).Round(time.Millisecond))
	return report, nil
}

// applySources runs all sources in one transaction and records their digest.
// Bodies are not checked, since files call one another in any order.
func (r *runner) applySources() error {
	script := append([]source{{"begin", `
begin;
set local check_function_bodies = off;
set local search_path = '';`}}, r.sources...)
	script = append(script, source{"commit", fmt.Sprintf(`
insert into rolecall.source as s (digest, release) values ('%s', %d)
on conflict (only_row) do update set digest = excluded.digest, release = excluded.release, applied_at = now();
commit;`, r.digest, r.Release)})
	for _, file := range script {
		if err := r.driver.Run(strings.NewReader(file.text)); err != nil {
			return fmt.Errorf("apply sql/%s: %w", file.path, err)
		}
	}
	return nil
}
