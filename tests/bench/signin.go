package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/crypto/argon2"
)

// signIns puts password sign-in beside the bare rate of its hash.
func (m *meter) signIns(ctx context.Context) error {
	if !m.wants("sign-in") {
		return nil
	}
	r := &row{operation: operation{"sign-in", m.world.signIn, nil, 0.95}, opposite: "bare argon2id"}
	m.rows = append(m.rows, r)
	if warm := load(m.clients, 300*time.Millisecond, m.ours.base, r.do); warm.err != nil {
		return warm.err
	}
	for round := range m.rounds {
		sides := []func() error{
			func() (err error) { r.ours, err = m.add(r.ours, m.ours, r.operation, 0); return err },
			func() error { r.theirs = append(r.theirs, run{rate: hashRate(m.period())}); return nil },
		}
		if round%2 == 1 {
			slices.Reverse(sides)
		}
		for _, side := range sides {
			if err := errors.Join(side(), ctx.Err()); err != nil {
				return fmt.Errorf("sign-in: %w", err)
			}
		}
	}
	r.report()
	return nil
}

// hashRate is argon2id at our cost on every core, and nothing else.
func hashRate(period time.Duration) float64 {
	counts := make([]int, runtime.NumCPU())
	began := time.Now()
	var all sync.WaitGroup
	for i := range counts {
		all.Go(func() {
			salt := make([]byte, 16)
			for time.Since(began) < period {
				_, _ = rand.Read(salt) // never fails (crypto/rand)
				argon2.IDKey([]byte(password), salt, 2, 19*1024, 1, 32)
				counts[i]++
			}
		})
	}
	all.Wait()
	sum := 0
	for _, n := range counts {
		sum += n
	}
	return float64(sum) / time.Since(began).Seconds()
}

// mixed refreshes while sign-ins take all the cores.
func (m *meter) mixed(context.Context) error {
	const name = "refresh while sign-ins take all cores"
	if !m.wants(name) {
		return nil
	}
	var signIns, refreshes result
	var both sync.WaitGroup
	both.Go(func() { signIns = load(m.clients, 2*m.period(), m.ours.base, m.world.signIn) })
	both.Go(func() { refreshes = load(m.clients, 2*m.period(), m.ours.base, m.world.refresh) })
	both.Wait()
	if err := errors.Join(signIns.err, refreshes.err); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	m.note(name, fmt.Sprintf("%.0f/s, p50 %.1f ms, p99 %.1f ms beside %.0f sign-ins/s",
		refreshes.rate, milliseconds(refreshes.percentile(0.5)), milliseconds(refreshes.percentile(0.99)), signIns.rate), "", true)
	return nil
}

// crowd is many more clients than connections.
func (m *meter) crowd(context.Context) error {
	const name = "read by key, 200 clients on " + poolSize + " connections"
	if !m.wants(name) {
		return nil
	}
	r := load(200, m.period(), m.ours.base, m.world.noteByKey)
	figure := fmt.Sprintf("%.0f/s, p50 %.1f ms, p99 %.1f ms, %d errors",
		r.rate, milliseconds(r.percentile(0.5)), milliseconds(r.percentile(0.99)), r.wrong)
	if r.err != nil {
		figure += " (" + r.err.Error() + ")"
	}
	m.note(name, figure, "no errors", r.wrong == 0)
	return nil
}

// busPrice alternates refresh with and without a node that reads the WAL.
func (m *meter) busPrice(ctx context.Context) error {
	const name = "refresh while a node reads the WAL"
	if !m.wants(name) {
		return nil
	}
	var ratios, rates []float64
	for range max(1, m.rounds/2) {
		without := load(m.clients, m.period(), m.ours.base, m.world.refresh)
		reader, err := m.node(ctx, "", "ROLECALL_REPLICATION_URL="+m.world.url("auth_replicator"))
		if err != nil {
			return err
		}
		if err := awaitBus(ctx, reader, "wal"); err != nil {
			return errors.Join(err, reader.stop())
		}
		with := load(m.clients, m.period(), m.ours.base, m.world.refresh)
		if err := errors.Join(without.err, with.err, reader.stop()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		ratios, rates = append(ratios, with.rate/without.rate), append(rates, with.rate)
	}
	m.note(name, fmt.Sprintf("%.0f/s, %.2f of what it is without", median(rates), median(ratios)), "", true)
	return nil
}

// awaitBus waits until a node hears of commits in a certain way.
func awaitBus(ctx context.Context, s *server, mode string) error {
	for range 200 {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/readyz", nil)
		if err != nil {
			return err
		}
		body, err := ask(http.DefaultClient, r)
		if err == nil && slices.Contains(fieldsOf(body), mode) {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
	return fmt.Errorf("the bus doesn't come to mode %s", mode)
}
