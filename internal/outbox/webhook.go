package outbox

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/webhook"
)

// KindWebhook is an event for a webhook; its destination is the webhook's id.
const KindWebhook = "webhook"

// WebhookPurpose is what a webhook's secrets are sealed for.
const WebhookPurpose = "webhook"

// Notifier delivers rows of KindWebhook.
type Notifier struct {
	Store  Postgres
	Open   Opener
	Sender webhook.Sender
	Log    *slog.Logger
}

type targetRow struct {
	URL      *string `db:"url"`
	Enabled  *bool   `db:"enabled"`
	Secret   []byte  `db:"secret_sealed"`
	Previous []byte  `db:"previous_sealed"`
}

// Deliver tells the webhook of the event, and the database what it answered. A
// repeat bears the same webhook-id.
func (n *Notifier) Deliver(ctx context.Context, row Row) error {
	target, err := n.target(ctx, row)
	if err != nil {
		return err
	}
	status, failure := n.Sender.Send(ctx, target, row.ID, row.Data)
	if cause := errors.Unwrap(failure); cause != nil && status == 0 {
		n.Log.InfoContext(ctx, "webhook not reached", "project", row.Project, "webhook", row.Destination, "error", cause)
	}
	_, err = pg.Value[any](ctx, n.Store.Pool, "webhook_tried", pg.UUID("project", row.Project), pg.UUID("webhook", row.Destination),
		pg.UUID("delivery", row.ID), pg.Int("status", status))
	if failure == nil && err != nil {
		n.Log.WarnContext(ctx, "webhook's answer not noted", "id", row.ID, "error", err) // it was told: no reason to repeat
	}
	return failure
}

func (n *Notifier) target(ctx context.Context, row Row) (webhook.Target, error) {
	found, err := pg.Call[targetRow](ctx, n.Store.Pool, "webhook_target", pg.UUID("project", row.Project), pg.UUID("webhook", row.Destination))
	switch {
	case err != nil:
		return webhook.Target{}, err
	case found.URL == nil:
		return webhook.Target{}, mail.Permanent(errors.New("the webhook is gone"))
	case !*found.Enabled:
		return webhook.Target{}, mail.Permanent(errors.New("the webhook is disabled"))
	}
	target := webhook.Target{URL: *found.URL}
	for _, sealed := range [][]byte{found.Secret, found.Previous} {
		if sealed == nil {
			continue
		}
		secret, err := n.Open(sealed, WebhookPurpose, row.Project)
		if err != nil {
			return webhook.Target{}, fmt.Errorf("open webhook secret: %w", err)
		}
		target.Secrets = append(target.Secrets, string(secret))
	}
	return target, nil
}
