//go:build unix

package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// identity is the user that the server runs as when we are root, which
// PostgreSQL refuses to be; nil means as ourselves.
type identity struct {
	name     string
	uid, gid uint32
}

// serverIdentity is nil unless we are root; then postgres, else nobody.
func serverIdentity() (*identity, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			return newIdentity(found)
		}
	}
	return nil, errors.New("PostgreSQL does not run as root and there is neither a user postgres nor nobody: run as another user")
}

func newIdentity(u *user.User) (*identity, error) {
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read the uid of %s: %w", u.Username, err)
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, fmt.Errorf("read the gid of %s: %w", u.Username, err)
	}
	return &identity{name: u.Username, uid: uint32(uid), gid: uint32(gid)}, nil
}

func (i *identity) credential() *syscall.Credential {
	if i == nil {
		return nil
	}
	return &syscall.Credential{Uid: i.uid, Gid: i.gid}
}

// orOwner is whoever owns an existing folder already, so that root goes on with
// what another user began.
func (i *identity) orOwner(dir string) (*identity, error) {
	if i == nil {
		return nil, nil
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, err
	}
	stat := info.Sys().(*syscall.Stat_t)
	if stat.Uid == 0 {
		return i, i.own(dir)
	}
	return &identity{name: strconv.FormatUint(uint64(stat.Uid), 10), uid: stat.Uid, gid: stat.Gid}, nil
}

// own hands a tree to the server's user.
func (i *identity) own(root string) error {
	if i == nil {
		return nil
	}
	return filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, int(i.uid), int(i.gid))
	})
}

// reaches tells whether the server's user can walk down to a folder.
func (i *identity) reaches(dir string) bool {
	if i == nil {
		return true
	}
	for {
		info, err := os.Stat(dir)
		if err != nil || !i.passes(info) {
			return false
		}
		if up := filepath.Dir(dir); up != dir {
			dir = up
			continue
		}
		return true
	}
}

// passes reads the execute bit that counts for this user.
func (i *identity) passes(info fs.FileInfo) bool {
	stat := info.Sys().(*syscall.Stat_t)
	switch {
	case stat.Uid == i.uid:
		return info.Mode()&0o100 != 0
	case stat.Gid == i.gid:
		return info.Mode()&0o010 != 0
	default:
		return info.Mode()&0o001 != 0
	}
}

// lockFile holds a file for this process until it ends, however it ends.
func lockFile(file *os.File) error {
	return syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
}

// interrupt asks a server for a fast shutdown, quit for an immediate one.
func interrupt(pid int) error { return syscall.Kill(pid, syscall.SIGINT) }

func quit(pid int) error { return syscall.Kill(pid, syscall.SIGQUIT) }

// alive tells whether a process exists, a zombie included.
func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}

func program(name string) string { return name }
