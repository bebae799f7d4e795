package app

import (
	"time"

	"github.com/rolecall/rolecall/internal/breach"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/outward"
)

// breaches asks the list that the environment names wherever that is, and one
// that a project names only on the public internet.
func breaches(cfg *config.Config) *breach.Client {
	return breach.New(cfg.BreachURL, outward.Client(true, 5*time.Second), outward.Client(cfg.AllowPrivateHosts, 5*time.Second))
}
