package e2e_test

import (
	"fmt"
	"sync"
	"testing"
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

// goesOn is a worker who asks who they are, refreshes, and now and then signs
// in, at one server after the other. What fails is tried again.
func goesOn(t testing.TB, urls []string) func(int) func() string {
	return func(worker int) func() string {
		email, turn := fmt.Sprintf("user%d@example.com", worker), 0
		p := joins(t, urls[0]+inDefault, email)
		return func() string {
			turn++
			base := urls[turn%len(urls)] + inDefault
			if turn%2 == 1 {
				a, err := ask("GET", base+"/auth/me", nil, p.bearer())
				return outcome("me", a, err)
			}
			what, body := "refresh", refreshBody(p.refresh)
			if turn%20 == 0 {
				what, body = "login", credentials(email)
			}
			a, err := ask("POST", base+"/auth/"+what, body)
			if err == nil && a.Status == 200 {
				p = toSession(a, email)
			}
			return outcome(what, a, err)
		}
	}
}

// joins signs somebody up, or in if they are there from before.
func joins(t testing.TB, base, email string) session {
	t.Helper()
	_ = status(t, "POST", base+"/auth/signup", credentials(email))
	return signIn(t, base, email)
}

// outcome is a word for an answer; of a fault it tells all but a refusal that
// asks for patience.
func outcome(what string, a answer, err error) string {
	switch {
	case err != nil:
		return fmt.Sprint(what, " ", err)
	case a.Status >= 400 && a.Status != 503:
		return fmt.Sprint(what, " ", a.Status, " ", a.Body)
	}
	return fmt.Sprint(what, " ", a.Status)
}
