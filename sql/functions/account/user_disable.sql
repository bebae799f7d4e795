create or replace function auth.user_disable(
  p_user text, p_project text default 'default', p_reason text default null, p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
begin
  update auth.users u set disabled_at = coalesce(u.disabled_at, now()), disabled_reason = p_reason
  where u.project_id = v_project and u.id = v_user.id;
end $$;
comment on function auth.user_disable(text, text, text, jsonb) is
  'Disables a user (e-mail address or id) and ends all sessions, for an administrator; access tokens are dead at once. Refuses user_not_found, admin_last and what auth.admin_require refuses.';
