create or replace function auth.admin_grant(
  p_user text, p_project text default 'default', p_role text default 'admin', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
  v_user auth.users := auth.admin_user(p_user, auth.project_find('admin'));
begin
  perform auth.admin_role_require(p_role);
  if v_user.email_confirmed_at is null then
    perform auth.fail('email_not_verified');
  end if;
  perform auth.admin_put(v_project, v_user.id, p_role);
  return (select auth.admin_document(a) from auth.project_admins a where a.project_id = v_project and a.user_id = v_user.id);
end $$;
comment on function auth.admin_grant(text, text, text, jsonb) is
  'Makes an account of the realm (e-mail address or id) admin or owner of a project, for its owner; of the project admin: of the server. Its address must be proven. Refuses user_not_found, email_not_verified, admin_role_unknown, admin_last and what auth.admin_require refuses.';
