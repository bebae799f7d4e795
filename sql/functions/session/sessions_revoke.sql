create or replace function auth.sessions_revoke(p_user text, p_project text default 'default')
returns integer language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_user uuid := auth.user_find(p_user, v_project);
begin
  perform from auth.users u where u.project_id = v_project and u.id = v_user for no key update;
  perform auth.audit_put(v_project, 'sessions_revoked', v_user);
  return auth.sessions_end(v_project, v_user, null, 'revoked');
end $$;
comment on function auth.sessions_revoke(text, text) is
  'Ends all sessions of a user (e-mail address or id), for the DBA; says how many. Access tokens are dead at once. Refuses user_not_found, project_not_found.';
