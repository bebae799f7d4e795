package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	fastLimit      = 10 * time.Second // then an immediate shutdown
	immediateLimit = 5 * time.Second
)

func (c *Cluster) pidFile() string { return filepath.Join(c.DataDir(), "postmaster.pid") }

// owner is the pid of the server that runs on the data folder, 0 for none.
func (c *Cluster) owner() int {
	text, err := os.ReadFile(c.pidFile())
	if err != nil {
		return 0
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 || !isPostmaster(pid, c.DataDir()) {
		return 0
	}
	return pid
}

// evict ends a server that an earlier run left behind, and removes a pid file
// whose process is gone or is somebody else's by now.
func (c *Cluster) evict(context.Context) error {
	if pid := c.owner(); pid != 0 {
		c.log.Warn("stopping a PostgreSQL server that an earlier run left behind", "pid", pid)
		return c.end(pid, c.gone(pid))
	}
	if err := os.Remove(c.pidFile()); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// end stops a server: fast first, at once if that takes too long.
func (c *Cluster) end(pid int, gone <-chan struct{}) error {
	for _, step := range []struct {
		send  func(int) error
		limit time.Duration
	}{{interrupt, fastLimit}, {quit, immediateLimit}} {
		if err := step.send(pid); err != nil && alive(pid) {
			return fmt.Errorf("stop the server with pid %d: %w", pid, err)
		}
		select {
		case <-gone:
			return nil
		case <-time.After(step.limit):
		}
	}
	return fmt.Errorf("the server with pid %d does not stop", pid)
}

// gone is closed when a server that is no child of ours has ended.
func (c *Cluster) gone(pid int) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for isPostmaster(pid, c.DataDir()) {
			time.Sleep(10 * time.Millisecond)
		}
	}()
	return ended
}
