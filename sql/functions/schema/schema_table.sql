create or replace function auth.schema_table(p_name text, p_spec jsonb)
returns jsonb language plpgsql stable
as $$
declare
  v_path text := 'tables.' || p_name;
  v_auth boolean;
  v_columns jsonb := '{}';
  v record;
begin
  if p_name !~ '^[A-Za-z_][A-Za-z0-9_]{0,50}$' or p_name ~ '^pg_' then
    perform auth.schema_fault('tables', format('"%s" is no name for a table: letters, digits and _, up to 51.', p_name));
  end if;
  perform auth.schema_keys_require(v_path, p_spec, '{columns,auth_table,verify_email,on_user_delete,access,owner_field,unique}');
  if jsonb_typeof(coalesce(p_spec -> 'auth_table', 'true')) <> 'boolean' or jsonb_typeof(coalesce(p_spec -> 'verify_email', 'true')) <> 'boolean' then
    perform auth.schema_fault(v_path || '.auth_table', 'auth_table and verify_email are true or false.');
  end if;
  v_auth := coalesce((p_spec ->> 'auth_table')::boolean, false);
  if not v_auth and p_spec ?| '{verify_email,on_user_delete}' then
    perform auth.schema_fault(v_path, 'Only the auth table has verify_email and on_user_delete.');
  elsif coalesce(p_spec ->> 'on_user_delete', 'delete') not in ('delete', 'detach') then
    perform auth.schema_fault(v_path || '.on_user_delete', 'This is delete or detach.');
  elsif jsonb_typeof(coalesce(p_spec -> 'columns', '{}')) <> 'object' then
    perform auth.schema_fault(v_path || '.columns', 'This must be an object.');
  end if;
  for v in select c.key, c.value from jsonb_each(coalesce(p_spec -> 'columns', '{}')) c order by c.key loop
    if v.key !~ '^[A-Za-z_][A-Za-z0-9_]{0,50}$' then
      perform auth.schema_fault(v_path || '.columns', format('"%s" is no name for a column: letters, digits and _, up to 51.', v.key));
    elsif v.key in ('id', 'created_at', 'updated_at') or v_auth and auth.column_reserved(v.key) then
      perform auth.schema_fault(v_path || '.columns.' || v.key, 'Every table has id, created_at and updated_at by itself; an auth table has more names that are not free.');
    end if;
    v_columns := v_columns || jsonb_build_object(v.key, auth.schema_column(v_path || '.columns.' || v.key, v.value));
  end loop;
  perform auth.schema_owner_require(v_path, p_spec, v_columns), auth.schema_unique_require(v_path || '.unique', p_spec -> 'unique', v_columns);
  return jsonb_build_object('columns', v_columns) || jsonb_strip_nulls(jsonb_build_object('access', auth.schema_access(v_path || '.access', p_spec),
    'auth_table', case when v_auth then true end, 'verify_email', p_spec -> 'verify_email',
    'on_user_delete', case when v_auth then coalesce(p_spec ->> 'on_user_delete', 'delete') end,
    'owner_field', coalesce(p_spec ->> 'owner_field', case when v_auth then 'id' end), 'unique', nullif(p_spec -> 'unique', '[]')));
end $$;
comment on function auth.schema_table(text, jsonb) is
  'A declared table in its one form, with what goes without saying. Refuses schema_invalid. Private.';
