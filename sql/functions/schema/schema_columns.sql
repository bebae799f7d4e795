create or replace function auth.schema_columns(p_table jsonb)
returns table (place integer, name text, type text, fallback text, required boolean)
language sql immutable
as $$
  -- The id of a row of the auth table is its user's.
  select 1, 'id', 'uuid', case when not p_table ? 'auth_table' then 'gen_random_uuid()' end, true
  union all
  select 2, 'email', 'text', null, false where p_table ? 'auth_table'
  union all
  select 3, c.key, auth.schema_type(c.value), auth.schema_default(c.value), c.value ? 'required'
  from jsonb_each(p_table -> 'columns') c
  union all
  values (4, 'created_at', 'timestamp with time zone', 'now()', true), (5, 'updated_at', 'timestamp with time zone', 'now()', true)
$$;
comment on function auth.schema_columns(jsonb) is
  'The columns of a declared table, with those that it has by itself. Private.';
