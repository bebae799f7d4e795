create or replace function auth.password_set(p_user text, p_password text, p_project text default 'default')
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_user uuid := auth.user_find(p_user, v_project);
begin
  perform auth.password_put(v_project, v_user, auth.password_crypt(p_password), 'change', null, null);
  perform auth.audit_put(v_project, 'password_set', v_user);
end $$;
comment on function auth.password_set(text, text, text) is
  'Sets a user''s password, for the DBA, as bcrypt that is upgraded at the next sign-in. All access tokens of the user die. Refuses user_not_found, project_not_found.';
