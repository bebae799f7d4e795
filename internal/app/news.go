package app

import (
	"context"

	"github.com/rolecall/rolecall/internal/outbox"
)

// news brings what other nodes and DBAs commit to this node's caches and worker.
type news struct{ worker *outbox.Worker }

func (a *App) newNews(w *outbox.Worker) *news { return &news{w} }

func (n *news) run(ctx context.Context) { <-ctx.Done() }

func (n *news) mode() string { return "poll" }
