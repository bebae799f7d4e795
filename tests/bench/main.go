package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	rounds  int
	clients int
	seconds float64
	only    string
	dir     string
	binary  string
	profile string
	hold    bool
}

func (o options) period() time.Duration { return time.Duration(o.seconds * float64(time.Second)) }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := runRole(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// runRole is the measurement, or one of the servers that it starts of itself.
func runRole(ctx context.Context) error {
	switch os.Getenv(roleVariable) {
	case roleBare:
		return serveBare(ctx)
	case roleProfiled:
		return serveProfiled(ctx)
	}
	var o options
	flag.IntVar(&o.rounds, "rounds", 7, "alternating pairs of each operation; the median counts")
	flag.IntVar(&o.clients, "clients", 8, "concurrent clients")
	flag.Float64Var(&o.seconds, "seconds", 2, "length of one run")
	flag.StringVar(&o.only, "only", "", "measure only the rows whose name holds this text")
	flag.StringVar(&o.dir, "dir", os.TempDir(), "where the cluster lives meanwhile: a disk on which fsync is real")
	flag.StringVar(&o.binary, "binary", "", "a built rolecall (default: bin/rolecall, built if it isn't there)")
	flag.StringVar(&o.profile, "profile", "", "write CPU profiles into this folder, of a server inside this program")
	flag.BoolVar(&o.hold, "hold", false, "only prepare the database and keep it up, for psql and pgbench")
	flag.Parse()
	return bench(ctx, o)
}

func bench(ctx context.Context, o options) (err error) {
	if o.binary, err = product(ctx, o.binary); err != nil {
		return err
	}
	dir, err := os.MkdirTemp(o.dir, "rolecall-bench-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := os.Chmod(dir, 0o711); err != nil { // root's server runs as somebody else
		return fmt.Errorf("open the folder to the server's user: %w", err)
	}
	began := time.Now()
	w, err := newWorld(ctx, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.cluster.Close()) }()
	fmt.Fprintf(os.Stderr, "bench: a database with %d notes of %d users took %.1f s\n", owners*notesEach, owners, time.Since(began).Seconds())
	if o.hold {
		return w.hold(ctx)
	}
	m := &meter{options: o, world: w}
	if err := m.measure(ctx); err != nil {
		return err
	}
	return m.print(ctx, os.Stdout)
}

// product is the binary, as `make build` leaves it.
func product(ctx context.Context, given string) (string, error) {
	if given != "" {
		return filepath.Abs(given)
	}
	_, here, _, _ := runtime.Caller(0)
	root := filepath.Dir(filepath.Dir(filepath.Dir(here)))
	path := filepath.Join(root, "bin", "rolecall")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, build(ctx, root, path)
}
