package core

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/webhook"
)

var errWebhookURL = fault.New(http.StatusBadRequest, "webhook_url_invalid", "This is no URL that could be called.",
	"Send one that begins with https://, up to 2000 characters.").On("url")

// Webhook is where a project is told of events.
type Webhook struct {
	ID             string     `json:"id"`
	URL            string     `json:"url"`
	Description    *string    `json:"description"`
	Events         []string   `json:"events"` // none: all
	Enabled        bool       `json:"enabled"`
	DisabledReason *string    `json:"disabled_reason"`
	CreatedAt      time.Time  `json:"created_at"`
	UpdatedAt      time.Time  `json:"updated_at"`
	LastStatus     *int       `json:"last_status"` // HTTP, 0 where there was no answer
	LastAt         *time.Time `json:"last_at"`
	FailingSince   *time.Time `json:"failing_since"`
	OldSecretUntil *time.Time `json:"old_secret_until"`
	Secret         string     `json:"secret,omitempty"` // whsec_, shown once
}

// Delivery is an event that a webhook was told of, or is to be.
type Delivery struct {
	ID         string          `json:"id"` // webhook-id
	Event      string          `json:"event"`
	Status     string          `json:"status"` // pending, sent, dead
	Attempts   int             `json:"attempts"`
	LastStatus *int            `json:"last_status"`
	LastError  *string         `json:"last_error"`
	CreatedAt  time.Time       `json:"created_at"`
	FinishedAt *time.Time      `json:"finished_at"`
	NextAt     *time.Time      `json:"next_at"`
	Payload    json.RawMessage `json:"payload"`
}

// Deliveries is a page of them; NextCursor leads to the next.
type Deliveries struct {
	Deliveries []Delivery `json:"deliveries"`
	NextCursor *string    `json:"next_cursor"`
}

// NewWebhook is a webhook to be.
type NewWebhook struct {
	URL, Description string
	Events           []string
}

// Hooker manages webhooks: on an administrator's word through the service
// login, or on nobody's through the operator's own.
type Hooker struct {
	DB      pg.DB
	Ring    *secret.Keyring
	Project string         // uuid
	By      *Administrator // nil: the operator
	Plain   bool           // http:// too, for development
}

// Webhooks manages those of a project, for an administrator.
func (c *Core) Webhooks(p *Project, by Administrator) Hooker {
	return Hooker{DB: c.Service, Ring: c.Keyring, Project: p.ID, By: &by, Plain: c.AllowPrivateHosts}
}

func (h Hooker) args(more ...pg.Arg) []pg.Arg {
	by := pg.JSON("by", nil)
	if h.By != nil {
		by = h.By.arg()
	}
	return append(more, pg.Text("project", h.Project), by)
}

func (h Hooker) newSecret() (secret string, arg pg.Arg) {
	secret = webhook.NewSecret()
	return secret, pg.Bytes("secret_sealed", h.Ring.Seal([]byte(secret), purposes["webhooks"], h.Project))
}

// Add makes a webhook with a new secret. Refuses what auth.webhook_create refuses.
func (h Hooker) Add(ctx context.Context, in NewWebhook) (Webhook, error) {
	if webhook.CheckURL(in.URL, h.Plain) != nil {
		return Webhook{}, errWebhookURL
	}
	secret, sealed := h.newSecret()
	made, err := pg.Value[Webhook](ctx, h.DB, "webhook_create", h.args(pg.Text("url", in.URL), pg.Text("description", in.Description),
		pg.TextList("events", in.Events), sealed)...)
	made.Secret = secret
	return made, err
}

// List lists them. Refuses what auth.webhooks_read refuses.
func (h Hooker) List(ctx context.Context) ([]Webhook, error) {
	return pg.Value[[]Webhook](ctx, h.DB, "webhooks_read", h.args()...)
}

// WebhookChange is what may change of a webhook; nil stays.
type WebhookChange struct {
	URL         *string   `json:"url,omitempty"`
	Description *string   `json:"description,omitempty"`
	Events      *[]string `json:"events,omitempty"`
	Enabled     *bool     `json:"enabled,omitempty"`
}

// Change changes one. Refuses what auth.webhook_update refuses.
func (h Hooker) Change(ctx context.Context, id string, change WebhookChange) (Webhook, error) {
	if change.URL != nil && webhook.CheckURL(*change.URL, h.Plain) != nil {
		return Webhook{}, errWebhookURL
	}
	text, _ := json.Marshal(change) // strings and a flag: can't fail
	return pg.Value[Webhook](ctx, h.DB, "webhook_update", h.args(pg.UUID("webhook", id), pg.JSON("changes", text))...)
}

// Remove removes one. Refuses what auth.webhook_remove refuses.
func (h Hooker) Remove(ctx context.Context, id string) error {
	_, err := pg.Value[any](ctx, h.DB, "webhook_remove", h.args(pg.UUID("webhook", id))...)
	return err
}

// Rotate gives one a new secret; the old one signs beside it for a while.
// Refuses what auth.webhook_rotate refuses.
func (h Hooker) Rotate(ctx context.Context, id string, overlap time.Duration) (Webhook, error) {
	secret, sealed := h.newSecret()
	changed, err := pg.Value[Webhook](ctx, h.DB, "webhook_rotate", h.args(pg.UUID("webhook", id), sealed,
		pg.Int("overlap_seconds", int(overlap/time.Second)))...)
	changed.Secret = secret
	return changed, err
}

// Deliveries lists a page of what one was told of, newest first. Refuses what
// auth.webhook_deliveries refuses.
func (h Hooker) Deliveries(ctx context.Context, id, cursor string) (Deliveries, error) {
	return pg.Value[Deliveries](ctx, h.DB, "webhook_deliveries", h.args(pg.UUID("webhook", id), pg.Text("cursor", cursor))...)
}

// Redeliver sends a finished delivery once more. Refuses what
// auth.webhook_redeliver refuses.
func (h Hooker) Redeliver(ctx context.Context, delivery string) error {
	_, err := pg.Value[any](ctx, h.DB, "webhook_redeliver", h.args(pg.UUID("delivery", delivery))...)
	return err
}
