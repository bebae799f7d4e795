create or replace function auth.identities_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  return auth.identities_of(p_project, p_user);
end $$;
comment on function auth.identities_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s accounts at providers. Refuses what auth.request_check refuses.';
