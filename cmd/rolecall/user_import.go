package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/importer"
	"github.com/rolecall/rolecall/internal/pg"
)

type userImportCmd struct {
	jsonFlag
	File    string `arg:"" help:"NDJSON or CSV (docs/import.md); - for standard input."`
	Project string `help:"Slug or id." default:"default"`
	Format  string `help:"ndjson or csv; told by the file's name unless given." enum:",ndjson,csv" default:""`
	Refused string `help:"Where to list the lines that were not taken; FILE.refused unless given." placeholder:"FILE"`
	DryRun  bool   `help:"Say what would become of each line, and keep nothing."`
}

// imported is what became of a file.
type imported struct {
	Created int64   `json:"created"`
	Exists  int64   `json:"exists"` // left as they were
	Refused int64   `json:"refused"`
	Report  string  `json:"report,omitempty"`
	DryRun  bool    `json:"dry_run,omitempty"`
	Seconds float64 `json:"seconds"`
}

// Run imports a file in one transaction: all of what can be taken, or nothing.
func (c userImportCmd) Run(ctx context.Context) error {
	file, size, err := c.open()
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	report := &refusals{file: c.File, path: c.reportPath()}
	var done imported
	began := time.Now()
	err = asOwner(ctx, func(conn *pgx.Conn) error {
		done, err = c.run(ctx, conn, newProgress(file, size), report)
		return err
	})
	if err := errors.Join(err, report.close()); err != nil {
		return err
	}
	done.Seconds = time.Since(began).Seconds()
	done.Refused, done.DryRun = report.count, c.DryRun
	if done.Refused > 0 {
		done.Report = report.path
	}
	if err := c.print(done, done.words); err != nil {
		return err
	}
	if done.Refused > 0 {
		return fmt.Errorf("%d lines were refused: see %s", done.Refused, report.path)
	}
	return nil
}

func (i imported) words() {
	word := "created"
	if i.DryRun {
		word = "would be created"
	}
	fmt.Printf("%d %s, %d exist already and were left as they are, %d refused (%.1f s)\n", i.Created, word, i.Exists, i.Refused, i.Seconds)
}

func (c userImportCmd) open() (*os.File, int64, error) {
	if c.File == "-" {
		return os.Stdin, 0, nil
	}
	file, err := os.Open(c.File)
	if err != nil {
		return nil, 0, fmt.Errorf("read the users: %w", err)
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("read the users: %w", err), file.Close())
	}
	return file, info.Size(), nil
}

func (c userImportCmd) reportPath() string {
	switch {
	case c.Refused != "":
		return c.Refused
	case c.File == "-":
		return "users.refused"
	}
	return c.File + ".refused"
}

func (c userImportCmd) run(ctx context.Context, conn *pgx.Conn, bar *progress, report *refusals) (done imported, err error) {
	project, err := pg.Value[string](ctx, conn, "project_find", pg.Text("ref", c.Project))
	if err != nil {
		return done, err
	}
	run := uuid.New()
	users, err := importer.Open(bar, c.File, c.Format, uuid.MustParse(project), run, report.add)
	if err != nil {
		return done, err
	}
	bar.lines = &users.Lines
	tx, err := conn.Begin(ctx)
	if err != nil {
		return done, fmt.Errorf("begin: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"auth", "import_rows"}, importer.Columns, users)
	bar.end()
	if err != nil {
		return done, fmt.Errorf("copy the users: %w", err)
	}
	if err := outcomes(ctx, tx, project, run, &done, report); err != nil {
		return done, err
	}
	if c.DryRun {
		return done, nil
	}
	if err := tx.Commit(ctx); err != nil {
		return done, fmt.Errorf("commit: %w", err)
	}
	return done, nil
}

type importedRow struct {
	Line    int64   `db:"line"`
	Outcome string  `db:"outcome"`
	Reason  *string `db:"reason"` // of one that was refused
	UserID  *string `db:"user_id"`
}

// outcomes lets SQL judge, and counts as the answers come.
func outcomes(ctx context.Context, tx pgx.Tx, project string, run uuid.UUID, done *imported, report *refusals) error {
	return pg.Each(ctx, tx, "users_import", func(row importedRow) error {
		switch row.Outcome {
		case "created":
			done.Created++
		case "exists":
			done.Exists++
		default:
			return report.add(row.Line, *row.Reason)
		}
		return nil
	}, pg.Text("project", project), pg.UUID("run", run.String()))
}

// refusals lists lines as FILE:LINE: REASON, in a file that is made with the first.
type refusals struct {
	file, path string
	count      int64
	out        io.WriteCloser
}

func (r *refusals) add(line int64, reason string) error {
	if r.out == nil {
		out, err := os.OpenFile(r.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("list what was refused: %w", err)
		}
		r.out = out
	}
	r.count++
	_, err := fmt.Fprintf(r.out, "%s:%d: %s\n", r.file, line, reason)
	return err
}

func (r *refusals) close() error {
	if r.out == nil {
		return nil
	}
	return r.out.Close()
}
