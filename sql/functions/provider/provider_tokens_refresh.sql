create or replace function auth.provider_tokens_refresh(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity uuid, p_ip inet,
  out kind text, out config jsonb, out secret_sealed bytea)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_provider auth.providers;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  v_provider := auth.provider_require(p_project, (auth.identity_require(p_project, p_user, p_identity)).provider);
  perform auth.audit_put(p_project, 'provider_tokens_refreshed', p_user, p_session, p_ip, jsonb_build_object('identity', p_identity));
  kind := v_provider.kind;
  config := v_provider.config;
  secret_sealed := v_provider.secret_sealed;
end $$;
comment on function auth.provider_tokens_refresh(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'How to renew the tokens of one of the bearer''s accounts at a provider. Refuses identity_not_found, provider_unknown and what auth.request_check refuses.';
