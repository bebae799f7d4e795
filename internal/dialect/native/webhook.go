package native

import (
	"time"

	"github.com/rolecall/rolecall/internal/core"
)

func (f *Face) webhookRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/webhooks", f.webhooks,
			doc{"Where the project is told of events.", secretKey, nil, webhookList{}, "field_invalid"}},
		{"POST", "/p/:p/v1/webhooks", f.addWebhook,
			doc{"Adds a webhook; its secret is shown this once.", secretKey, webhookBody{}, core.Webhook{}, "webhook_event_unknown webhook_url_invalid webhooks_too_many"}},
		{"PATCH", "/p/:p/v1/webhooks/:id", f.changeWebhook,
			doc{"Changes a webhook, or switches it on again.", secretKey, webhookChange{}, core.Webhook{}, "webhook_event_unknown webhook_not_found webhook_url_invalid"}},
		{"DELETE", "/p/:p/v1/webhooks/:id", f.removeWebhook,
			doc{"Removes a webhook with what it was still to be told.", secretKey, nil, done{}, "webhook_not_found"}},
		{"POST", "/p/:p/v1/webhooks/:id/rotate", f.rotateWebhook,
			doc{"Gives a webhook a new secret; the old one signs beside it for a day, or overlap seconds.", secretKey, rotateWebhookBody{}, core.Webhook{}, "webhook_not_found"}},
		{"GET", "/p/:p/v1/webhooks/:id/deliveries", f.deliveries,
			doc{"What a webhook was told of, newest first.", secretKey, cursorQuery{}, core.Deliveries{}, "cursor_invalid webhook_not_found"}},
		{"POST", "/p/:p/v1/webhook-deliveries/:id/redeliver", f.redeliver,
			doc{"Sends a finished delivery once more, under its webhook-id.", secretKey, nil, done{}, "webhook_delivery_not_found"}},
	}
}

type webhookList struct {
	Webhooks []core.Webhook `json:"webhooks"`
}

type webhookBody struct {
	URL         string   `json:"url" required:"true"`
	Description string   `json:"description"`
	Events      []string `json:"events"`
}

type webhookChange struct{ core.WebhookChange }

type rotateWebhookBody struct {
	Overlap *int `json:"overlap" doc:"seconds"`
}

// hooker is asked for a webhook by its id in the path, where there is one.
func (f *Face) hooker(x *exchange) (core.Hooker, string, error) {
	id := x.param("id")
	if id != "" {
		if err := isID(id, "id"); err != nil {
			return core.Hooker{}, "", err
		}
	}
	return f.core.Webhooks(x.project, x.administrator()), id, nil
}

// GET /p/{p}/v1/webhooks
func (f *Face) webhooks(x *exchange) (any, error) {
	hooker, _, _ := f.hooker(x) // no id, no error
	list, err := hooker.List(x.r.Context())
	return webhookList{list}, err
}

// POST /p/{p}/v1/webhooks {"url", "events", "description"}
func (f *Face) addWebhook(x *exchange) (any, error) {
	var body webhookBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	hooker, _, _ := f.hooker(x) // no id, no error
	return hooker.Add(x.r.Context(), core.NewWebhook{URL: body.URL, Description: body.Description, Events: body.Events})
}

// PATCH /p/{p}/v1/webhooks/{id}
func (f *Face) changeWebhook(x *exchange) (any, error) {
	hooker, id, err := f.hooker(x)
	if err != nil {
		return nil, err
	}
	var body webhookChange
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return hooker.Change(x.r.Context(), id, body.WebhookChange)
}

// DELETE /p/{p}/v1/webhooks/{id}
func (f *Face) removeWebhook(x *exchange) (any, error) {
	hooker, id, err := f.hooker(x)
	if err != nil {
		return nil, err
	}
	return ok, hooker.Remove(x.r.Context(), id)
}

// POST /p/{p}/v1/webhooks/{id}/rotate {"overlap"}
func (f *Face) rotateWebhook(x *exchange) (any, error) {
	hooker, id, err := f.hooker(x)
	if err != nil {
		return nil, err
	}
	var body rotateWebhookBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	overlap := 24 * time.Hour
	if body.Overlap != nil {
		overlap = time.Duration(*body.Overlap) * time.Second
	}
	return hooker.Rotate(x.r.Context(), id, overlap)
}

// GET /p/{p}/v1/webhooks/{id}/deliveries
func (f *Face) deliveries(x *exchange) (any, error) {
	hooker, id, err := f.hooker(x)
	if err != nil {
		return nil, err
	}
	return hooker.Deliveries(x.r.Context(), id, x.r.URL.Query().Get("cursor"))
}

// POST /p/{p}/v1/webhook-deliveries/{id}/redeliver
func (f *Face) redeliver(x *exchange) (any, error) {
	hooker, id, err := f.hooker(x)
	if err != nil {
		return nil, err
	}
	return ok, hooker.Redeliver(x.r.Context(), id)
}
