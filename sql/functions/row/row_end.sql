create or replace function auth.row_end(p_table auth.auth_tables, p_user uuid)
returns void language plpgsql volatile
as $$
declare
  v_empty text := (
    select string_agg(format('%I = null', a.attname), ', ')
    from pg_catalog.pg_attribute a
    where a.attrelid = to_regclass(format('%I.%I', (p_table).table_schema, (p_table).table_name))
      and a.attname in ((p_table).user_column, (p_table).email_column) and not a.attnotnull);
  v_at text := format('%I.%I', (p_table).table_schema, (p_table).table_name);
  v_which text := format(' where %I = ($1 ->> ''id'')::uuid returning ''{}''::jsonb', (p_table).user_column);
begin
  if (p_table).on_delete = 'delete' then
    perform auth.service_execute((p_table).project_id, 'delete from ' || v_at || v_which, jsonb_build_object('id', p_user));
  elsif v_empty is not null then
    perform auth.service_execute((p_table).project_id,
      'update ' || v_at || ' set ' || v_empty || v_which, jsonb_build_object('id', p_user));
  end if;
end $$;
comment on function auth.row_end(auth.auth_tables, uuid) is
  'What becomes of a row whose user goes: it is deleted, or stays without the user''s id (where that may be null) and address. Private.';
