create or replace function auth.user_sessions(p_user text, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return auth.sessions_of(v_project, auth.user_find(p_user, v_project), null);
end $$;
comment on function auth.user_sessions(text, text, jsonb) is
  'The live sessions of a user (e-mail address or id), for an administrator. Refuses user_not_found and what auth.admin_require refuses.';
