package cluster

import (
	"errors"
	"os/exec"
	"time"
)

const (
	// restartPause leaves `pg_ctl restart` the time to be first.
	restartPause = 500 * time.Millisecond
	crashPause   = 100 * time.Millisecond
	pauseMax     = 5 * time.Second
	adoptPeriod  = 100 * time.Millisecond
)

// supervise keeps a server running until Close: its own child, or one that
// somebody else started on the same folder.
func (c *Cluster) supervise() {
	defer close(c.done)
	for wait := time.Duration(0); ; {
		began := time.Now()
		<-c.child.done
		if c.closed() {
			return
		}
		if time.Since(began) > pauseMax {
			wait = 0
		}
		wait = min(max(2*wait, firstPause(c.child.err)), pauseMax)
		c.log.Warn("PostgreSQL ended; starting it again", "pid", c.child.pid, "cause", c.child.err, "after", wait)
		c.takeTurn(wait)
		if !c.relaunch() {
			return
		}
	}
}

// firstPause is short after a crash, when nobody else will start the server.
func firstPause(err error) time.Duration {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == -1 {
		return crashPause
	}
	return restartPause
}

// takeTurn returns when no other server owns the folder, or on Close.
func (c *Cluster) takeTurn(wait time.Duration) {
	for {
		c.sleep(wait)
		pid := c.owner()
		if pid == 0 || c.closed() {
			return
		}
		c.log.Info("adopted the PostgreSQL server that somebody else started", "pid", pid)
		for !c.closed() && isPostmaster(pid, c.DataDir()) {
			c.sleep(adoptPeriod)
		}
		wait = restartPause
	}
}

// relaunch starts the child again; false once the cluster is closing.
func (c *Cluster) relaunch() bool {
	for {
		c.mu.Lock()
		if c.closing {
			c.mu.Unlock()
			return false
		}
		run, err := c.launch()
		if err == nil {
			c.child = run
		}
		c.mu.Unlock()
		if err == nil {
			return true
		}
		c.log.Error("cannot start PostgreSQL", "cause", err)
		c.sleep(pauseMax)
	}
}

// shutdown ends whichever server is running; the supervisor is told already.
func (c *Cluster) shutdown() error {
	c.mu.Lock()
	run := c.child
	c.mu.Unlock()
	select {
	case <-run.done:
	default:
		return c.end(run.pid, run.done)
	}
	if pid := c.owner(); pid != 0 {
		return c.end(pid, c.gone(pid))
	}
	return nil
}

func (c *Cluster) closed() bool {
	select {
	case <-c.stop:
		return true
	default:
		return false
	}
}

func (c *Cluster) sleep(d time.Duration) {
	select {
	case <-c.stop:
	case <-time.After(d):
	}
}
