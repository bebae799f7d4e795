create or replace function auth.disable_auth_table(project text default 'default')
returns text language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(disable_auth_table.project);
  v_table text;
begin
  perform from auth.projects p where p.id = v_project for update; -- as auth.auth_table_put: sign-ups under way end first
  delete from auth.auth_tables t where t.project_id = v_project returning format('%I.%I', t.table_schema, t.table_name) into v_table;
  if v_table is null then
    perform auth.fail('auth_table_missing');
  end if;
  update auth.projects p set overrides = p.overrides - 'auth_table' where p.id = v_project;
  perform auth.audit_put(v_project, 'auth_table_disabled', p_detail => jsonb_build_object('table', v_table));
  return v_table;
end $$;
comment on function auth.disable_auth_table(text) is
  'Ends that rows of the project''s auth table are born and end with its users; says which table it was. The table stays, with its rows. Refuses auth_table_missing, project_not_found.';
