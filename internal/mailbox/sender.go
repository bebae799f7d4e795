package mailbox

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/rolecall/rolecall/internal/mail"
)

// Sender delivers messages into another node's mailbox.
type Sender struct {
	URL    string
	Secret string
}

var _ mail.Sender = Sender{}

// client follows nobody: a mailbox is on this machine, where it was said to be.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// Send posts the message.
func (s Sender) Send(ctx context.Context, m mail.Message) error {
	body, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("deliver to mailbox: %w", err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("deliver to mailbox: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+s.Secret)
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return fmt.Errorf("deliver to mailbox: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusNoContent {
		return nil
	}
	reason, _ := io.ReadAll(io.LimitReader(response.Body, 300))
	err = fmt.Errorf("deliver to mailbox: status %d: %s", response.StatusCode, reason)
	if response.StatusCode == http.StatusBadRequest {
		return mail.Permanent(err)
	}
	return err
}

// Send keeps the message, so that the mailbox's own node needs no HTTP.
func (s *Store) Send(_ context.Context, m mail.Message) error { return s.Add(m) }
