package web

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Outage keeps the log readable while requests can't be answered, because the
// database is away or there are too many: a line when that begins, one a minute
// while it lasts, one when it is over, each with how many there were.
type Outage struct {
	log  *slog.Logger
	on   atomic.Bool
	mu   sync.Mutex
	last time.Time // failure
	told time.Time
	n    int
}

// NewOutage is none so far.
func NewOutage(log *slog.Logger) *Outage { return &Outage{log: log} }

// calm is how long nothing may fail before an outage is over: one request that
// gets through does not end it.
const calm = 10 * time.Second

// Failed counts a request that couldn't be answered.
func (o *Outage) Failed(ctx context.Context, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	now := time.Now()
	o.n, o.last = o.n+1, now
	switch {
	case !o.on.Load():
		o.on.Store(true)
		o.told = now
		o.log.ErrorContext(ctx, "requests can't be answered", "error", err)
	case now.Sub(o.told) >= time.Minute:
		o.told = now
		o.log.ErrorContext(ctx, "requests still can't be answered", "requests", o.n, "error", err)
	}
}

// Answered notes one that could. It costs nothing where there is no outage.
func (o *Outage) Answered(ctx context.Context) {
	if !o.on.Load() {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if !o.on.Load() || time.Since(o.last) < calm {
		return
	}
	o.log.InfoContext(ctx, "requests are answered again", "requests", o.n)
	o.on.Store(false)
	o.n = 0
}
