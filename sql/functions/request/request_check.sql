create or replace function auth.request_check(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_key bytea)
returns void language plpgsql stable security definer set search_path = ''
as $$
begin
  if p_session is not null then
    perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  else
    perform auth.project_settings(p_project);
  end if;
  if p_key is not null and not exists (select from auth.api_keys k
    where k.project_id = p_project and k.hash = p_key and k.revoked_at is null)
  then
    perform auth.fail('key_invalid');
  end if;
end $$;
comment on function auth.request_check(uuid, uuid, uuid, integer, integer, bytea) is
  'The state check of every data request, by primary key, in the round trip that does the work: is this token or key still good? Refuses token_revoked, session_expired, user_disabled, key_invalid, project_disabled, project_not_found.';
