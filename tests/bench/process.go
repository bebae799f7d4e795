package main

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// server is a child process that answers HTTP.
type server struct {
	base    string // http://127.0.0.1:PORT
	pid     int
	started time.Duration // until it was ready
	stop    func() error
}

// start runs a server and returns when /readyz answers 200.
func start(ctx context.Context, path string, args, environ []string, address string) (*server, error) {
	ctx, cancel := context.WithCancel(ctx)
	var said bytes.Buffer
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 15 * time.Second
	cmd.Stdout, cmd.Stderr = &said, &said
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}, environ...)
	began := time.Now()
	if err := cmd.Start(); err != nil {
		cancel()
		return nil, fmt.Errorf("start %s: %w", filepath.Base(path), err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	s := &server{base: "http://" + address, pid: cmd.Process.Pid, stop: func() error { cancel(); <-ended; return nil }}
	if err := s.await(ended); err != nil {
		cancel()
		return nil, fmt.Errorf("start %s: %w\n%s", filepath.Base(path), err, said.String())
	}
	s.started = time.Since(began)
	return s, nil
}

func (s *server) await(ended <-chan error) error {
	limit := time.Now().Add(20 * time.Second)
	for time.Now().Before(limit) {
		select {
		case err := <-ended:
			return fmt.Errorf("it ended: %w", err)
		case <-time.After(time.Millisecond):
		}
		if answer, err := http.Get(s.base + "/readyz"); err == nil {
			_ = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return nil
			}
		}
	}
	return fmt.Errorf("it isn't ready after 20 s")
}

// freeAddress is where nobody listens.
func freeAddress() (string, error) {
	probe, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	defer func() { _ = probe.Close() }()
	return probe.Addr().String(), nil
}

func build(ctx context.Context, root, path string) error {
	cmd := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, "./cmd/rolecall")
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build cmd/rolecall: %w\n%s", err, out)
	}
	return nil
}
