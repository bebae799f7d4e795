package core

import (
	"context"
	"encoding/json"
	"time"

	"github.com/rolecall/rolecall/internal/pg"
)

// schemaTimeout is how long one change of a schema may take.
const schemaTimeout = 30 * time.Second

// Tables are the tables of a project as it declares them.
type Tables struct {
	Tables json.RawMessage `json:"tables"`
}

// Schema is what a project declared last.
type Schema struct {
	Version   int                  `json:"version"`
	Schema    Tables               `json:"schema"`
	Info      map[string]TableInfo `json:"tables_info"`
	AuthTable *AuthTable           `json:"auth_table"`
}

// TableInfo is what is known of a declared table; Rows are an estimate.
type TableInfo struct {
	Rows int64 `json:"rows"`
}

// AuthTable is the table whose row is born with each user; Columns are what a
// sign-up may fill.
type AuthTable struct {
	Table        string   `json:"table"`
	Columns      []string `json:"columns"`
	UserColumn   string   `json:"user_column"`
	OnUserDelete string   `json:"on_user_delete"` // delete, detach
}

// SchemaStep is one change of a schema.
type SchemaStep struct {
	Change      string `json:"change"`
	Table       string `json:"table_name"`
	Object      string `json:"object_name,omitempty"`
	Destructive bool   `json:"destructive"`
}

// SchemaChange is what a declaration changes: done, or only shown.
type SchemaChange struct {
	Version       int          `json:"version"`
	Applied       bool         `json:"applied"`
	Destructive   bool         `json:"destructive"`
	ConfirmNeeded bool         `json:"confirm_needed"`
	Changes       []SchemaStep `json:"changes"`
	Statements    []string     `json:"statements"`
	Schema        Tables       `json:"schema"`
}

// SchemaVersion is one that was declared, with the SQL that made it of the one before.
type SchemaVersion struct {
	Version    int             `json:"version"`
	CreatedAt  time.Time       `json:"created_at"`
	By         json.RawMessage `json:"by"`
	Changes    []SchemaStep    `json:"changes"`
	Statements []string        `json:"statements"`
	Schema     Tables          `json:"schema"`
}

// Schema reads the declared tables. Refuses what auth.schema_read refuses.
func (c *Core) Schema(ctx context.Context, by Administrator, p *Project) (Schema, error) {
	return pg.Value[Schema](ctx, c.Service, "schema_read", by.of(p)...)
}

// SetSchema makes the tables what a document declares, or says what it would
// do (dry). Refuses what auth.schema_put refuses.
func (c *Core) SetSchema(ctx context.Context, by Administrator, p *Project, document json.RawMessage, dry bool) (SchemaChange, error) {
	db := c.Service
	if pool, err := c.ownPool(p); err == nil && !dry {
		db = pool.Within(schemaTimeout) // tables are rewritten, and the checks and casts of their own run
	}
	change, err := pg.Value[SchemaChange](ctx, db, "schema_put",
		by.of(p, pg.JSON("document", document), pg.Bool("dry", dry))...)
	c.Forget(p.ID) // other nodes hear of a new auth table, this one knows
	return change, err
}

// SchemaHistory lists versions older than before (0: all), newest first.
// Refuses what auth.schema_history refuses.
func (c *Core) SchemaHistory(ctx context.Context, by Administrator, p *Project, before int) ([]SchemaVersion, error) {
	args := by.of(p)
	if before > 0 {
		args = append(args, pg.Int("before", before))
	}
	return pg.Value[[]SchemaVersion](ctx, c.Service, "schema_history", args...)
}
