create or replace function auth.row_columns(p_table auth.auth_tables, p_profile jsonb)
returns jsonb language sql stable
as $$
  select coalesce(jsonb_object_agg(c.key, c.value), '{}') || coalesce(p_profile -> 'columns', '{}')
  from jsonb_each(p_profile - 'columns') c where c.key = any ((p_table).columns)
$$;
comment on function auth.row_columns(auth.auth_tables, jsonb) is
  'What a sign-up fills of its row: columns of its own, and what is a column and a part of the profile alike, such as display_name. Private.';
