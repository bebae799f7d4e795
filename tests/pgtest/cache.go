package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/rolecall/rolecall/internal/cluster"
)

const keptCaches = 4 // versions of PostgreSQL and of the SQL

// prepared copies a cluster with its template database to a folder. The first
// test process to need it builds it, the others wait for that.
func prepared(ctx context.Context, bin cluster.Binaries, to string) error {
	base, err := cacheDir()
	if err != nil {
		return err
	}
	template, err := templateName()
	if err != nil {
		return err
	}
	sum := sha256.Sum256(fmt.Append(nil, bin, settings, template))
	ready := filepath.Join(base, hex.EncodeToString(sum[:8]))
	file, err := os.OpenFile(ready+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	_ = lock(file, true)
	now := time.Now()
	_ = os.Chtimes(ready+".lock", now, now) // prune goes by the last use
	if _, err := os.Stat(ready); err != nil {
		if err := build(ctx, bin, ready); err != nil {
			return fmt.Errorf("prepare a cluster: %w", err)
		}
		prune(base)
	}
	return copyTree(ready, to)
}

func cacheDir() (string, error) {
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	dir := filepath.Join(base, "rolecall-pgtest")
	return dir, os.MkdirAll(dir, 0o700)
}

// build makes the cluster where the server's user can reach it and keeps a
// copy of it at rest.
func build(ctx context.Context, bin cluster.Binaries, ready string) error {
	dir, err := os.MkdirTemp("", folderPrefix)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil {
		return err
	}
	c, err := openCluster(ctx, bin, dir)
	if err != nil {
		return err
	}
	_, err = ensureTemplate(ctx, c.SuperuserURL("postgres"))
	if closed := c.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	_ = os.RemoveAll(ready + ".new")
	if err := copyTree(filepath.Join(dir, "pg"), ready+".new"); err != nil {
		return err
	}
	return os.Rename(ready+".new", ready)
}

// prune keeps the caches used last, and any that another process holds.
func prune(base string) {
	locks, _ := filepath.Glob(filepath.Join(base, "*.lock"))
	slices.SortFunc(locks, func(a, b string) int { return int(age(b) - age(a)) })
	for _, old := range locks[:max(0, len(locks)-keptCaches)] {
		drop(old)
	}
}

func drop(lockFile string) {
	file, err := os.OpenFile(lockFile, os.O_RDWR, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	if lock(file, false) != nil {
		return
	}
	_ = os.RemoveAll(lockFile[:len(lockFile)-len(".lock")])
	_ = os.Remove(lockFile)
}

func age(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return -info.ModTime().Unix()
}

// copyTree copies a folder with its modes, except for the port: each copy of a
// cluster takes one of its own.
func copyTree(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rest, err := filepath.Rel(from, path)
		if err != nil || rest == "port" || rest == "lock" {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.Mkdir(filepath.Join(to, rest), info.Mode().Perm())
		}
		return copyFile(path, filepath.Join(to, rest), info.Mode().Perm())
	})
}

func copyFile(from, to string, mode fs.FileMode) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if closed := out.Close(); err == nil {
		err = closed
	}
	return err
}
