package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// Superuser is the name of the one login that initdb makes.
const Superuser = "postgres"

// Options say where a cluster lives and how careful it is with its data.
type Options struct {
	Dir      string            // the cluster lives in Dir/pg
	Port     int               // 0: pick a free one and remember it
	Binaries Binaries          // zero: Find
	Durable  bool              // false: no fsync, for tests
	Settings map[string]string // further lines of postgresql.conf
	Log      io.Writer         // what the server writes; nil: nothing
	Logger   *slog.Logger      // what we have to say of it; nil: the default
}

// Cluster is a running private server.
type Cluster struct {
	opts     Options
	bin      Binaries
	as       *identity
	home     string // password, port, lock, and the data folder
	socket   string
	port     int
	password string
	lock     *os.File
	tail     *tail
	log      *slog.Logger

	mu      sync.Mutex
	child   *child
	closing bool
	stop    chan struct{} // closed by Close
	done    chan struct{} // closed when the supervisor has ended
}

// Open starts the cluster in a folder, making it first where there is none,
// and returns when it takes connections. One process at a time can hold it.
func Open(ctx context.Context, o Options) (*Cluster, error) {
	c := &Cluster{opts: o, log: o.Logger, stop: make(chan struct{}), done: make(chan struct{})}
	if c.log == nil {
		c.log = slog.Default()
	}
	c.tail = newTail(o.Log)
	if err := c.open(ctx); err != nil {
		c.release()
		return nil, fmt.Errorf("open the PostgreSQL cluster in %s: %w", o.Dir, err)
	}
	go c.supervise()
	return c, nil
}

func (c *Cluster) open(ctx context.Context) (err error) {
	if c.bin = c.opts.Binaries; c.bin.Dir == "" {
		if c.bin, err = Find(ctx); err != nil {
			return err
		}
	}
	steps := []func(context.Context) error{c.place, c.hold, c.evict, c.create, c.bindSocket, c.start}
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// hold makes this process the only one that runs the cluster.
func (c *Cluster) hold(context.Context) (err error) {
	if c.lock, err = os.OpenFile(filepath.Join(c.home, "lock"), os.O_CREATE|os.O_RDWR, 0o600); err != nil {
		return err
	}
	if err := lockFile(c.lock); err != nil {
		return errors.New("another process is running this cluster")
	}
	return nil
}

// Close shuts the server down, also one that somebody else started in its
// place, and waits for its end.
func (c *Cluster) Close() error {
	c.mu.Lock()
	if c.closing {
		c.mu.Unlock()
		<-c.done
		return nil
	}
	c.closing = true
	close(c.stop)
	c.mu.Unlock()
	err := c.shutdown()
	<-c.done
	c.release()
	return err
}

// release gives back what Open took, except for the server itself.
func (c *Cluster) release() {
	if c.lock != nil {
		c.lock.Close()
	}
	if c.socket != "" && c.socket != c.home {
		os.RemoveAll(c.socket)
	}
}

// Port is where the server listens on 127.0.0.1.
func (c *Cluster) Port() int { return c.port }

// SocketDir is the folder that holds the server's Unix socket.
func (c *Cluster) SocketDir() string { return c.socket }

// DataDir is the server's data folder, as pg_ctl -D takes it.
func (c *Cluster) DataDir() string { return filepath.Join(c.home, "data") }

// URL is a connection URL for one login and database.
func (c *Cluster) URL(user, password, database string) string {
	u := url.URL{
		Scheme:   "postgres",
		User:     url.UserPassword(user, password),
		Host:     net.JoinHostPort("127.0.0.1", strconv.Itoa(c.port)),
		Path:     "/" + database,
		RawQuery: "sslmode=disable",
	}
	return u.String()
}

// SuperuserURL is a connection URL with all rights on one database.
func (c *Cluster) SuperuserURL(database string) string {
	return c.URL(Superuser, c.password, database)
}
