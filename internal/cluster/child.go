package cluster

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"
)

// child is one run of the server program.
type child struct {
	pid  int
	err  error         // how it ended
	done chan struct{} // closed when it has
}

// launch starts the server on a thread of its own that lives as long as it:
// the kernel's death signal is tied to the thread that forked.
func (c *Cluster) launch() (*child, error) {
	cmd := exec.Command(filepath.Join(c.bin.Dir, program("postgres")), "-D", c.DataDir())
	cmd.Dir, cmd.Env = c.home, environment()
	cmd.Stdout, cmd.Stderr = c.tail, c.tail
	cmd.WaitDelay = 2 * time.Second // orphans of a crash may hold the pipe
	isolate(cmd, c.as)
	run := &child{done: make(chan struct{})}
	started := make(chan error)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := cmd.Start()
		if err == nil {
			run.pid = cmd.Process.Pid
		}
		started <- err
		if err == nil {
			run.err = cmd.Wait()
			close(run.done)
		}
	}()
	return run, <-started
}

// combined runs a helper program as the server's user and returns its output.
func combined(cmd *exec.Cmd, as *identity) (string, error) {
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	isolate(cmd, as)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := cmd.Run()
	return out.String(), err
}

// environment is ours without what would bend the server's programs.
func environment() []string {
	kept := []string{"LC_ALL=C"}
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "PG") && !strings.HasPrefix(entry, "LC_") && !strings.HasPrefix(entry, "LANG") {
			kept = append(kept, entry)
		}
	}
	return kept
}

// tail passes the server's words on and remembers the last of them.
type tail struct {
	mu   sync.Mutex
	out  io.Writer
	kept []byte
}

const tailSize = 4 << 10

func newTail(out io.Writer) *tail {
	if out == nil {
		out = io.Discard
	}
	return &tail{out: out}
}

// Write never fails: a reader that has gone must not stop the server.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if extra := len(t.kept) - tailSize; extra > 0 {
		t.kept = append(t.kept[:0], t.kept[extra:]...)
	}
	_, _ = t.out.Write(p)
	return len(p), nil
}

func (t *tail) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = t.kept[:0]
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.kept)
}
