create or replace function auth.hook_require(p_project uuid, p_setting text, p_function text)
returns void language plpgsql volatile
as $$
declare
  v_role text := (select p.service_role from auth.projects p where p.id = p_project);
begin
  if v_role is null or not exists (
    select from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
    where n.nspname || '.' || p.proname = p_function and p.proargtypes::text = '3802' -- jsonb, and nothing else
      and p.prorettype in ('jsonb'::regtype, 'void'::regtype)
      and has_schema_privilege(v_role, n.oid, 'usage') and has_function_privilege(v_role, p.oid, 'execute'))
  then
    perform auth.fail('hook_unknown', jsonb_build_object('field', p_setting));
  end if;
  if pg_catalog.to_regprocedure('rolecall_admin.runner_ensure(name)') is null then
    perform auth.fail('hooks_not_ready', jsonb_build_object('field', p_setting)); -- the superuser's step is of an older release
  end if;
  perform rolecall_admin.runner_ensure(v_role);
end $$;
comment on function auth.hook_require(uuid, text, text) is
  'Refuses hooks_not_ready, and hook_unknown unless this is a function (jsonb) that returns jsonb or void and that the project''s service role may execute. Private.';
