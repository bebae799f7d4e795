package social

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// maxAnswer is more than any provider's answer takes.
const maxAnswer = 1 << 20

// limit ends answers that don't.
type limit struct{ next http.RoundTripper }

// RoundTrip answers as the next does, up to a size.
func (l limit) RoundTrip(r *http.Request) (*http.Response, error) {
	next := l.next
	if next == nil {
		next = http.DefaultTransport
	}
	response, err := next.RoundTrip(r)
	if err == nil {
		response.Body = http.MaxBytesReader(nil, response.Body, maxAnswer)
	}
	return response, err
}

// get reads JSON of an address with an access token into v; header are names
// and values in turn.
func (v visit) get(ctx context.Context, address, token string, into any, header ...string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return v.fail(Unconfigured, "an address is none")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	return v.do(request, into)
}

// post sends a form, or JSON, and reads JSON.
func (v visit) post(ctx context.Context, address string, body any, into any) error {
	kind, text := "application/json", ""
	if form, is := body.(url.Values); is {
		kind, text = "application/x-www-form-urlencoded", form.Encode()
	} else {
		encoded, _ := json.Marshal(body) // strings of our own
		text = string(encoded)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(text))
	if err != nil {
		return v.fail(Unconfigured, "an address is none")
	}
	request.Header.Set("Content-Type", kind)
	if kind == "application/json" {
		request.SetBasicAuth(v.settings.ClientID, v.settings.ClientSecret)
	}
	return v.do(request, into)
}

func (v visit) do(request *http.Request, into any) error {
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "rolecall")
	response, err := v.client.http.Do(request)
	if err != nil {
		return v.unreached("ask", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		return v.unreached("read answer", err)
	}
	switch {
	case response.StatusCode >= http.StatusInternalServerError, response.StatusCode == http.StatusTooManyRequests:
		return v.fail(Unreachable, fmt.Sprintf("answered %d", response.StatusCode))
	case response.StatusCode != http.StatusOK:
		return v.fail(Refused, fmt.Sprintf("answered %d", response.StatusCode))
	}
	if err := json.Unmarshal(text, into); err != nil {
		return v.fail(Unreachable, "answered in a form of its own")
	}
	return nil
}
