package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// MinVersion is the lowest major version of PostgreSQL that will do.
const MinVersion = 15

// EnvBinaries names the environment variable that points at a bin folder.
const EnvBinaries = "ROLECALL_PG_BIN"

// ErrNoPostgres is returned when no usable server is installed.
var ErrNoPostgres = errors.New("no PostgreSQL server (15 or newer) was found: install one with " +
	"`apt-get install postgresql` or point " + EnvBinaries + " at a folder that holds initdb and postgres")

// Binaries are the server programs of one PostgreSQL installation.
type Binaries struct {
	Dir   string // holds initdb and postgres
	Major int    // 15, 16, ...
}

// Find looks for a server: ROLECALL_PG_BIN alone if it is set, else what
// pg_config names, else the newest in Debian's place, else the PATH.
func Find(ctx context.Context) (Binaries, error) {
	if dir := os.Getenv(EnvBinaries); dir != "" {
		found, err := inspect(ctx, dir)
		if err != nil {
			return Binaries{}, fmt.Errorf("use %s: %w", EnvBinaries, err)
		}
		return found, nil
	}
	for _, look := range []func(context.Context) []string{fromPgConfig, fromDebian, fromPath} {
		if found, ok := newest(ctx, look(ctx)); ok {
			return found, nil
		}
	}
	return Binaries{}, ErrNoPostgres
}

// newest picks the highest usable version among some bin folders.
func newest(ctx context.Context, dirs []string) (best Binaries, ok bool) {
	for _, dir := range dirs {
		if found, err := inspect(ctx, dir); err == nil && found.Major > best.Major {
			best, ok = found, true
		}
	}
	return best, ok
}

func fromPgConfig(ctx context.Context) []string {
	out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output()
	if err != nil {
		return nil
	}
	return []string{strings.TrimSpace(string(out))}
}

func fromDebian(context.Context) []string {
	dirs, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	return dirs
}

func fromPath(context.Context) []string {
	path, err := exec.LookPath("postgres")
	if err != nil {
		return nil
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	return []string{filepath.Dir(path)}
}

var versionNumber = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks initdb for its version, which a client-only installation lacks.
func inspect(ctx context.Context, dir string) (Binaries, error) {
	if _, err := os.Stat(filepath.Join(dir, program("postgres"))); err != nil {
		return Binaries{}, fmt.Errorf("look for the server: %w", err)
	}
	out, err := exec.CommandContext(ctx, filepath.Join(dir, program("initdb")), "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("ask initdb for its version: %w", err)
	}
	match := versionNumber.FindSubmatch(out)
	if match == nil {
		return Binaries{}, fmt.Errorf("read the version of initdb from %q", out)
	}
	major, err := strconv.Atoi(string(match[1]))
	if err != nil || major < MinVersion {
		return Binaries{}, fmt.Errorf("PostgreSQL %s in %s is older than %d", match[1], dir, MinVersion)
	}
	return Binaries{Dir: dir, Major: major}, nil
}
