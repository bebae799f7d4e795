package social

import (
	"net/http"
	"time"

	"golang.org/x/sync/singleflight"
)

// Client calls identity providers. It may be used by many at once.
type Client struct {
	http    *http.Client
	now     func() time.Time
	issuers cache[*issuer]
	secrets cache[string]
	asking  singleflight.Group
}

// New makes a client that calls out through h, which decides what may be
// reached and how long it may take. now nil is time.Now.
func New(h *http.Client, now func() time.Time) *Client {
	if now == nil {
		now = time.Now
	}
	bounded := *h
	bounded.Transport = limit{h.Transport}
	if bounded.Timeout == 0 {
		bounded.Timeout = 10 * time.Second
	}
	return &Client{http: &bounded, now: now}
}
