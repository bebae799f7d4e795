package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// healthzCmd is for a container's health check, in an image without any other
// program.
type healthzCmd struct {
	URL string `help:"Address to ask; made of ROLECALL_LISTEN unless given." placeholder:"URL"`
}

// Run asks whether the server of this container lives.
func (c healthzCmd) Run(ctx context.Context) error {
	address := c.URL
	if address == "" {
		cfg, err := environment(nil)
		if err != nil {
			return err
		}
		if address, err = healthAddress(cfg.Listen); err != nil {
			return faulty{err}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return faulty{err}
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers %s", address, answer.Status)
	}
	return nil
}

// healthAddress is where a server that listens there can be asked from beside it.
func healthAddress(listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return "", errors.New("ROLECALL_LISTEN is not HOST:PORT")
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port) + "/healthz", nil
}
