package app

import (
	"github.com/rolecall/rolecall/internal/bus"
	"github.com/rolecall/rolecall/internal/outbox"
)

// newBus brings what other nodes and DBAs commit to this node's caches and workers.
func (a *App) newBus(workers ...*outbox.Worker) (*bus.Bus, error) {
	b, err := bus.New(bus.Options{
		DirectURL: a.cfg.Direct(), ReplicationURL: a.cfg.ReplicationURL, Log: a.log,
		Handler: func(e bus.Event) { a.heard(e, workers) },
		OnMode:  func(mode string) { a.core.Live(mode != bus.ModePoll) },
	})
	if err != nil {
		return nil, err
	}
	a.metrics.Gauge("rolecall_bus_events", "Hints that came over the bus since the start.", func() float64 { return float64(b.Status().Events) })
	a.metrics.Gauge("rolecall_bus_polling", "1 while the bus brings nothing and caches live a second.", func() float64 {
		if b.Status().Mode == bus.ModePoll {
			return 1
		}
		return 0
	})
	return b, nil
}

// heard acts on a hint. It must not block: caches are marked, workers woken.
func (a *App) heard(e bus.Event, workers []*outbox.Worker) {
	switch e.Topic {
	case bus.TopicOutbox:
		wake(workers)
	case bus.TopicKeys:
		a.core.Forget(e.Project)
	case bus.TopicProject:
		a.core.Forget(e.Project)
		a.schemaChanged(e.Project) // it may expose others
	case bus.TopicSchema:
		a.schemaChanged(e.Project)
	case bus.TopicReset:
		a.core.Forget("")
		a.engine.InvalidateAll()
		wake(workers)
	}
}

func wake(workers []*outbox.Worker) {
	for _, worker := range workers {
		worker.Wake()
	}
}

func (a *App) schemaChanged(project string) {
	if project == "" {
		a.engine.InvalidateAll()
		return
	}
	a.engine.Invalidate(project)
}
