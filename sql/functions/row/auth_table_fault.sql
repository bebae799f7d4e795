create or replace function auth.auth_table_fault(p_table auth.auth_tables, p_relation regclass, p_service text)
returns text language sql stable
as $$
  select case
    when not exists (select from pg_catalog.pg_attribute a join pg_catalog.pg_index i on i.indrelid = a.attrelid
      where a.attrelid = p_relation and a.attname = (p_table).user_column and a.atttypid = 'uuid'::regtype
        and i.indisunique and i.indpred is null and i.indkey::text = a.attnum::text)
      then format('Column %s must be a uuid, and unique or the primary key: it holds the user''s id.', (p_table).user_column)
    when exists (select from unnest((p_table).columns) c where not exists (select from pg_catalog.pg_attribute a
      where a.attrelid = p_relation and a.attname = c and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''))
      then 'A sign-up can''t fill one of these columns: the table lacks it, or computes it.'
    when not (has_schema_privilege(p_service, c.relnamespace, 'usage') and has_table_privilege(p_service, p_relation, 'select')
      and has_table_privilege(p_service, p_relation, 'insert') and has_table_privilege(p_service, p_relation, 'update')
      and has_table_privilege(p_service, p_relation, 'delete'))
      then format('Rows are made as %1$s: grant usage on schema %2$I to %1$I; grant select, insert, update, delete on %2$I.%3$I to %1$I;',
        p_service, c.relnamespace::regnamespace, c.relname)
    when m.attname is not null then format('Column %s must have a value, and nobody would give one: add a default, or name it in columns.', m.attname)
  end
  from pg_catalog.pg_class c
  left join lateral (
    select a.attname from pg_catalog.pg_attribute a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attnotnull and not a.atthasdef and a.attidentity = ''
      and a.attname <> (p_table).user_column and a.attname <> all ((p_table).columns) and a.attname is distinct from (p_table).email_column
    order by a.attnum limit 1) m on true
  where c.oid = p_relation
$$;
comment on function auth.auth_table_fault(auth.auth_tables, regclass, text) is
  'Why rows of users can''t be made in this table, in words for whoever owns it; null when they can. Private.';
