create or replace function auth.row_constrained(p_table auth.auth_tables, p_constraint text)
returns text language sql stable
as $$
  select a.attname::text
  from (
    select c.conrelid as relation, c.conkey as keys, 1 as place from pg_catalog.pg_constraint c where c.conname = p_constraint
    union all
    select i.indrelid, string_to_array(i.indkey::text, ' ')::smallint[], 2 from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relname = p_constraint
  ) k
  join pg_catalog.pg_attribute a on a.attrelid = k.relation and a.attnum = any (k.keys)
  where k.relation = to_regclass(format('%I.%I', (p_table).table_schema, (p_table).table_name))
  -- Of several, one that a sign-up fills is the one to name.
  order by k.place, a.attname <> all ((p_table).columns), array_position(k.keys, a.attnum)
  limit 1
$$;
comment on function auth.row_constrained(auth.auth_tables, text) is
  'A column that a constraint or unique index of the auth table is about; null when there is none. Private.';
