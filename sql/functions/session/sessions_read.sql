create or replace function auth.sessions_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  return auth.sessions_of(p_project, p_user, p_session);
end $$;
comment on function auth.sessions_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s live sessions, the last active first; current is the bearer''s own. Refuses what auth.request_check refuses.';
