create or replace function auth.columns_require(p_project uuid, p_columns jsonb)
returns void language plpgsql stable
as $$
declare
  v_table auth.auth_tables;
  v_field text;
begin
  if coalesce(p_columns, '{}') = '{}' then
    return;
  end if;
  select * into v_table from auth.auth_tables t where t.project_id = p_project;
  select c.key into v_field from jsonb_each(p_columns) c
  where v_table.columns is null or c.key <> all (v_table.columns) order by c.key limit 1;
  if found then
    perform auth.fail('field_unknown', jsonb_build_object('field', v_field));
  end if;
  -- A cast would make text of them.
  select c.key into v_field from jsonb_each(p_columns) c
  join pg_catalog.pg_attribute a on a.attname = c.key and a.attrelid = to_regclass(format('%I.%I', v_table.table_schema, v_table.table_name))
  join pg_catalog.pg_type t on t.oid = a.atttypid
  where t.typcategory in ('S', 'N', 'B', 'D', 'T', 'E') and jsonb_typeof(c.value) in ('object', 'array') order by c.key limit 1;
  if found then
    perform auth.fail('column_invalid', jsonb_build_object('field', v_field));
  end if;
end $$;
comment on function auth.columns_require(uuid, jsonb) is
  'Refuses field_unknown unless a sign-up may fill each of these columns, and column_invalid where one is no single value. Private.';
