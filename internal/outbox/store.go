package outbox

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/pg"
)

// Row is one claimed message.
type Row struct {
	Project     string  `db:"project_id"`
	ID          string  `db:"id"`
	Kind        string  `db:"kind"`
	Template    string  `db:"template"`
	Destination string  `db:"destination"`
	Locale      *string `db:"locale"`
	Sealed      []byte  `db:"payload_sealed"`
	Data        []byte  `db:"data"`
	Attempts    int     `db:"attempts"`
}

// Store is where rows wait.
type Store interface {
	// Claim takes up to limit rows of these kinds that are due; nobody else gets
	// them before the lease ends.
	Claim(ctx context.Context, kinds []string, limit int, lease time.Duration) ([]Row, error)
	Done(ctx context.Context, row Row) error
	Fail(ctx context.Context, row Row, reason string, permanent bool) error
	// Due says how long it is until the next row of these kinds is due; waiting
	// is false when there is none.
	Due(ctx context.Context, kinds []string) (wait time.Duration, waiting bool, err error)
}

// Postgres is the Store in schema auth, asked as auth_service.
type Postgres struct{ Pool *pgxpool.Pool }

var _ Store = Postgres{}

// Claim takes rows that are due for a lease.
func (p Postgres) Claim(ctx context.Context, kinds []string, limit int, lease time.Duration) ([]Row, error) {
	return pg.List[Row](ctx, p.Pool, "outbox_claim",
		pg.Int("limit", limit), pg.Int("lease_seconds", int(lease/time.Second)), pg.TextList("kinds", kinds))
}

// Done notes that a row is out.
func (p Postgres) Done(ctx context.Context, row Row) error {
	_, err := pg.Value[any](ctx, p.Pool, "outbox_done", pg.UUID("project", row.Project), pg.UUID("id", row.ID))
	return err
}

// Fail notes that a row did not go out.
func (p Postgres) Fail(ctx context.Context, row Row, reason string, permanent bool) error {
	_, err := pg.Value[any](ctx, p.Pool, "outbox_fail", pg.UUID("project", row.Project), pg.UUID("id", row.ID),
		pg.Text("error", reason), pg.Bool("permanent", permanent))
	return err
}

// Due says when the next row is due.
func (p Postgres) Due(ctx context.Context, kinds []string) (time.Duration, bool, error) {
	seconds, err := pg.Value[*float64](ctx, p.Pool, "outbox_due", pg.TextList("kinds", kinds))
	if err != nil || seconds == nil {
		return 0, false, err
	}
	return time.Duration(*seconds * float64(time.Second)), true, nil
}

// Template looks a project's own mail template up, as mail.Overrides.
func (p Postgres) Template(ctx context.Context, project, name, locale string) (mail.Source, bool, error) {
	own, err := pg.Call[struct {
		Subject *string `db:"subject"`
		Text    *string `db:"body_text"`
		HTML    *string `db:"body_html"`
	}](ctx, p.Pool, "mail_template", pg.UUID("project", project), pg.Text("name", name), pg.Text("locale", locale))
	if err != nil || own.Subject == nil {
		return mail.Source{}, false, err
	}
	return mail.Source{Subject: *own.Subject, Text: *own.Text, HTML: *own.HTML}, true, nil
}
