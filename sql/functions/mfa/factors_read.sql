create or replace function auth.factors_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch, true);
  return auth.factors_of(p_project, p_user);
end $$;
comment on function auth.factors_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s second factors, whether they are asked for at sign-in, and how many recovery codes are left. Refuses what auth.request_check refuses, but not a session that still owes its second factor.';
