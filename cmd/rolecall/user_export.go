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

type exported struct {
	User json.RawMessage `db:"users_export"`
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
		return pg.Each(ctx, conn, "users_export", func(row exported) error {
			_, err := fmt.Fprintf(out, "%s\n", row.User)
			return err
		}, pg.Text("project", c.Project))
	})
	return errors.Join(err, out.Flush())
}
