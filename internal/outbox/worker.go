package outbox

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"
)

const (
	hands = 4 // deliveries at once, unless Options say otherwise

	// A row is claimed only for a hand that is free, so that its delivery and the
	// word of it lie well inside the lease: no other node begins it meanwhile.
	lease    = 60 * time.Second
	delivery = 25 * time.Second

	poll    = 5 * time.Second        // the floor under the bus
	soonest = 100 * time.Millisecond // between two looks that nobody asked for
	asking  = 5 * time.Second        // for one statement
	parting = 8 * time.Second        // for what is in hand when the node stops
)

// Deliver sends one row. An error that mail.IsPermanent knows ends the row,
// any other is tried again.
type Deliver func(ctx context.Context, row Row) error

// Options are what a worker is made of.
type Options struct {
	Store   Store
	Deliver map[string]Deliver // by kind
	// Observe is told of each try: sent, retry or dead. It may be nil.
	Observe func(kind, outcome string, took time.Duration)
	Log     *slog.Logger
	Hands   int // deliveries at once; 0: 4
}

// Worker sends what is due until it is stopped.
type Worker struct {
	Options
	kinds []string
	wake  chan struct{}
	free  chan struct{} // one for each idle hand
}

// New makes a worker; nothing happens before Run.
func New(o Options) *Worker {
	if o.Hands == 0 {
		o.Hands = hands
	}
	w := &Worker{Options: o, kinds: slices.Sorted(maps.Keys(o.Deliver)), wake: make(chan struct{}, 1), free: make(chan struct{}, max(o.Hands, 1))}
	for range cap(w.free) {
		w.free <- struct{}{}
	}
	return w
}

// Wake makes the worker look at once. It never blocks.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run works until ctx ends, and then finishes what it has in hand. A node that
// can deliver nothing claims nothing: each claim is a try, and tries run out.
func (w *Worker) Run(ctx context.Context) {
	if len(w.Deliver) == 0 {
		<-ctx.Done()
		return
	}
	sending, drop := context.WithCancel(context.WithoutCancel(ctx))
	defer drop()
	var inHand sync.WaitGroup
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case <-w.wake:
		case <-time.After(w.round(ctx, sending, &inHand)):
		}
	}
	late := time.AfterFunc(parting, drop)
	inHand.Wait()
	late.Stop()
}

// round gives each idle hand a row that is due and says when to look again.
func (w *Worker) round(ctx, sending context.Context, inHand *sync.WaitGroup) time.Duration {
	idle := w.takeHands()
	if idle == 0 {
		return poll // a hand that falls idle wakes us
	}
	asked, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	rows, err := w.Store.Claim(asked, w.kinds, idle, lease)
	for range idle - len(rows) {
		w.free <- struct{}{}
	}
	if err != nil {
		if ctx.Err() == nil {
			w.Log.WarnContext(ctx, "outbox not read", "error", err)
		}
		return poll
	}
	more := len(rows) == idle
	for _, row := range rows {
		inHand.Go(func() {
			sent := w.handle(sending, row)
			w.free <- struct{}{}
			if more || !sent { // a row that failed may be due before the next poll
				w.Wake()
			}
		})
	}
	return w.pause(asked)
}

func (w *Worker) takeHands() int {
	for n := 0; ; n++ {
		select {
		case <-w.free:
		default:
			return n
		}
	}
}

// pause is how long nothing will be due, at most until the next poll.
func (w *Worker) pause(ctx context.Context) time.Duration {
	wait, waiting, err := w.Store.Due(ctx, w.kinds)
	if err != nil || !waiting {
		return poll
	}
	return min(max(wait, soonest), poll)
}
