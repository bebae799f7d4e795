create or replace function auth.user_roles_put(
  p_user text, p_roles text[], p_default_role text default null, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
begin
  update auth.users u set roles = p_roles, default_role = p_default_role
  where u.project_id = v_project and u.id = v_user.id returning * into v_user;
  perform auth.audit_put(v_project, 'user_roles_changed', v_user.id, p_detail => jsonb_build_object('roles', to_jsonb(p_roles), 'default_role', p_default_role));
  return auth.user_record(v_user);
end $$;
comment on function auth.user_roles_put(text, text[], text, text, jsonb) is
  'Gives a user (e-mail address or id) these roles in the project, in the place of default_roles (null: those again), and says which is theirs where a client wants one. It counts from the commit, also for tokens that are out. Refuses role_not_found, user_not_found and what auth.admin_require refuses.';
