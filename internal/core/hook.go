package core

import (
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// own is the database for calls in which functions of the project's own may
// run: every sign-up, and whatever signs an access token.
func (c *Core) own(p *Project) pg.DB {
	s := p.Settings
	bounded, ok := c.Service.(interface{ Within(time.Duration) pg.DB })
	if !ok || s.HookBeforeSignup+s.HookAfterSignup+s.HookBeforeToken+s.ClaimsFunction == "" || s.HookTimeout == 0 {
		return c.Service
	}
	return bounded.Within(time.Duration(s.HookTimeout) * time.Second)
}
