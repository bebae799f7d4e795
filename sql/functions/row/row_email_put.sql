create or replace function auth.row_email_put(p_table auth.auth_tables, p_user uuid, p_email text)
returns void language sql volatile
as $$
  select auth.service_execute((p_table).project_id, format('update %I.%I set %I = $1 ->> ''email'' where %I = ($1 ->> ''id'')::uuid returning ''{}''::jsonb',
    (p_table).table_schema, (p_table).table_name, (p_table).email_column, (p_table).user_column),
    jsonb_build_object('id', p_user, 'email', p_email))
  where (p_table).email_column is not null
$$;
comment on function auth.row_email_put(auth.auth_tables, uuid, text) is
  'Brings the address in a user''s row up to date, where the auth table has it. Private.';
