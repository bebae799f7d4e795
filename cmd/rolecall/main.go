// Command rolecall is the auth server and its operator's tool.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/rolecall/rolecall/internal/config"
)

var version = "dev" // set by the linker

// commands is the command line.
type commands struct {
	Serve   serveCmd   `cmd:"" help:"Run the server."`
	Dev     devCmd     `cmd:"" help:"Run a server for development, with a Postgres of its own."`
	Migrate migrateCmd `cmd:"" help:"Bring the database's schema up."`
	Project projectCmd `cmd:"" help:"Make and set projects."`
	User    userCmd    `cmd:"" help:"Make, list and disable users."`
	Admin   adminCmd   `cmd:"" help:"Say who administers projects and the server."`
	Key     keyCmd     `cmd:"" help:"Rotate keys."`
	Doctor  doctorCmd  `cmd:"" help:"Check everything and say what to type."`
	Healthz healthzCmd `cmd:"" hidden:"" help:"Ask a running server whether it lives."`
	Version versionCmd `cmd:"" help:"Print the version."`
}

// faulty is an error in how the program was called or configured: exit code 2.
type faulty struct{ error }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var cli commands
	parser := kong.Must(&cli, kong.Name("rolecall"),
		kong.Description("A Postgres-native auth server. Configuration comes from the environment; the README lists it."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	parsed, err := parser.Parse(os.Args[1:])
	if err != nil {
		fmt.Fprintf(os.Stderr, "rolecall: %v\nSee: rolecall --help\n", err)
		os.Exit(2)
	}
	if err := parsed.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "rolecall: "+err.Error())
		os.Exit(exitCode(err))
	}
}

func exitCode(err error) int {
	var fault faulty
	if errors.As(err, &fault) {
		return 2
	}
	return 1
}

// environment reads the configuration and asks it for more (nil: for nothing).
func environment(need func(*config.Config) error) (*config.Config, error) {
	cfg, err := config.Read(os.Environ())
	if need != nil {
		err = errors.Join(err, need(cfg))
	}
	if err != nil {
		return nil, faulty{fmt.Errorf("the configuration has faults:\n%w", err)}
	}
	return cfg, nil
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run() error {
	fmt.Println(version)
	return nil
}
