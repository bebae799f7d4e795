package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// countWire reads off the wire what one request asks of the database, once
// statements are prepared and caches warm.
func (m *meter) countWire(ctx context.Context) error {
	if m.only != "" && len(m.rows) == 0 {
		return nil
	}
	wire, err := newWire(net.JoinHostPort("127.0.0.1", strconv.Itoa(m.world.cluster.Port())))
	if err != nil {
		return err
	}
	defer func() { _ = wire.listener.Close() }()
	s, err := m.node(ctx, wire.listener.Addr().String())
	if err != nil {
		return err
	}
	m.statements = map[string][2]int64{}
	for _, op := range append(m.operations(), operation{name: "sign-in", do: m.world.signIn}) {
		if m.statements[op.name], err = wire.each(s.base, op.do); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", op.name, err), s.stop())
		}
	}
	return s.stop()
}

// each is the median of what single requests ask: a server's own clock
// (clean-up, polling) may put a statement of its own between two of them.
func (w *wire) each(base string, do work) (counts [2]int64, err error) {
	if warm := load(1, 300*time.Millisecond, base, do); warm.err != nil {
		return counts, warm.err
	}
	client := &http.Client{}
	defer client.CloseIdleConnections()
	var statements, trips []int64
	for range 21 {
		w.statements.Store(0)
		w.trips.Store(0)
		if err := do(client, base, 0); err != nil {
			return counts, err
		}
		statements, trips = append(statements, w.statements.Load()), append(trips, w.trips.Load())
	}
	slices.Sort(statements)
	slices.Sort(trips)
	return [2]int64{statements[10], trips[10]}, nil
}

// fieldsOf are the text members of a JSON object.
func fieldsOf(body []byte) (list []string) {
	var object map[string]any
	_ = json.Unmarshal(body, &object) // then there are none
	for _, v := range object {
		if text, ok := v.(string); ok {
			list = append(list, text)
		}
	}
	return list
}
