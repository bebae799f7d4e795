create or replace function auth.auth_table_put(
  p_project uuid, p_relation regclass, p_columns text[], p_user_column text default 'id', p_on_delete text default 'delete', p_verify_email boolean default null)
returns bigint language plpgsql volatile
as $$
declare
  v_project auth.projects;
  v_before auth.auth_tables;
  v auth.auth_tables;
  v_fault text;
begin
  -- Sign-ups lock this row by their foreign key: those that are under way end first, others wait and find the table.
  select * into v_project from auth.projects p where p.id = p_project for update;
  select p_project, n.nspname, c.relname, p_user_column, e.attname, coalesce(p_columns, '{}'), p_on_delete
    into v.project_id, v.table_schema, v.table_name, v.user_column, v.email_column, v.columns, v.on_delete
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace and n.nspname = v_project.data_schema
  left join pg_catalog.pg_attribute e on e.attrelid = c.oid and e.attname = 'email' and not e.attisdropped
  where c.oid = p_relation and c.relkind in ('r', 'p');
  if not found then
    perform auth.fail('table_not_found');
  end if;
  select * into v_before from auth.auth_tables t where t.project_id = p_project;
  if (v_before.table_schema, v_before.table_name) <> (v.table_schema, v.table_name) then
    perform auth.fail('auth_table_exists', jsonb_build_object('message', format('The auth table of this project is %s.', v_before.table_name)));
  elsif exists (select from unnest(v.columns) c where auth.column_reserved(c) or c = p_user_column) then
    perform auth.fail('column_reserved');
  end if;
  v_fault := auth.auth_table_fault(v, p_relation, v_project.service_role);
  if v_fault is not null then
    perform auth.fail('auth_table_unfit', jsonb_build_object('message', v_fault));
  end if;
  delete from auth.auth_tables t where t.project_id = p_project;
  insert into auth.auth_tables (project_id, table_schema, table_name, user_column, email_column, columns, on_delete, created_at)
  values (p_project, v.table_schema, v.table_name, v.user_column, v.email_column, v.columns, v.on_delete, coalesce(v_before.created_at, now()));
  if p_verify_email is not null and (v_project.settings -> 'verify_email')::boolean is distinct from p_verify_email then
    perform auth.project_set(p_project::text, 'verify_email', to_jsonb(p_verify_email));
  end if;
  update auth.projects p set overrides = p.overrides || jsonb_build_object('auth_table', n.name) -- nodes keep its code apart
  from (select format('%I.%I', v.table_schema, v.table_name) as name) n
  where p.id = p_project and p.overrides ->> 'auth_table' is distinct from n.name;
  perform auth.audit_put(p_project, 'auth_table_enabled', p_detail => jsonb_build_object('table', v.table_name, 'columns', v.columns));
  return auth.rows_backfill(v);
end $$;
comment on function auth.auth_table_put(uuid, regclass, text[], text, text, boolean) is
  'Makes a table the project''s auth table, or changes what it is as one; says how many users that were there before got their row. Waits for sign-ups under way. Refuses table_not_found, auth_table_exists, auth_table_unfit, column_reserved. Private.';
