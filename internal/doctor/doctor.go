package doctor

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/rolecall/rolecall/internal/config"
)

// What a check can come to.
const (
	OK    = "ok"
	Warn  = "warn"  // works, but worse than it could, or it could not be checked
	Fault = "fault" // does not work, or is not safe
)

// Check is one thing that was looked at.
type Check struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Found  string `json:"found"`
	Remedy string `json:"remedy,omitempty"` // what to type
}

// patience is for one connection or question.
const patience = 5 * time.Second

// examination is one run.
type examination struct {
	cfg    *config.Config
	now    func() time.Time
	checks []Check

	owner   *login // nil where there is none that works
	service *login
}

// Run does what the URLs in the configuration allow, and says what it could
// not do. The clock is this machine's.
func Run(ctx context.Context, cfg *config.Config, clock func() time.Time) []Check {
	e := &examination{cfg: cfg, now: clock}
	defer e.close()
	e.logins(ctx)
	if e.schema(ctx) {
		e.database(ctx)
		e.masterKey(ctx)
	}
	e.dataLogin(ctx)
	e.replication(ctx)
	e.listen(ctx)
	e.prepared(ctx)
	e.clock()
	e.publicURL(ctx)
	e.mail(ctx)
	e.debug()
	return e.checks
}

func (e *examination) ok(name, format string, args ...any) {
	e.checks = append(e.checks, Check{Name: name, State: OK, Found: fmt.Sprintf(format, args...)})
}

func (e *examination) warn(name, remedy, format string, args ...any) {
	e.checks = append(e.checks, Check{name, Warn, fmt.Sprintf(format, args...), remedy})
}

func (e *examination) fault(name, remedy, format string, args ...any) {
	e.checks = append(e.checks, Check{name, Fault, fmt.Sprintf(format, args...), remedy})
}

func (e *examination) close() {
	for _, l := range []*login{e.owner, e.service} {
		if l != nil {
			hangUp(l.conn)
		}
	}
}

func hangUp(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}
