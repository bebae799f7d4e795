package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// meter measures and remembers.
type meter struct {
	options
	world *world

	ours, bare *server
	profiles   [2]string // where the two show theirs
	noPgbench  bool
	rows       []*row
	facts      []fact
	statements map[string][2]int64 // by operation: statements, round trips
}

// fact is a figure that has nothing beside it.
type fact struct {
	name, figure, target string
	held                 bool
}

// operation is a request that Rolecall and its opposite both answer.
type operation struct {
	name   string
	do     work
	script *script
	least  float64 // of the opposite's rate
}

func (m *meter) operations() []operation {
	refresh, me := refreshScript(), meScript()
	key := dataScript(`/* authenticated */ select coalesce(json_agg(n)::text, '[]') from (select * from public.notes where id = :id::bigint) n`)
	list := dataScript(`/* authenticated */ select coalesce(json_agg(n)::text, '[]') from (select * from public.notes order by id limit 100) n`)
	return []operation{
		{"refresh", m.world.refresh, &refresh, 0.9},
		{"me", m.world.me, &me, 0.9},
		{"read by key", m.world.noteByKey, &key, 0.9},
		{"list of 100", m.world.notesList, &list, 0.9},
		{"20 with 10 each", m.world.foldersWithPages, nil, 0.9},
		{"insert of 1,000", m.world.insertScraps, nil, 0.8},
		{"function", m.world.callAdd, nil, 0.9},
	}
}

func (m *meter) measure(ctx context.Context) (err error) {
	for _, step := range []func(context.Context) error{
		m.startTimes, m.open, m.warm, m.pairs, m.loaded, m.signIns, m.mixed, m.crowd, m.busPrice, m.policy, m.countWire,
	} {
		if err := errors.Join(step(ctx), ctx.Err()); err != nil {
			return errors.Join(err, m.close())
		}
	}
	return m.close()
}

func (m *meter) close() error {
	for _, s := range []*server{m.ours, m.bare} {
		if s != nil {
			_ = s.stop()
		}
	}
	return nil
}

// node starts a Rolecall server.
func (m *meter) node(ctx context.Context, proxy string, more ...string) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return start(ctx, m.binary, []string{"serve"}, m.world.environ(address, proxy, more...), address)
}

// self starts this program in another role.
func (m *meter) self(ctx context.Context, role string, profiles *string) (*server, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	environ := m.world.environ(address, "", roleVariable+"="+role)
	if m.profile != "" {
		if *profiles, err = freeAddress(); err != nil {
			return nil, err
		}
		environ = append(environ, profileVariable+"="+*profiles)
	}
	return start(ctx, program, nil, environ, address)
}

// open starts both sides and signs everybody in.
func (m *meter) open(ctx context.Context) (err error) {
	if m.profile == "" {
		m.ours, err = m.node(ctx, "")
	} else if err = os.MkdirAll(m.profile, 0o755); err == nil {
		m.ours, err = m.self(ctx, roleProfiled, &m.profiles[0])
	}
	if err != nil {
		return err
	}
	time.Sleep(time.Second)
	m.memory("resident memory, idle after the start", "< 40 MB")
	for c := range m.world.sessions {
		if err := m.world.refresh(http.DefaultClient, m.ours.base, c); err != nil {
			return err
		}
	}
	if m.bare, err = m.self(ctx, roleBare, &m.profiles[1]); err != nil { // after the first signature: its keys are there
		return err
	}
	return nil
}

func (m *meter) warm(context.Context) error {
	for _, op := range m.operations() {
		for _, s := range []*server{m.ours, m.bare} {
			if r := load(m.clients, 300*time.Millisecond, s.base, op.do); r.err != nil {
				return fmt.Errorf("%s: %w", op.name, r.err)
			}
		}
	}
	return nil
}

// startTimes runs the server five times on the migrated database.
func (m *meter) startTimes(ctx context.Context) error {
	const name = "start until ready, on a migrated database (median of 5)"
	if !m.wants(name) {
		return nil
	}
	var times []float64
	for range 5 {
		s, err := m.node(ctx, "")
		if err != nil {
			return err
		}
		times = append(times, float64(s.started.Microseconds())/1000)
		_ = s.stop()
	}
	m.note(name, fmt.Sprintf("%.0f ms", median(times)), "< 300 ms", median(times) < 300)
	if info, err := os.Stat(m.binary); err == nil {
		m.note("size of the binary", fmt.Sprintf("%.1f MB", float64(info.Size())/1e6), "", true)
	}
	return nil
}

// memory notes what the server holds, where the system tells.
func (m *meter) memory(name, target string) {
	if held, err := resident(m.ours.pid); err == nil && m.wants("resident memory") {
		m.note(name, fmt.Sprintf("%.1f MB", held), target, held < 40)
	}
}

func (m *meter) loaded(context.Context) error {
	m.memory("resident memory after these runs, without sign-ins", "")
	return nil
}

func (m *meter) note(name, figure, target string, held bool) {
	m.facts = append(m.facts, fact{name, figure, target, held})
	fmt.Fprintf(os.Stderr, "bench: %s: %s\n", name, figure)
}
