create or replace function auth.schema_column_sql(p_name text, p_type text, p_fallback text, p_required boolean)
returns text language sql immutable
as $$ select format('%I %s', p_name, p_type) || coalesce(' default ' || p_fallback, '') || case when p_required then ' not null' else '' end $$;
comment on function auth.schema_column_sql(text, text, text, boolean) is
  'A column as create table and add column write it. Private.';
