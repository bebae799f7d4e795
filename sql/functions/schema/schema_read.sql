create or replace function auth.schema_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_now record := auth.schema_current(v_project);
begin
  return jsonb_build_object('version', v_now.version, 'schema', jsonb_build_object('tables', v_now.document),
    'tables_info', (select coalesce(jsonb_object_agg(t.key, jsonb_build_object('rows', greatest(c.reltuples, 0)::bigint)), '{}')
      from jsonb_each(v_now.document) t join auth.projects p on p.id = v_project
      left join pg_catalog.pg_class c on c.oid = to_regclass(format('%I.%I', p.data_schema, t.key))),
    'auth_table', (select jsonb_build_object('table', a.table_name, 'columns', to_jsonb(a.columns), 'user_column', a.user_column, 'on_user_delete', a.on_delete)
      from auth.auth_tables a where a.project_id = v_project));
end $$;
comment on function auth.schema_read(text, jsonb) is
  'The tables of a project as they were declared last, with the version, how many rows each has about, and the auth table, which a DBA may have enabled. Refuses what auth.admin_require refuses.';
