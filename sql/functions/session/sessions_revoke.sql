create or replace function auth.sessions_revoke(p_user text, p_project text default 'default', p_by jsonb default null)
returns integer language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user auth.users := auth.admin_user(p_user, v_project);
begin
  perform auth.audit_put(v_project, 'sessions_revoked', v_user.id);
  return auth.sessions_end(v_project, v_user.id, null, 'revoked');
end $$;
comment on function auth.sessions_revoke(text, text, jsonb) is
  'Ends all sessions of a user (e-mail address or id), for an administrator; says how many. Access tokens are dead at once. Refuses user_not_found and what auth.admin_require refuses.';
