package app

import (
	"context"
	"net/http"
	"time"

	"github.com/rolecall/rolecall/internal/migrate"
	"github.com/rolecall/rolecall/internal/web"
)

// mountHealth serves /healthz (the process lives), /readyz (it can do its work,
// or what keeps it from that) and /metrics.
func (a *App) mountHealth() {
	a.mux.Mount("health", "/healthz", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		web.JSON(w, http.StatusOK, map[string]string{"status": "ok"})
	}))
	a.mux.Mount("health", "/readyz", http.HandlerFunc(a.readyz))
	a.mux.Mount("health", "/metrics", a.metrics.Handler())
	a.metrics.Gauge("rolecall_service_connections", "Connections of the auth functions.", func() float64 {
		return float64(a.service.Stat().TotalConns())
	})
	a.metrics.Gauge("rolecall_service_connections_busy", "Connections of the auth functions at work.", func() float64 {
		return float64(a.service.Stat().AcquiredConns())
	})
}

func (a *App) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), 2*time.Second)
	defer cancel()
	faults := []string{}
	if err := migrate.Check(ctx, a.service); err != nil {
		a.log.Debug("not ready", "error", err)
		faults = append(faults, readable(err))
	}
	status, word := http.StatusOK, "ready"
	if len(faults) > 0 {
		status, word = http.StatusServiceUnavailable, "not ready"
	}
	web.JSON(w, status, map[string]any{"status": word, "faults": faults, "bus": a.bus.Status().Mode})
}

// readable says what is wrong without an address or a login in it.
func readable(err error) string {
	if migrate.Mismatch(err) {
		return err.Error()
	}
	return "the database can't be reached or doesn't answer; the log says why"
}
