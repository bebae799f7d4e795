package captcha

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// The services.
const (
	Turnstile = "turnstile"
	HCaptcha  = "hcaptcha"
)

// places are where each service verifies.
var places = map[string]string{
	Turnstile: "https://challenges.cloudflare.com/turnstile/v0/siteverify",
	HCaptcha:  "https://api.hcaptcha.com/siteverify",
}

// tokenMax is longer than any token of theirs.
const tokenMax = 8192

// Client asks the services.
type Client struct {
	http *http.Client
	url  string
}

// New makes a client; address takes the place of the services' own where it is not "".
func New(client *http.Client, address string) *Client { return &Client{client, address} }

// Token is what a page sent, and what is known of it.
type Token struct {
	Provider, Secret, Response, IP string
	Hosts                          []string // the pages it may come from; none: any
	Action                         string   // what it was to be made for; "": anything
}

// Verify says whether the token is good: made by a person, for this site, host
// and action, and not used before, which the service keeps count of. An error
// says that nobody knows.
func (c *Client) Verify(ctx context.Context, t Token) (bool, error) {
	if t.Response == "" || len(t.Response) > tokenMax {
		return false, nil
	}
	answer, err := c.ask(ctx, t)
	if err != nil {
		return false, err
	}
	if !answer.Success {
		return false, answer.ours()
	}
	host := len(t.Hosts) == 0 || slices.Contains(t.Hosts, strings.ToLower(answer.Hostname))
	return host && (t.Action == "" || answer.Action == t.Action), nil
}

// verdict is siteverify's answer.
type verdict struct {
	Success  bool     `json:"success"`
	Hostname string   `json:"hostname"`
	Action   string   `json:"action"`
	Codes    []string `json:"error-codes"`
}

// ours is an error where the fault is not the token's: a wrong secret, say.
func (v verdict) ours() error {
	for _, code := range v.Codes {
		switch code {
		case "missing-input-response", "invalid-input-response", "timeout-or-duplicate", "expired-input-response", "already-seen-response",
			"invalid-or-already-seen-response":
		default:
			return fmt.Errorf("captcha service refused the request: %.100q", code)
		}
	}
	return nil
}

func (c *Client) ask(ctx context.Context, t Token) (verdict, error) {
	place := places[t.Provider]
	if c.url != "" {
		place = c.url
	}
	form := url.Values{"secret": {t.Secret}, "response": {t.Response}}
	if t.IP != "" {
		form.Set("remoteip", t.IP)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, place, strings.NewReader(form.Encode()))
	if err != nil {
		return verdict{}, errors.New("the captcha service's address is not a URL")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := c.http.Do(r)
	if err != nil {
		return verdict{}, fmt.Errorf("reach captcha service: %w", err)
	}
	defer response.Body.Close()
	var answer verdict
	// Turnstile answers some refusals with 400.
	if err := json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&answer); err != nil || response.StatusCode >= http.StatusInternalServerError {
		return verdict{}, fmt.Errorf("captcha service answered %d and no verdict", response.StatusCode)
	}
	return answer, nil
}
