package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
)

// print writes the tables in Markdown.
func (m *meter) print(_ context.Context, out io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d cores shared by load, servers and PostgreSQL %s (fsync on, shared_buffers 256MB); %s; %d clients, %d pairs of %g s; medians.%s\n\n",
		runtime.NumCPU(), m.world.version, runtime.Version(), m.clients, m.rounds, m.seconds, busy())
	m.rates(&b)
	m.costs(&b)
	m.others(&b)
	if m.noPgbench {
		fmt.Fprintf(&b, "pgbench isn't installed, so its column is empty.\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// busy says how many others wanted the cores, where the system tells.
func busy() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	return " Load of the machine over 15 minutes: " + strings.Fields(string(text))[2] + "."
}

func (m *meter) rates(b *strings.Builder) {
	if len(m.rows) == 0 {
		return
	}
	b.WriteString("| operation | Rolecall/s | p50 / p99 ms | beside it/s | ratio (of pairs) | pgbench, same SQL, tps | target | held |\n|---|---|---|---|---|---|---|---|\n")
	for _, r := range m.rows {
		fmt.Fprintf(b, "| %s | %.0f | %.1f / %.1f | %.0f (%s) | %.2f (%s) | %s | >= %.2f | %s |\n", r.name, pick(r.ours, rate),
			pick(r.ours, middle), pick(r.ours, tail), pick(r.theirs, rate), r.opposite, r.ratio(), r.spread(), r.tps(), r.least, yes(r.ratio() >= r.least))
	}
	b.WriteString("\n")
}

func (r *row) tps() string {
	if len(r.pgbench) == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", median(r.pgbench))
}

// costs are the processor time and the traffic of one request.
func (m *meter) costs(b *strings.Builder) {
	if len(m.rows) == 0 {
		return
	}
	b.WriteString("| one request | SQL statements | round trips | CPU in the server, µs (bare Go) | CPU in PostgreSQL, µs (bare Go) |\n|---|---|---|---|---|\n")
	for _, r := range m.rows {
		n := m.statements[r.name]
		fmt.Fprintf(b, "| %s | %d | %d | %s | %s |\n", r.name, n[0], n[1], r.cpu(serverCPU), r.cpu(pgCPU))
	}
	b.WriteString("\n")
}

func (r *row) cpu(figure func(run) float64) string {
	if theirs := pick(r.theirs, figure); theirs > 0 {
		return fmt.Sprintf("%.0f (%.0f)", pick(r.ours, figure), theirs)
	}
	return fmt.Sprintf("%.0f", pick(r.ours, figure))
}

func (m *meter) others(b *strings.Builder) {
	if len(m.facts) == 0 {
		return
	}
	b.WriteString("| what | figure | target | held |\n|---|---|---|---|\n")
	for _, f := range m.facts {
		held := ""
		if f.target != "" {
			held = yes(f.held)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s |\n", f.name, f.figure, f.target, held)
	}
	b.WriteString("\n")
}

func yes(held bool) string {
	if held {
		return "yes"
	}
	return "NO"
}
