create or replace function auth.me(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch, true);
  return auth.user_read(p_project, p_user);
end $$;
comment on function auth.me(uuid, uuid, uuid, integer, integer) is
  'The bearer''s own document. Refuses what auth.request_check refuses.';
