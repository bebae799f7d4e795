create or replace function auth.row_read(p_project uuid, p_user uuid)
returns jsonb language plpgsql volatile
as $$
declare
  v auth.auth_tables;
begin
  select * into v from auth.auth_tables t where t.project_id = p_project;
  if coalesce(v.columns, '{}') = '{}' or to_regclass(format('%I.%I', v.table_schema, v.table_name)) is null then
    return '{}';
  end if;
  return jsonb_build_object('columns', auth.service_execute(p_project, format('select to_jsonb(r) from (select %s from %I.%I t where t.%I = ($1 ->> ''id'')::uuid) r',
    (select string_agg(format('t.%I', c), ', ') from unnest(v.columns) c), v.table_schema, v.table_name, v.user_column),
    jsonb_build_object('id', p_user)));
end $$;
comment on function auth.row_read(uuid, uuid) is
  'What a user''s document says of their row in the project''s auth table: {"columns": ...}, those that are declared; {} where there are none. Private.';
