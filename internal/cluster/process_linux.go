package cluster

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// isolate gives the child its own process group, so that Ctrl-C reaches us
// alone, and has the kernel shut the server down (fast) when we are killed.
// The kernel watches the thread that forked: callers lock theirs.
func isolate(cmd *exec.Cmd, as *identity) {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid:    true,
		Pdeathsig:  syscall.SIGINT,
		Credential: as.credential(),
	}
}

// isPostmaster tells whether a process is a server of this data folder: the
// postmaster works inside it, and a recycled pid does not.
func isPostmaster(pid int, data string) bool {
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false
	}
	real, err := filepath.EvalSymlinks(data)
	if err != nil || cwd != real {
		return false
	}
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	return err == nil && strings.HasPrefix(filepath.Base(exe), "postgres")
}
