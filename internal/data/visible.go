package data

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/pg"
)

// Visible is what a role may do in a schema.
type Visible struct {
	Relations map[string]string // name -> of the letters s, i, u, d those it may
	Functions []string
}

const visible = `select json_build_object(
  'relations', (select coalesce(json_object_agg(c.relname, concat(
      case when has_any_column_privilege(c.oid, 'select') then 's' end, case when has_any_column_privilege(c.oid, 'insert') then 'i' end,
      case when has_any_column_privilege(c.oid, 'update') then 'u' end, case when has_table_privilege(c.oid, 'delete') then 'd' end)), '{}')
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where n.nspname = $1 and c.relkind in ('r', 'v', 'm', 'f', 'p')),
  'functions', (select coalesce(json_agg(distinct p.proname), '[]') from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname = $1 and has_function_privilege(p.oid, 'execute')))::text, '0', null, null, null, null`

// Visible asks what the caller may do in the target's schema.
func (e *Engine) Visible(ctx context.Context, t Target, c pg.Caller, s pg.RequestSettings, x Extras) (*Visible, error) {
	s.ReadOnly = true
	answer, err := send(ctx, t.Pool, newTrip(c, s, x, compile.Statement{SQL: visible, Args: []any{t.Schema}}, ""))
	if err != nil {
		return nil, err
	}
	v := &Visible{}
	if err := json.Unmarshal(answer.Body, v); err != nil {
		return nil, fmt.Errorf("read what is visible: %w", err)
	}
	return v, nil
}
