create or replace function auth.identity_unlink(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  v_provider text := (auth.identity_require(p_project, p_user, p_identity)).provider;
begin
  perform set_config('rolecall.session', p_session::text, true); -- the one that does this stays
  delete from auth.identities i where i.project_id = p_project and i.user_id = p_user and i.id = p_identity;
  perform set_config('rolecall.session', '', true);
  if auth.ways_in(v_user) = 0 then
    perform auth.fail('identity_last');
  end if;
  perform auth.audit_put(p_project, 'identity_unlinked', p_user, p_session, p_ip,
    jsonb_build_object('provider', v_provider, 'identity', p_identity));
end $$;
comment on function auth.identity_unlink(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Unlinks one of the bearer''s accounts at a provider; other sessions that it opened end. The last way in stays. Refuses identity_last, identity_not_found, second_factor_required and what auth.request_check refuses.';
