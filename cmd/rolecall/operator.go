package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/config"
)

// jsonFlag is on every command that prints data.
type jsonFlag struct {
	JSON bool `help:"Print JSON."`
}

func (f jsonFlag) print(v any, words func()) error {
	if !f.JSON {
		words()
		return nil
	}
	out := json.NewEncoder(os.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(v)
}

// ownerURL is the login of the operator's commands. Without any in the
// environment, beside a running `rolecall dev`, it is that one's.
func ownerURL() (string, error) {
	cfg, err := operatorConfig()
	if err != nil {
		return "", err
	}
	u, err := cfg.Owner()
	if err != nil {
		return "", faulty{err}
	}
	return u, nil
}

func operatorConfig() (*config.Config, error) {
	cfg, err := environment(nil)
	if err != nil {
		return nil, err
	}
	if _, err := cfg.Owner(); err == nil {
		return cfg, nil
	}
	text, err := os.ReadFile(filepath.Join(devDir, "dev.json"))
	if err != nil {
		return cfg, nil
	}
	var dev devFile
	if err := json.Unmarshal(text, &dev); err != nil {
		return nil, fmt.Errorf("read %s/dev.json: %w", devDir, err)
	}
	fmt.Fprintf(os.Stderr, "(using %s/dev.json)\n", devDir)
	return config.Read(dev.environ())
}

// asOwner runs do with a connection of the owner's.
func asOwner(ctx context.Context, do func(*pgx.Conn) error) error {
	u, err := ownerURL()
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, u)
	if err != nil {
		return fmt.Errorf("connect as owner: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return do(conn)
}
