create or replace function auth.factors_reset(p_user text, p_project text default 'default')
returns integer language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_user uuid := auth.user_find(p_user, v_project);
  v_count integer;
begin
  perform from auth.users u where u.project_id = v_project and u.id = v_user for no key update;
  delete from auth.factors f where f.project_id = v_project and f.user_id = v_user;
  get diagnostics v_count = row_count;
  perform auth.audit_put(v_project, 'factors_reset', v_user);
  return v_count;
end $$;
comment on function auth.factors_reset(text, text) is
  'Removes all second factors of a user (e-mail address or id) who has lost them, for the DBA; says how many. Refuses user_not_found, project_not_found.';
