create or replace function auth.admin_user(p_user text, p_project uuid)
returns auth.users language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u
  where u.project_id = p_project and u.id = auth.user_find(p_user, p_project) for no key update;
  return v_user;
end $$;
comment on function auth.admin_user(text, uuid) is
  'A user (e-mail address or id) whom an administrator is about to change, locked. Refuses user_not_found. Private.';
