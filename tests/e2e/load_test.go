package e2e_test

import (
	"sync"
	"time"
)

// load is work that many do at once, over and over, and what came of it.
type load struct {
	mu     sync.Mutex
	counts map[string]int
	stop   chan struct{}
	done   sync.WaitGroup
}

// underLoad begins n workers; each calls its work until end, and counts what it says.
func underLoad(n int, work func(worker int) func() string) *load {
	l := &load{counts: map[string]int{}, stop: make(chan struct{})}
	for i := range n {
		step := work(i)
		l.done.Go(func() {
			for {
				select {
				case <-l.stop:
					return
				default:
					l.count(step())
				}
			}
		})
	}
	return l
}

func (l *load) count(outcome string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts[outcome]++
}

// seen is how often something came of it so far.
func (l *load) seen(outcome string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.counts[outcome]
}

// end stops the workers and gives the counts.
func (l *load) end() map[string]int {
	close(l.stop)
	l.done.Wait()
	return l.counts
}

// pause lets the load run on for a moment.
func (l *load) pause() { time.Sleep(300 * time.Millisecond) }
