package core

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	"github.com/rolecall/rolecall/internal/fault"
)

// How old a cached project may be: with the bus at work it is dropped the
// moment it changes, without it a second is what we promise.
const (
	ageLive  = 5 * time.Second
	ageAlone = 900 * time.Millisecond
	// freshPause lies between two reads that tokens of unknown keys ask for.
	freshPause = 200 * time.Millisecond
	// A project that is gone from a database we can't reach is served from memory.
	mostProjects = 10_000
)

type projectCache struct {
	load func(ctx context.Context, ref string, before *Project) (*Project, error)
	live atomic.Bool

	mu     sync.RWMutex
	byRef  map[string]cachedProject
	flight singleflight.Group
	epoch  atomic.Int64 // grows with each forget: what was read before is stale
}

type cachedProject struct {
	project *Project
	at      time.Time
	stale   bool
}

func newProjectCache(load func(context.Context, string, *Project) (*Project, error)) *projectCache {
	return &projectCache{load: load, byRef: map[string]cachedProject{}}
}

func (c *projectCache) get(ctx context.Context, ref string) (*Project, error) {
	hit := c.hit(ref)
	if hit.project != nil && !hit.stale && time.Since(hit.at) < c.age() {
		return hit.project, nil
	}
	loaded, err, _ := c.flight.Do(ref, func() (any, error) { return c.reload(ctx, ref, hit.project) })
	if err != nil {
		// While the database is away, tokens are still verified from memory.
		if hit.project != nil && fault.Code(err) == "unavailable" {
			return hit.project, nil
		}
		return nil, err
	}
	return loaded.(*Project), nil
}

func (c *projectCache) reload(ctx context.Context, ref string, before *Project) (*Project, error) {
	epoch, at := c.epoch.Load(), time.Now()
	p, err := c.load(context.WithoutCancel(ctx), ref, before)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.byRef) >= mostProjects {
		clear(c.byRef)
	}
	entry := cachedProject{project: p, at: at, stale: epoch != c.epoch.Load()}
	c.byRef[ref], c.byRef[p.ID] = entry, entry
	return p, nil
}

func (c *projectCache) forget(projectID string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch.Add(1)
	for ref, hit := range c.byRef {
		if projectID == "" || hit.project.ID == projectID {
			hit.stale = true
			c.byRef[ref] = hit
		}
	}
}

func (c *projectCache) age() time.Duration {
	if c.live.Load() {
		return ageLive
	}
	return ageAlone
}

// fresh reads a project anew, as it is by now. Who asks soon after another read
// waits a little, so that a flood of made-up keys costs few reads.
func (c *projectCache) fresh(ctx context.Context, p *Project) (*Project, error) {
	for asked := time.Now(); ; {
		hit := c.hit(p.ID)
		if !hit.stale && hit.at.After(asked) {
			return hit.project, nil
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(fault.Unavailable(), ctx.Err())
		case <-time.After(freshPause - time.Since(hit.at)):
		}
		_, err, _ := c.flight.Do(p.ID, func() (any, error) {
			if hit := c.hit(p.ID); !hit.stale && time.Since(hit.at) < freshPause {
				return hit.project, nil // somebody else's wait was over a moment sooner
			}
			return c.reload(ctx, p.ID, p)
		})
		if err != nil {
			return nil, err
		}
	}
}

// hit is what the cache has, nothing included.
func (c *projectCache) hit(ref string) cachedProject {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.byRef[ref]
}
