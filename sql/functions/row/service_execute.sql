create or replace function auth.service_execute(p_project uuid, p_statement text, p_argument jsonb default null)
returns jsonb language plpgsql volatile
as $$
declare
  v_role text := (select p.service_role from auth.projects p where p.id = p_project);
  v_answer jsonb;
begin
  if to_regprocedure(format('rolecall_admin.%I(text, jsonb)', 'execute_as_' || v_role)) is null then
    perform rolecall_admin.runner_ensure(v_role);
    if to_regprocedure(format('rolecall_admin.%I(text, jsonb)', 'execute_as_' || v_role)) is null then
      perform auth.fail('hooks_not_ready'); -- the superuser's step is of an older release
    end if;
  end if;
  execute format('select rolecall_admin.%I($1, $2)', 'execute_as_' || v_role) into v_answer using p_statement, p_argument;
  return v_answer;
end $$;
comment on function auth.service_execute(uuid, text, jsonb) is
  'Runs a statement on a project''s tables as its service role, never as auth_owner: their triggers, checks and domains are the project''s own code. With an argument ($1) it gives one jsonb. Refuses hooks_not_ready. Private.';
