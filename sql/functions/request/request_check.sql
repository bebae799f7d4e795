create or replace function auth.request_check(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_key bytea)
returns void language plpgsql stable security definer set search_path = ''
as $$
declare
  v record;
begin
  if p_session is not null then
    v := auth.session_state(p_project, p_user, p_session, p_password_version, p_epoch);
    if v.fault is not null then
      perform auth.fail(v.fault);
    end if;
    -- Most requests end here: their user has no roles, and nothing of them has changed.
    if v.tenant_id is not null or v.user_roles is not null then
      perform auth.access_set(p_project, v.tenant_id, v.is_owner, v.member_roles, v.user_roles);
    end if;
    if v.claims_changed then
      perform auth.claims_renew(p_project, p_user, p_session);
    end if;
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
  'The state check of every data request, by primary key, in the round trip that does the work: is this token or key still good? It also sets, for the rest of the transaction, what the user may do now by tenant and roles, whatever the token says, and brings claims up to date that have just changed. Refuses token_revoked, session_expired, user_disabled, key_invalid, project_disabled, project_not_found.';
