package app

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/bus"
	"github.com/rolecall/rolecall/internal/captcha"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/dialect/native"
	"github.com/rolecall/rolecall/internal/dialect/postgrest"
	"github.com/rolecall/rolecall/internal/outward"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/internal/web"
)

// App is a server: made by Open, ended by Close.
type App struct {
	cfg     *config.Config
	log     *slog.Logger
	service *pgxpool.Pool
	core    *core.Core
	engine  *data.Engine
	metrics *web.Metrics
	mux     *web.Mux
	handler http.Handler
	bus     *bus.Bus

	background context.CancelFunc
	working    sync.WaitGroup
}

// Open wires a server and starts what works in the background. The database
// may be away: then readiness says so, and the server waits for it.
func Open(ctx context.Context, cfg *config.Config, log *slog.Logger) (*App, error) {
	service, err := pg.Open(ctx, cfg.DatabaseURL, pg.PoolOptions{MaxConns: cfg.ServicePool, Prepared: cfg.Prepared, Name: "rolecall", Settings: sessionSettings(cfg)})
	if err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, log: log, service: service, engine: data.NewEngine(), metrics: web.NewMetrics()}
	a.core = core.New(core.Options{
		Service: pg.Patient{Pool: service}, ServiceURL: cfg.DatabaseURL, AuthenticatorURL: cfg.AuthenticatorURL,
		Keyring: cfg.Keyring, Hasher: secret.NewHasher(cfg.HashCores), Breaches: breaches(cfg), PublicURL: cfg.PublicURL, AllowDebug: cfg.AllowDebug, Log: log,
		AllowPrivateHosts: cfg.AllowPrivateHosts, CaptchaClient: captcha.New(outward.Client(cfg.AllowPrivateHosts, 5*time.Second), cfg.CaptchaURL),
		Social:   social.New(outward.Client(cfg.AllowPrivateHosts, 8*time.Second), nil),
		DataPool: pg.PoolOptions{MaxConns: cfg.DataPool, Prepared: cfg.Prepared, Name: "rolecall data"},
	})
	worker, err := a.newWorker()
	if err != nil {
		service.Close()
		return nil, err
	}
	notifier := a.newNotifier()
	if a.bus, err = a.newBus(worker, notifier); err != nil {
		service.Close()
		return nil, err
	}
	a.mount()
	a.start(worker.Run, notifier.Run, a.bus.Run, a.maintain)
	return a, nil
}

// mount puts every face onto the mux.
func (a *App) mount() {
	face := native.New(a.core, a.log)
	a.mux = web.NewMux(face.NotFound())
	face.Mount(a.mux)
	mountData(a.mux, postgrest.New(dataBackend{a.core}, a.engine, a.log))
	a.mountHealth()
	a.handler = web.Handler(web.Options{
		Mux: a.mux, CORS: a.allowsOrigin, Proxies: a.cfg.Proxies, Metrics: a.metrics, Log: a.log,
		MaxBody: a.cfg.MaxBody, Timeout: a.cfg.RequestTimeout,
	})
}

// Mount adds a handler of the caller's own, before the first request.
func (a *App) Mount(name, prefix string, h http.Handler) { a.mux.Mount(name, prefix, h) }

// allowsOrigin asks the project's list; a project that can't be found allows none.
func (a *App) allowsOrigin(project, origin string) (allowed, credentials bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	p, err := a.core.Project(ctx, project)
	if err != nil {
		return false, false
	}
	return p.AllowsOrigin(origin)
}

// Serve answers requests until ctx ends, then lets the open ones finish.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:           a.handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      a.cfg.RequestTimeout + 30*time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(web.Enveloped(listener)) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	a.log.Info("draining", "at_most", a.cfg.Drain)
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.cfg.Drain)
	defer cancel()
	if err := server.Shutdown(drain); err != nil {
		return errors.Join(errors.New("some requests were cut off"), server.Close())
	}
	return nil
}

// Close stops what works in the background and lets go of the database.
func (a *App) Close() {
	a.background()
	a.working.Wait()
	a.core.Close()
	a.service.Close()
}

func (a *App) start(tasks ...func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	a.background = cancel
	for _, task := range tasks {
		a.working.Go(func() { task(ctx) })
	}
}

// maintain asks for the clean-up every minute; one of the nodes gets to do it.
func (a *App) maintain(ctx context.Context) {
	for {
		if err := a.core.Maintain(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("clean-up failed", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Minute):
		}
	}
}
