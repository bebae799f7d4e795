package social

import (
	"sync"
	"time"
)

// cacheSize is more than a server's projects configure; beyond it somebody is
// making up issuers, and what they made up is dropped.
const cacheSize = 1024

// cache keeps what was fetched or made, until its time.
type cache[T any] struct {
	mu   sync.Mutex
	kept map[string]kept[T]
}

type kept[T any] struct {
	value T
	until time.Time
}

func (c *cache[T]) get(key string, now time.Time) (value T, found bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, found := c.kept[key]
	if !found || !now.Before(k.until) {
		return value, false
	}
	return k.value, true
}

func (c *cache[T]) put(key string, value T, until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kept == nil || len(c.kept) >= cacheSize {
		c.kept = map[string]kept[T]{}
	}
	c.kept[key] = kept[T]{value, until}
}
