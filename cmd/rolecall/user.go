package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type userCmd struct {
	Create  userCreateCmd  `cmd:"" help:"Make a user."`
	List    userListCmd    `cmd:"" help:"List users."`
	Disable userDisableCmd `cmd:"" help:"Disable a user and end all sessions; --enable lets them in again."`
	Import  userImportCmd  `cmd:"" help:"Make users of a file; may be repeated."`
	Export  userExportCmd  `cmd:"" help:"Write the users to a file that import reads."`
}

type userCreateCmd struct {
	jsonFlag
	Email        string `arg:"" help:"E-mail address."`
	Project      string `help:"Slug or id." default:"default"`
	PasswordFile string `help:"File with the password, - for standard input; without it the user has none and resets it by mail." placeholder:"FILE"`
	Verified     bool   `help:"The address is known to be theirs."`
}

// Run makes the user. The password is hashed here: SQL never sees it.
func (c userCreateCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		hash, err := c.hash(ctx, conn)
		if err != nil {
			return err
		}
		id, err := pg.Value[string](ctx, conn, "user_create", pg.Text("email", c.Email), pg.Text("project", c.Project),
			pg.Bool("verified", c.Verified), pg.Text("password_hash", hash))
		if err != nil {
			return err
		}
		return c.print(map[string]string{"id": id, "email": c.Email}, func() { fmt.Println(id) })
	})
}

func (c userCreateCmd) hash(ctx context.Context, conn *pgx.Conn) (string, error) {
	if c.PasswordFile == "" {
		return "", nil
	}
	path := c.PasswordFile
	if path == "-" {
		path = "/dev/stdin"
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("read the password: %w", errors.Unwrap(err))
	}
	password := strings.TrimRight(string(text), "\r\n")
	project, err := pg.Value[string](ctx, conn, "project_find", pg.Text("ref", c.Project))
	if err != nil {
		return "", err
	}
	settings, err := pg.Value[core.Settings](ctx, conn, "project_settings", pg.UUID("project", project))
	if err != nil {
		return "", err
	}
	if err := settings.PasswordRules().Check(password, c.Email); err != nil {
		return "", err
	}
	return secret.NewHasher(1).Hash(ctx, password)
}

type userListCmd struct {
	jsonFlag
	Project string    `help:"Slug or id." default:"default"`
	Limit   int       `help:"Most users to list." default:"100"`
	After   time.Time `help:"Only those made after this time (the last created_at of the page before)."`
}

type userRow struct {
	ID            string     `db:"id" json:"id"`
	Email         *string    `db:"email" json:"email"`
	EmailVerified bool       `db:"email_verified" json:"email_verified"`
	CreatedAt     time.Time  `db:"created_at" json:"created_at"`
	LastSignInAt  *time.Time `db:"last_sign_in_at" json:"last_sign_in_at"`
	DisabledAt    *time.Time `db:"disabled_at" json:"disabled_at"`
	LiveSessions  int64      `db:"live_sessions" json:"live_sessions"`
}

// Run lists the users.
func (c userListCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		args := []pg.Arg{pg.Text("project", c.Project), pg.Int("limit", c.Limit)}
		if !c.After.IsZero() {
			args = append(args, pg.Time("after", c.After))
		}
		list, err := pg.List[userRow](ctx, conn, "user_list", args...)
		if err != nil {
			return err
		}
		return c.print(list, func() {
			for _, u := range list {
				state := ""
				if u.DisabledAt != nil {
					state = "disabled"
				}
				email := ""
				if u.Email != nil {
					email = *u.Email
				}
				fmt.Printf("%s  %-32s %2d sessions  %s\n", u.ID, email, u.LiveSessions, state)
			}
		})
	})
}

type userDisableCmd struct {
	User    string `arg:"" help:"E-mail address or id."`
	Project string `help:"Slug or id." default:"default"`
	Reason  string `help:"For the record; the user doesn't see it."`
	Enable  bool   `help:"Let the user sign in again."`
}

// Run disables or enables.
func (c userDisableCmd) Run(ctx context.Context) error {
	return asOwner(ctx, func(conn *pgx.Conn) error {
		if c.Enable {
			_, err := pg.Value[any](ctx, conn, "user_enable", pg.Text("user", c.User), pg.Text("project", c.Project))
			return err
		}
		_, err := pg.Value[any](ctx, conn, "user_disable", pg.Text("user", c.User), pg.Text("project", c.Project), pg.Text("reason", c.Reason))
		return err
	})
}
