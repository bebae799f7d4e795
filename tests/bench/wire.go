package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync/atomic"
)

// wire stands between a server and its database and counts what is asked.
type wire struct {
	listener   net.Listener
	statements atomic.Int64 // Execute and Query messages
	trips      atomic.Int64 // Sync and Query messages: each is waited for
}

func newWire(database string) (*wire, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen between server and database: %w", err)
	}
	w := &wire{listener: listener}
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			go w.join(near, database)
		}
	}()
	return w, nil
}

func (w *wire) join(near net.Conn, database string) {
	defer func() { _ = near.Close() }()
	far, err := net.Dial("tcp", database)
	if err != nil {
		return
	}
	defer func() { _ = far.Close() }()
	go func() {
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}()
	_ = w.count(near, far)
}

// count passes the client's messages on. The first has no type: it is the
// start-up (the URLs ask for no TLS).
func (w *wire) count(near io.Reader, far io.Writer) error {
	in := bufio.NewReaderSize(near, 64<<10)
	if err := pass(in, far, 0); err != nil {
		return err
	}
	for {
		head, err := in.Peek(1)
		if err != nil {
			return err
		}
		switch head[0] {
		case 'E':
			w.statements.Add(1)
		case 'S':
			w.trips.Add(1)
		case 'Q':
			w.statements.Add(1)
			w.trips.Add(1)
		}
		if err := pass(in, far, 1); err != nil {
			return err
		}
	}
}

// pass copies one message: so many bytes of type, then its length, which counts itself.
func pass(in *bufio.Reader, far io.Writer, typed int) error {
	head, err := in.Peek(typed + 4)
	if err != nil {
		return err
	}
	_, err = io.CopyN(far, in, int64(typed)+int64(binary.BigEndian.Uint32(head[typed:])))
	return err
}
