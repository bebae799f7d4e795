create or replace function auth.schema_name(p_table text, p_columns text[], p_kind text)
returns text language sql immutable
as $$
  select case when octet_length(n.full_name) <= 63 then n.full_name
    else left(n.full_name, 46) || '_' || left(md5(n.full_name), 8) || '_' || p_kind end
  from (select concat_ws('_', p_table, array_to_string(p_columns, '_'), p_kind) as full_name) n
$$;
comment on function auth.schema_name(text, text[], text) is
  'The name of a constraint or index of a declared table, as PostgreSQL would name it. Private.';
