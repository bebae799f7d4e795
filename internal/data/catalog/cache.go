package catalog

import (
	"context"
	"sync"
	"time"
)

const (
	// ttl is when a schema that nobody told us changed is read again, beside the requests.
	ttl = 30 * time.Second
	// quiet is how old a schema must be before a request's doubt has it read again,
	// so that misspelt names can't turn into a stream of catalog queries.
	quiet = time.Second
	// patience bounds a read, which outlives the request that began it.
	patience = 10 * time.Second
)

// Loader reads the schema of one project.
type Loader func(ctx context.Context) (*Catalog, error)

// Cache keeps the schema of each project. Requests that need one at the same
// time share one read.
type Cache struct {
	Now func() time.Time

	mu      sync.Mutex
	entries map[string]*entry
}

// entry is a schema or the wait for it.
type entry struct {
	ready  chan struct{} // closed once schema or err stands
	schema *Catalog
	err    error
	at     time.Time
	stale  bool // a read beside the requests is under way
}

// NewCache makes an empty cache.
func NewCache() *Cache {
	return &Cache{Now: time.Now, entries: map[string]*entry{}}
}

// Get is the project's schema, read on first use.
func (c *Cache) Get(ctx context.Context, project string, load Loader) (*Catalog, error) {
	c.mu.Lock()
	e, ok := c.entries[project]
	switch {
	case !ok:
		e = c.begin(ctx, project, load)
	case e.schema != nil && !e.stale && c.Now().Sub(e.at) > ttl:
		e.stale = true
		go c.replace(context.WithoutCancel(ctx), project, e, load)
	}
	c.mu.Unlock()
	return e.wait(ctx)
}

// Doubt is the project's schema read anew, because known contradicted the
// database. It returns known itself where that is too young to be wrong.
func (c *Cache) Doubt(ctx context.Context, project string, known *Catalog, load Loader) (*Catalog, error) {
	c.mu.Lock()
	e, ok := c.entries[project]
	if ok && e.schema == known {
		if c.Now().Sub(e.at) < quiet {
			c.mu.Unlock()
			return known, nil
		}
		delete(c.entries, project)
	}
	c.mu.Unlock()
	return c.Get(ctx, project, load)
}

// Invalidate forgets a project's schema.
func (c *Cache) Invalidate(project string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, project)
}

// InvalidateAll forgets every schema.
func (c *Cache) InvalidateAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.entries)
}

// begin starts the read that everyone who comes now waits for. The caller holds the lock.
func (c *Cache) begin(ctx context.Context, project string, load Loader) *entry {
	e := &entry{ready: make(chan struct{}), at: c.Now()}
	c.entries[project] = e
	go func() {
		schema, err := bounded(context.WithoutCancel(ctx), load)
		c.mu.Lock()
		defer c.mu.Unlock()
		e.schema, e.err = schema, err
		if err != nil && c.entries[project] == e {
			delete(c.entries, project)
		}
		close(e.ready)
	}()
	return e
}

// replace reads the schema again and puts it in the place of old, unless
// somebody has put old away meanwhile.
func (c *Cache) replace(ctx context.Context, project string, old *entry, load Loader) {
	at := c.Now()
	schema, err := bounded(ctx, load)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.entries[project] != old {
		return
	}
	if err != nil {
		old.at, old.stale = at, false // the old one serves until the next try
		return
	}
	ready := make(chan struct{})
	close(ready)
	c.entries[project] = &entry{ready: ready, schema: schema, at: at}
}

func bounded(ctx context.Context, load Loader) (*Catalog, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return load(ctx)
}

func (e *entry) wait(ctx context.Context) (*Catalog, error) {
	select {
	case <-e.ready:
		return e.schema, e.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
