create or replace function auth.factors_reset(p_user text, p_project text default 'default', p_by jsonb default null)
returns integer language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
  v_count integer;
begin
  delete from auth.factors f where f.project_id = v_project and f.user_id = v_user.id;
  get diagnostics v_count = row_count;
  perform auth.audit_put(v_project, 'factors_reset', v_user.id);
  return v_count;
end $$;
comment on function auth.factors_reset(text, text, jsonb) is
  'Removes all second factors of a user (e-mail address or id) who has lost them, for an administrator; says how many. Refuses user_not_found and what auth.admin_require refuses.';
