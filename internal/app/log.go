package app

import (
	"io"
	"log/slog"

	"github.com/rolecall/rolecall/internal/config"
)

// Logger writes structured lines in the configured form.
func Logger(cfg *config.Config, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: cfg.LogLevel}
	if cfg.LogFormat == "text" {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}
