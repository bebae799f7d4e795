package outbox

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/rolecall/rolecall/internal/mail"
)

// words is how often the store is told how a delivery went, and pauseAfter how
// long is waited after the first time in vain, doubling.
const (
	words      = 5
	pauseAfter = 100 * time.Millisecond
)

// handle delivers a row, tells the store how it went, and says whether it is out.
func (w *Worker) handle(ctx context.Context, row Row) bool {
	start := time.Now()
	err := w.deliver(ctx, row)
	outcome := outcomeOf(err)
	if w.Observe != nil {
		w.Observe(row.Kind, outcome, time.Since(start))
	}
	log := w.Log.With("project", row.Project, "id", row.ID, "kind", row.Kind, "template", row.Template, "attempt", row.Attempts)
	if err == nil {
		log.InfoContext(ctx, "message sent", "took", time.Since(start))
	} else {
		log.WarnContext(ctx, "message not sent", "outcome", outcome, "error", err)
	}
	if err := w.tell(ctx, row, err); err != nil {
		log.ErrorContext(ctx, "outbox not told", "outcome", outcome, "error", err)
	}
	return outcome == "sent"
}

func outcomeOf(err error) string {
	switch {
	case err == nil:
		return "sent"
	case mail.IsPermanent(err):
		return "dead"
	default:
		return "retry"
	}
}

// deliver survives what a row or a template may do to the code.
func (w *Worker) deliver(ctx context.Context, row Row) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			w.Log.ErrorContext(ctx, "delivery panicked", "id", row.ID, "panic", fault, "stack", string(debug.Stack()))
			err = fmt.Errorf("deliver message: %v", fault)
		}
	}()
	deliver, known := w.Deliver[row.Kind]
	if !known {
		return fmt.Errorf("deliver message: nothing here delivers %s", row.Kind)
	}
	ctx, cancel := context.WithTimeout(ctx, delivery)
	defer cancel()
	return deliver(ctx, row)
}

// tell repeats itself for a few seconds: a database that restarts meanwhile
// must not make a sent mail go out again.
func (w *Worker) tell(ctx context.Context, row Row, failure error) error {
	var err error
	for try := range words {
		if err = w.tellOnce(ctx, row, failure); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pauseAfter << try):
		}
	}
	return err
}

func (w *Worker) tellOnce(ctx context.Context, row Row, failure error) error {
	ctx, cancel := context.WithTimeout(ctx, asking)
	defer cancel()
	if failure == nil {
		return w.Store.Done(ctx, row)
	}
	return w.Store.Fail(ctx, row, failure.Error(), mail.IsPermanent(failure))
}
