package cluster

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
)

// create reads what an earlier start left, or makes a new cluster. A folder is
// whole or absent: initdb works beside it and a rename ends it.
func (c *Cluster) create(ctx context.Context) error {
	if err := c.readPassword(); err != nil {
		return err
	}
	made, err := os.ReadFile(filepath.Join(c.DataDir(), "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return c.initdb(ctx)
	}
	if err != nil {
		return err
	}
	if major := strings.TrimSpace(string(made)); major != strconv.Itoa(c.bin.Major) {
		return fmt.Errorf("%s was made by PostgreSQL %s, and %s holds %d: set %s to the old one, or remove the folder to begin anew",
			c.DataDir(), major, c.bin.Dir, c.bin.Major, EnvBinaries)
	}
	return nil
}

// readPassword keeps one random superuser password for the cluster's life.
func (c *Cluster) readPassword() error {
	path := c.passwordFile()
	kept, err := os.ReadFile(path)
	if err == nil && len(kept) > 0 {
		c.password = strings.TrimSpace(string(kept))
		return nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	c.password = rand.Text()
	return c.write(path, c.password+"\n")
}

func (c *Cluster) passwordFile() string { return filepath.Join(c.home, "password") }

func (c *Cluster) initdb(ctx context.Context) error {
	fresh := c.DataDir() + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, filepath.Join(c.bin.Dir, program("initdb")), c.initArgs(fresh)...)
	cmd.Dir, cmd.Env = c.home, environment()
	out, err := combined(cmd, c.as)
	if err != nil {
		return fmt.Errorf("run initdb: %w\n%s", err, out)
	}
	if err := appendLine(filepath.Join(fresh, "postgresql.conf"), "include '"+settingsFile+"'"); err != nil {
		return err
	}
	return os.Rename(fresh, c.DataDir())
}

func (c *Cluster) initArgs(dir string) []string {
	locale := "C"
	if runtime.GOOS == "linux" {
		locale = "C.UTF-8"
	}
	args := []string{"-D", dir, "-U", Superuser, "--auth=scram-sha-256", "--pwfile=" + c.passwordFile(),
		"--encoding=UTF8", "--locale=" + locale}
	if !c.opts.Durable {
		args = append(args, "--no-sync")
	}
	return args
}

func appendLine(path, line string) error {
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(file, line)
	return errors.Join(err, file.Close())
}

// write leaves a private file that the server's user can read.
func (c *Cluster) write(path, text string) error {
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		return err
	}
	return c.as.own(path)
}
