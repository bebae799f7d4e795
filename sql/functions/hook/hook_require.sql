create or replace function auth.hook_require(p_project uuid, p_setting text, p_function text)
returns void language plpgsql volatile
as $$
declare
  v_role text := (select p.service_role from auth.projects p where p.id = p_project);
begin
  if v_role is null or not auth.hook_known(v_role, p_function) then
    perform auth.fail('hook_unknown', jsonb_build_object('field', p_setting));
  elsif pg_catalog.to_regprocedure('rolecall_admin.runner_ensure(name)') is null then
    perform auth.fail('hooks_not_ready', jsonb_build_object('field', p_setting)); -- the superuser's step is of an older release
  end if;
  perform rolecall_admin.runner_ensure(v_role);
end $$;
comment on function auth.hook_require(uuid, text, text) is
  'Refuses hooks_not_ready, and hook_unknown unless this is a function that the project''s service role may execute. Private.';
