package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// How a node learns of commits, best first.
const (
	ModeWAL    = "wal"    // it reads the log itself, for all
	ModeNotify = "notify" // it is told by the reader, or by SQL where there is none
	ModePoll   = "poll"   // it is told nothing
)

// Options are what a bus is made of.
type Options struct {
	// DirectURL leads to the database as auth_service, not through a pooler.
	DirectURL string
	// ReplicationURL leads there as a login with REPLICATION; "" for a node that
	// never reads the log.
	ReplicationURL string
	Handler        Handler
	// OnMode is told when the mode changes. It may be nil.
	OnMode func(mode string)
	Log    *slog.Logger
}

// Status is how the bus is doing.
type Status struct {
	Mode string
	// Reason says why the mode is not a better one; empty when there is nothing to say.
	Reason  string
	Events  uint64 // passed to the handler
	Resets  uint64 // of these, TopicReset
	Dropped uint64 // notifications that were no events
}

// Bus connects a node to the others.
type Bus struct {
	handler     Handler
	onMode      func(string)
	log         *slog.Logger
	direct      *pgx.ConnConfig
	replication *pgconn.Config // nil for a node that never reads
	vacant      chan struct{}  // nobody reads the log
	reading     atomic.Uint32  // backend of this node's reader, 0 when it does not read

	mu     sync.Mutex
	status Status
	excuse string // why this node does not read
}

// New reads the URLs; nothing is connected before Run.
func New(o Options) (*Bus, error) {
	direct, err := directConfig(o.DirectURL)
	if err != nil {
		return nil, err
	}
	b := &Bus{
		handler: o.Handler, onMode: o.OnMode, log: o.Log, direct: direct,
		vacant: make(chan struct{}, 1), status: Status{Mode: ModePoll, Reason: "not connected yet"},
	}
	if o.ReplicationURL == "" {
		b.excuse = "no replication URL is set"
		return b, nil
	}
	b.replication, err = replicationConfig(o.ReplicationURL)
	return b, err
}

func directConfig(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, errors.New("read direct database URL: it doesn't parse")
	}
	config.ConnectTimeout = connecting
	config.RuntimeParams["application_name"] = "rolecall bus"
	return config, nil
}

func replicationConfig(url string) (*pgconn.Config, error) {
	config, err := pgconn.ParseConfig(url)
	if err != nil {
		return nil, errors.New("read replication URL: it doesn't parse")
	}
	config.ConnectTimeout = connecting
	config.RuntimeParams["application_name"] = "rolecall bus"
	config.RuntimeParams["replication"] = "database"
	// A node that hangs must give way soon. Its lock goes with its connection.
	config.RuntimeParams["wal_sender_timeout"] = fmt.Sprint(giveWay.Milliseconds())
	return config, nil
}

// Run connects, again and again, until ctx ends.
func (b *Bus) Run(ctx context.Context) {
	var reader sync.WaitGroup
	if b.replication != nil {
		reader.Go(func() { b.stand(ctx) })
	}
	b.listen(ctx)
	reader.Wait()
}

// Status tells how the bus is doing.
func (b *Bus) Status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.status
	if s.Reason == "" && s.Mode == ModeNotify {
		s.Reason = b.excuse
	}
	return s
}

func (b *Bus) setMode(mode, reason string) {
	b.mu.Lock()
	changed := b.status.Mode != mode
	b.status.Mode, b.status.Reason = mode, reason
	b.mu.Unlock()
	if !changed {
		return
	}
	b.log.Info("bus mode", "mode", mode, "reason", reason)
	if b.onMode != nil {
		b.onMode(mode)
	}
}

func (b *Bus) setExcuse(excuse string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.excuse = excuse
}

// tell passes an event to the handler.
func (b *Bus) tell(e Event) {
	b.mu.Lock()
	b.status.Events++
	if e.Topic == TopicReset {
		b.status.Resets++
	}
	b.mu.Unlock()
	b.handler(e)
}

func (b *Bus) drop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.status.Dropped++
}
