package webhook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/rolecall/rolecall/internal/mail"
)

// Target is where to tell, and what signs: the secret, and the one before it
// while both hold.
type Target struct {
	URL     string
	Secrets []string
}

// Sender tells targets.
type Sender struct {
	Client     *http.Client // guarded: a URL may name anything
	AllowPlain bool         // http:// too, for development
}

// CheckURL refuses what the sender would not call.
func CheckURL(text string, allowPlain bool) error {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && (u.Scheme != "http" || !allowPlain) {
		return errors.New("a webhook's URL is one like https://app.example.com/webhooks")
	}
	return nil
}

// Send tells a target, once. status is 0 where there was no answer. Any answer
// but 2xx is an error: of 410 a permanent one, the target wants no more.
func (s Sender) Send(ctx context.Context, to Target, id string, body []byte) (status int, err error) {
	request, err := s.request(ctx, to, id, body)
	if err != nil {
		return 0, mail.Permanent(err)
	}
	response, err := s.Client.Do(request)
	if err != nil {
		return 0, unreached(err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) // so that the connection can be used again
	switch {
	case response.StatusCode/100 == 2:
		return response.StatusCode, nil
	case response.StatusCode == http.StatusGone:
		return response.StatusCode, mail.Permanent(errors.New("webhook answered 410: it wants no more"))
	}
	return response.StatusCode, fmt.Errorf("webhook answered %d", response.StatusCode)
}

func (s Sender) request(ctx context.Context, to Target, id string, body []byte) (*http.Request, error) {
	if err := CheckURL(to.URL, s.AllowPlain); err != nil {
		return nil, err
	}
	at := time.Now()
	signature, err := Sign(id, at, body, to.Secrets...)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, to.URL, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("a webhook's URL is not one")
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Rolecall-Webhooks/1")
	r.Header.Set("webhook-id", id)
	r.Header.Set("webhook-timestamp", strconv.FormatInt(at.Unix(), 10))
	r.Header.Set("webhook-signature", signature)
	return r, nil
}

// errUnreached keeps what the network said for the server's own log: the list
// of deliveries must not tell a project what names and ports there are inside.
type errUnreached struct{ cause error }

func unreached(err error) error { return errUnreached{err} }

// Error says nothing of the network.
func (e errUnreached) Error() string {
	var timeout interface{ Timeout() bool }
	if errors.As(e.cause, &timeout) && timeout.Timeout() {
		return "webhook gave no answer in time"
	}
	return "webhook could not be reached"
}

// Unwrap gives the cause, for the log.
func (e errUnreached) Unwrap() error { return e.cause }
