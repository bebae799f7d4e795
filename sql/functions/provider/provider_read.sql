create or replace function auth.provider_read(
  p_project uuid, p_name text, p_ip inet,
  out kind text, out config jsonb, out secret_sealed bytea, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_provider auth.providers := auth.provider_require(p_project, p_name);
begin
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signin_network', p_ip);
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_limited', p_ip => p_ip, p_detail => refusal - 'message' - 'suggestion');
    return;
  end if;
  kind := v_provider.kind;
  config := v_provider.config;
  secret_sealed := v_provider.secret_sealed;
end $$;
comment on function auth.provider_read(uuid, text, inet) is
  'How to verify what a native app got of a provider, before a sign-in by it. Keeps counts. Refuses provider_unknown, over_limit, project_not_found, project_disabled.';
