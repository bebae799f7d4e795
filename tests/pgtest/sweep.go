package pgtest

import (
	"os"
	"path/filepath"
	"time"
)

const (
	folderPrefix = "rolecall-pgtest-"
	aliveFile    = "alive"
	sweepAge     = time.Minute // a younger folder may not have its lock yet
)

// holdWhileAlive keeps a lock in the folder until this process ends, however
// it ends.
func holdWhileAlive(dir string) error {
	file, err := os.OpenFile(filepath.Join(dir, aliveFile), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	held = append(held, file) // a collected file would be closed and unlocked
	return lock(file, false)
}

var held []*os.File

// sweep removes the folders of test processes that were killed.
func sweep() {
	dirs, _ := filepath.Glob(filepath.Join(os.TempDir(), folderPrefix+"*"))
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil || time.Since(info.ModTime()) < sweepAge {
			continue
		}
		file, err := os.OpenFile(filepath.Join(dir, aliveFile), os.O_CREATE|os.O_RDWR, 0o600)
		if err != nil {
			continue
		}
		if lock(file, false) == nil {
			_ = os.RemoveAll(dir)
		}
		file.Close()
	}
}
