package bus

import (
	"context"
	"math/rand/v2"
	"time"
)

const firstWait = 100 * time.Millisecond

// backoff waits longer each time, with chance in it so that nodes spread.
type backoff struct {
	most time.Duration
	next time.Duration
}

func (w *backoff) reset() { w.next = 0 }

func (w *backoff) sleep(ctx context.Context) {
	w.next = min(max(2*w.next, firstWait), w.most)
	sleep(ctx, w.next)
}

// sleep waits for between half of d and all of it.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d/2 + rand.N(d/2)):
	}
}
