//go:build unix

package pgtest

import (
	"os"
	"syscall"
)

// lock takes a file for this process, waiting for it or not.
func lock(file *os.File, wait bool) error {
	how := syscall.LOCK_EX
	if !wait {
		how |= syscall.LOCK_NB
	}
	return syscall.Flock(int(file.Fd()), how)
}
