package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	_ "net/http/pprof" // on the default mux
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/config"
)

// profileVariable is where a server inside this program shows its profiles;
// the product has no such door.
const profileVariable = "ROLECALL_BENCH_PPROF"

// serveProfiled is `rolecall serve` with a second listener for profiles.
func serveProfiled(ctx context.Context) error {
	cfg, err := config.Read(os.Environ())
	if err != nil {
		return err
	}
	a, err := app.Open(ctx, cfg, app.Logger(cfg, os.Stderr))
	if err != nil {
		return err
	}
	defer a.Close()
	listener, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return err
	}
	showProfiles()
	return a.Serve(ctx, listener)
}

func showProfiles() {
	if address := os.Getenv(profileVariable); address != "" {
		go func() { _ = http.ListenAndServe(address, nil) }()
	}
}

// keepProfile writes a CPU profile of the next seconds into a file.
func keepProfile(address, dir, name string, period time.Duration) error {
	url := fmt.Sprintf("http://%s/debug/pprof/profile?seconds=%d", address, max(1, int(period.Seconds())))
	answer, err := http.Get(url)
	if err != nil {
		return fmt.Errorf("profile %s: %w", name, err)
	}
	defer func() { _ = answer.Body.Close() }()
	file, err := os.Create(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".pprof"))
	if err != nil {
		return fmt.Errorf("profile %s: %w", name, err)
	}
	_, err = io.Copy(file, answer.Body)
	return errors.Join(err, file.Close())
}
