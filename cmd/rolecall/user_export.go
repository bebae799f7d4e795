package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/pg"
)

type userExportCmd struct {
	File    string `arg:"" help:"Where to write NDJSON, as import reads it, with password hashes; - for standard output."`
	Project string `help:"Slug or id." default:"default"`
}

// Run writes the users as they come.
func (c userExportCmd) Run(ctx context.Context) (err error) {
	file := os.Stdout
	if c.File != "-" {
		if file, err = os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600); err != nil {
			return fmt.Errorf("write the users: %w", err)
		}
		defer func() { err = errors.Join(err, file.Close()) }()
	}
	out := bufio.NewWriter(file)
	err = asOwner(ctx, func(conn *pgx.Conn) error {
		rows, err := conn.Query(ctx, "select * from auth.users_export($1)", c.Project)
		if err != nil {
			return fmt.Errorf("export: %w", err)
		}
		var user json.RawMessage
		_, err = pgx.ForEachRow(rows, []any{&user}, func() error {
			_, err := fmt.Fprintf(out, "%s\n", user)
			return err
		})
		if err != nil {
			return pg.Fault(fmt.Errorf("export: %w", err))
		}
		return nil
	})
	return errors.Join(err, out.Flush())
}
