package breach

import (
	"bufio"
	"context"
	"crypto/sha1" // #nosec G505 -- the protocol's
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Client asks a list. The operator's own may be in a private network, a
// project's may not: they are asked through different clients.
type Client struct {
	url     string
	own     *http.Client
	guarded *http.Client
	asking  chan struct{}
}

// atOnce is how many may be asked for at a time: whoever makes us ask need not be signed in.
const atOnce = 32

// ErrBusy says that too many are being asked for.
var ErrBusy = errors.New("ask for a breached password: too many at once")

// New makes a client; url is the operator's list, asked through own, and
// guarded is for the list that a project names. Both must have a timeout.
func New(url string, own, guarded *http.Client) *Client {
	return &Client{url: url, own: own, guarded: guarded, asking: make(chan struct{}, atOnce)}
}

// Count is how often the password was seen in breaches; 0 if it never was. An
// empty url means the operator's list.
func (c *Client) Count(ctx context.Context, url, password string) (int, error) {
	select {
	case c.asking <- struct{}{}:
		defer func() { <-c.asking }()
	default:
		return 0, ErrBusy
	}
	by := c.guarded
	if url == "" {
		url, by = c.url, c.own
	}
	sum := sha1.Sum([]byte(password)) // #nosec G401 -- the protocol's
	hash := strings.ToUpper(hex.EncodeToString(sum[:]))
	body, err := ask(ctx, by, strings.TrimRight(url, "/")+"/"+hash[:5])
	if err != nil {
		return 0, fmt.Errorf("ask for a breached password: %w", err)
	}
	defer func() { _ = body.Close() }()
	return find(io.LimitReader(body, 4<<20), hash[5:])
}

func ask(ctx context.Context, by *http.Client, url string) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, errors.New("the URL of the list is not one")
	}
	r.Header.Set("User-Agent", "rolecall")
	r.Header.Set("Add-Padding", "true") // so that the answer's length tells nothing of the prefix
	w, err := by.Do(r)
	if err != nil {
		// The URL ends in five digits of the hash: it is not to be logged.
		return nil, errors.Unwrap(err)
	}
	if w.StatusCode != http.StatusOK {
		_ = w.Body.Close()
		return nil, fmt.Errorf("the list answers %d", w.StatusCode)
	}
	return w.Body, nil
}

// find reads SUFFIX:COUNT lines; padding has a count of 0.
func find(list io.Reader, suffix string) (int, error) {
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		rest, count, _ := strings.Cut(strings.TrimSpace(lines.Text()), ":")
		if !strings.EqualFold(rest, suffix) {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(count))
		if err != nil {
			return 0, errors.New("read breached passwords: a count is no number")
		}
		return n, nil
	}
	if err := lines.Err(); err != nil {
		return 0, fmt.Errorf("read breached passwords: %w", err)
	}
	return 0, nil
}
