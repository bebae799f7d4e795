create or replace function auth.hook_call(p_project uuid, p_function text, p_argument jsonb)
returns jsonb language plpgsql volatile
as $$
declare
  v_runner text := (select 'run_as_' || p.service_role from auth.projects p where p.id = p_project);
  v_answer jsonb;
begin
  -- Nothing of a project runs as auth_owner: its service role owns the definer function that runs it.
  if not exists (select from pg_catalog.pg_proc p
    where p.proname = v_runner and p.pronamespace = 'rolecall_admin'::regnamespace and p.prosecdef)
  then
    perform auth.hook_fault(p_function, 'anything yet: rolecall_admin.' || coalesce(v_runner, 'run_as_') || ' is missing (rolecall migrate init makes it)');
  end if;
  execute format('select rolecall_admin.%I($1, $2)', v_runner) into v_answer using p_function, p_argument;
  return v_answer;
end $$;
comment on function auth.hook_call(uuid, text, jsonb) is
  'Runs a function (jsonb) of the project''s own as its service role. Its time is the statement''s; its error ends the request, reaches the caller as hook_failed and the log whole. Private.';
