create or replace function auth.user_enable(p_user text, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
begin
  update auth.users u set disabled_at = null, disabled_reason = null where u.project_id = v_project and u.id = v_user.id;
end $$;
comment on function auth.user_enable(text, text, jsonb) is
  'Lets a disabled user sign in again, for an administrator; the sessions that ended stay ended. Refuses user_not_found and what auth.admin_require refuses.';
