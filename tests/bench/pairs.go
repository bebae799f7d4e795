package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// row is one operation's runs, pair by pair.
type row struct {
	operation
	opposite     string
	ours, theirs []run
	pgbench      []float64
}

// run is one run of one side.
type run struct {
	rate          float64
	p50, p99      float64 // ms
	server, pgSQL float64 // processor time of one request, µs
}

func (m *meter) wants(name string) bool { return m.only == "" || strings.Contains(name, m.only) }

func (m *meter) pairs(ctx context.Context) error {
	for _, op := range m.operations() {
		if !m.wants(op.name) {
			continue
		}
		r := &row{operation: op, opposite: "bare Go"}
		m.rows = append(m.rows, r)
		for round := range m.rounds {
			if err := m.pair(ctx, r, round); err != nil {
				return fmt.Errorf("%s: %w", op.name, err)
			}
		}
		r.report()
	}
	return nil
}

// pair runs both sides, each first in every second round, and then pgbench.
func (m *meter) pair(ctx context.Context, r *row, round int) error {
	sides := []func() error{
		func() (err error) { r.ours, err = m.add(r.ours, m.ours, r.operation, 0); return err },
		func() (err error) { r.theirs, err = m.add(r.theirs, m.bare, r.operation, 1); return err },
	}
	if round%2 == 1 {
		slices.Reverse(sides)
	}
	for _, side := range sides {
		if err := errors.Join(side(), ctx.Err()); err != nil {
			return err
		}
	}
	if m.noPgbench || r.script == nil {
		return nil
	}
	rate, err := m.world.pgbench(ctx, *r.script, round, m.clients, m.seconds)
	if m.noPgbench = errors.Is(err, errNoPgbench); m.noPgbench {
		return nil
	}
	r.pgbench = append(r.pgbench, rate)
	return err
}

// add measures one side once.
func (m *meter) add(runs []run, s *server, op operation, side int) ([]run, error) {
	profiled := make(chan error, 1)
	if m.profile != "" && len(runs) == 0 {
		name := op.name + " " + []string{"rolecall", "bare"}[side]
		go func() { profiled <- keepProfile(m.profiles[side], m.profile, name, m.period()) }()
	} else {
		profiled <- nil
	}
	postmaster := m.world.postmaster()
	server, below := spent(s.pid), spentBelow(postmaster)
	res := load(m.clients, m.period(), s.base, op.do)
	each := func(used time.Duration) float64 {
		return float64(used.Microseconds()) / float64(max(1, len(res.latencies)))
	}
	return append(runs, run{rate: res.rate, p50: milliseconds(res.percentile(0.5)), p99: milliseconds(res.percentile(0.99)),
		server: each(spent(s.pid) - server), pgSQL: each(spentBelow(postmaster) - below)}), errors.Join(res.err, <-profiled)
}

func (r *row) report() {
	fmt.Fprintf(os.Stderr, "bench: %-12s %6.0f/s, %s %6.0f/s, ratio %.2f (%s), pgbench %6.0f tps; µs of CPU %4.0f+%.0f against %4.0f+%.0f\n",
		r.name, pick(r.ours, rate), r.opposite, pick(r.theirs, rate), r.ratio(), r.spread(), median(r.pgbench),
		pick(r.ours, serverCPU), pick(r.ours, pgCPU), pick(r.theirs, serverCPU), pick(r.theirs, pgCPU))
}

// ratios are ours to theirs, pair by pair.
func (r *row) ratios() []float64 {
	list := make([]float64, min(len(r.ours), len(r.theirs)))
	for i := range list {
		list[i] = r.ours[i].rate / r.theirs[i].rate
	}
	return list
}

func (r *row) ratio() float64 { return median(r.ratios()) }

func (r *row) spread() string {
	list := r.ratios()
	if len(list) == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f-%.2f", slices.Min(list), slices.Max(list))
}

func rate(r run) float64      { return r.rate }
func middle(r run) float64    { return r.p50 }
func tail(r run) float64      { return r.p99 }
func serverCPU(r run) float64 { return r.server }
func pgCPU(r run) float64     { return r.pgSQL }

// pick is the median of one figure.
func pick(runs []run, figure func(run) float64) float64 {
	var list []float64
	for _, r := range runs {
		list = append(list, figure(r))
	}
	return median(list)
}

func median(list []float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return (sorted[(len(sorted)-1)/2] + sorted[len(sorted)/2]) / 2
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
