package cluster

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	attempts    = 20
	readyPeriod = 25 * time.Millisecond
	// startLimit is long because a server that crashed replays its log first.
	startLimit = 2 * time.Minute
)

// start launches the server and returns when it takes connections. Two things
// pass by trying again: a port that another took, and the memory of a crashed
// server whose last children are still ending.
func (c *Cluster) start(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startLimit)
	defer cancel()
	taken := false
	for attempt := 1; ; attempt++ {
		if err := c.choosePort(taken); err != nil {
			return err
		}
		err := c.startOnce(ctx)
		if err == nil {
			return nil
		}
		said := c.tail.String()
		taken = c.opts.Port == 0 && strings.Contains(said, "could not create any TCP/IP sockets")
		if busy := strings.Contains(said, "still in use"); attempt == attempts || !taken && !busy {
			return err
		}
		pause(ctx, 100*time.Millisecond)
	}
}

func (c *Cluster) startOnce(ctx context.Context) error {
	if err := c.configure(); err != nil {
		return err
	}
	c.tail.reset()
	run, err := c.launch()
	if err != nil {
		return fmt.Errorf("start postgres: %w", err)
	}
	if err := c.await(ctx, run); err != nil {
		_ = interrupt(run.pid)
		<-run.done
		return err
	}
	c.child = run
	return nil
}

// await polls until a login succeeds or the server gives up.
func (c *Cluster) await(ctx context.Context, run *child) error {
	for {
		conn, err := pgx.Connect(ctx, c.SuperuserURL("postgres"))
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-run.done:
			return fmt.Errorf("start postgres: %v\n%s", run.err, c.tail)
		case <-ctx.Done():
			return fmt.Errorf("wait for postgres: %w (%v)\n%s", ctx.Err(), err, c.tail)
		case <-time.After(readyPeriod):
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
