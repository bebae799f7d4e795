create or replace function auth.oauth_redeem(
  p_project uuid, p_provider text, p_state_hash bytea, p_browser_hash bytea, p_ip inet,
  out sealed bytea, out intent text, out redirect_to text, out challenge text, out app_state text,
  out kind text, out config jsonb, out secret_sealed bytea, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_flow auth.oauth_flows;
  v_provider auth.providers;
begin
  delete from auth.oauth_flows f where f.project_id = p_project and f.hash = p_state_hash returning * into v_flow;
  if not found then
    perform auth.fail('oauth_state_invalid');
  elsif v_flow.expires_at <= now() or v_flow.provider <> p_provider or v_flow.browser_hash is distinct from p_browser_hash then
    -- Known, yet not from where it was begun: it is used up all the same.
    perform auth.audit_put(p_project, 'signin_refused', p_ip => p_ip, p_detail => jsonb_build_object(
      'code', 'oauth_state_invalid', 'provider', p_provider, 'begun_at', v_flow.provider, 'browser', v_flow.browser_hash is not distinct from p_browser_hash));
    refusal := auth.refusal('oauth_state_invalid');
    return;
  end if;
  v_provider := auth.provider_require(p_project, p_provider);
  sealed := v_flow.sealed;
  intent := v_flow.intent;
  redirect_to := v_flow.redirect_to;
  challenge := v_flow.challenge;
  app_state := v_flow.app_state;
  kind := v_provider.kind;
  config := v_provider.config;
  secret_sealed := v_provider.secret_sealed;
end $$;
comment on function auth.oauth_redeem(uuid, text, bytea, bytea, inet) is
  'Takes what was begun by its state, when the browser comes back: once, in time, from the provider and in the browser that it was begun with. Keeps the audit row of a refusal. Refuses oauth_state_invalid, provider_unknown.';
