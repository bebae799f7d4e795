package catalog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// DB is what a catalog is read through: a pool or a connection.
type DB interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// Two kinds of rows: columns (with their relation) in order, then types.
// Types are written as a cast takes them, so the search path is emptied first.
const read = `
select c.relname::text, a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
  coalesce((select array_position(k.conkey, a.attnum) from pg_catalog.pg_constraint k
             where k.conrelid = c.oid and k.contype = 'p'), 0)::int,
  (with recursive up as (
     select t.typtype, t.typnotnull, t.typbasetype from pg_catalog.pg_type t where t.oid = a.atttypid
     union all
     select b.typtype, b.typnotnull, b.typbasetype from up join pg_catalog.pg_type b on b.oid = up.typbasetype)
   select bool_or(up.typtype = 'd' and up.typnotnull) from up)
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
left join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where n.nspname = $1 and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition
union all
select null, t.typname::text, pg_catalog.format_type(t.oid, null), 0, false
from pg_catalog.pg_type t
join pg_catalog.pg_namespace n on n.oid = t.typnamespace
where n.nspname = $1 and t.typtype in ('e', 'd')`

// Load reads a schema.
func Load(ctx context.Context, db DB, schema string) (*Schema, error) {
	b := &pgx.Batch{}
	b.Queue(`select set_config('search_path', '', true)`)
	b.Queue(read, schema)
	results := db.SendBatch(ctx, b)
	s, err := scan(results, schema)
	if closeErr := results.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("read catalog of schema %s: %w", schema, err)
	}
	return s, nil
}

func scan(results pgx.BatchResults, schema string) (*Schema, error) {
	if _, err := results.Exec(); err != nil {
		return nil, err
	}
	rows, err := results.Query()
	if err != nil {
		return nil, err
	}
	s := New(schema)
	var relation, name, typ *string
	var position int
	var strict *bool
	_, err = pgx.ForEachRow(rows, []any{&relation, &name, &typ, &position, &strict}, func() error {
		switch {
		case relation == nil:
			s.PutType(*name, *typ)
		case name == nil:
			s.Put(*relation)
		default:
			r := s.Put(*relation)
			r.Put(*name, *typ, position)
			r.Strict = r.Strict || strict != nil && *strict
		}
		return nil
	})
	return s, err
}
