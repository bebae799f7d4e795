package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// stateDir holds the clusters of root whose own folder the server's user
// cannot reach.
const stateDir = "/var/lib/rolecall"

// place settles the user that the server runs as and the folder it lives in.
func (c *Cluster) place(context.Context) (err error) {
	if c.as, err = serverIdentity(); err != nil {
		return err
	}
	dir, err := filepath.Abs(c.opts.Dir)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return err
	}
	if c.home, err = c.settle(dir); err != nil {
		return err
	}
	if !c.as.reaches(c.home) {
		return fmt.Errorf("PostgreSQL does not run as root, and its user %s cannot reach %s: "+
			"run as another user or choose another folder", c.as.name, c.home)
	}
	return c.readable()
}

// settle finds or makes Dir/pg; where the server's user cannot get there it is
// a link to a folder that this user can reach.
func (c *Cluster) settle(dir string) (string, error) {
	home := filepath.Join(dir, "pg")
	if known, err := filepath.EvalSymlinks(home); err == nil {
		c.as, err = c.as.orOwner(known)
		return known, err
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	if err := os.Remove(home); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err // a link that leads nowhere gives way
	}
	if c.admits(dir) {
		return home, c.makeHome(home)
	}
	return c.settleElsewhere(dir, home)
}

// admits lets the server's user pass through our own folder, though not
// through anybody else's above it.
func (c *Cluster) admits(dir string) bool {
	if c.as.reaches(dir) {
		return true
	}
	info, err := os.Stat(dir)
	if err != nil || !c.as.reaches(filepath.Dir(dir)) {
		return false
	}
	return os.Chmod(dir, info.Mode().Perm()|0o001) == nil && c.as.reaches(dir)
}

func (c *Cluster) settleElsewhere(dir, link string) (string, error) {
	root := stateDir
	if strings.HasPrefix(dir, filepath.Clean(os.TempDir())+string(filepath.Separator)) {
		root = os.TempDir()
	} else if err := os.MkdirAll(root, 0o755); err != nil {
		return "", err
	}
	home, err := os.MkdirTemp(root, "rolecall-pg-")
	if err != nil {
		return "", err
	}
	c.log.Info("the PostgreSQL user cannot reach the folder; its data lives elsewhere",
		"user", c.as.name, "folder", dir, "data", home)
	if err := c.makeHome(home); err != nil {
		return "", err
	}
	return home, os.Symlink(home, link)
}

func (c *Cluster) makeHome(home string) error {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return err
	}
	return c.as.own(home)
}

// readable says plainly when the server's user cannot run the binaries.
func (c *Cluster) readable() error {
	bin, err := filepath.EvalSymlinks(c.bin.Dir)
	if err != nil {
		return err
	}
	if !c.as.reaches(bin) {
		return fmt.Errorf("PostgreSQL does not run as root, and its user %s cannot reach the binaries in %s",
			c.as.name, c.bin.Dir)
	}
	return nil
}
