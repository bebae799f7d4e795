package e2e_test

import (
	"io"
	"net"
	"net/url"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// gate is a TCP proxy before a database; closed, it refuses and has cut all
// connections.
type gate struct {
	url, address, target string

	mu       sync.Mutex
	listener net.Listener
	conns    map[net.Conn]bool
}

// newGate opens a gate before the database of this URL.
func newGate(t testing.TB, database string) *gate {
	t.Helper()
	u, err := url.Parse(database)
	require.NoError(t, err)
	g := &gate{target: u.Host, address: "127.0.0.1:0", conns: map[net.Conn]bool{}}
	g.open(t)
	u.Host = g.address
	g.url = u.String()
	t.Cleanup(g.close)
	return g
}

func (g *gate) open(t testing.TB) {
	t.Helper()
	listener, err := net.Listen("tcp", g.address)
	require.NoError(t, err)
	g.mu.Lock()
	defer g.mu.Unlock()
	g.listener, g.address = listener, listener.Addr().String()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go g.pass(conn)
		}
	}()
}

func (g *gate) pass(near net.Conn) {
	far, err := net.Dial("tcp", g.target)
	if err != nil {
		near.Close()
		return
	}
	g.mu.Lock()
	g.conns[near], g.conns[far] = true, true
	g.mu.Unlock()
	go func() {
		_, _ = io.Copy(far, near)
		far.Close()
	}()
	_, _ = io.Copy(near, far)
	near.Close()
}

func (g *gate) close() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.listener.Close()
	for conn := range g.conns {
		conn.Close()
	}
	clear(g.conns)
}
