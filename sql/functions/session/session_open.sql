create or replace function auth.session_open(
  p_project uuid, p_settings jsonb, p_user uuid, p_amr jsonb, p_pending boolean, p_ip inet, p_user_agent text, p_token_hash bytea,
  p_tenant uuid default null, p_until timestamptz default null)
returns uuid language plpgsql volatile
as $$
declare
  v_session uuid;
begin
  insert into auth.sessions (project_id, user_id, amr, aal, mfa_pending, ip, network, user_agent, tenant_id, idle_expires_at, expires_at)
  values (p_project, p_user, p_amr, auth.aal(p_amr), p_pending, p_ip, auth.network(p_ip), left(p_user_agent, 400), p_tenant,
    now() + make_interval(secs => (p_settings ->> 'refresh_ttl')::integer),
    least(now() + make_interval(secs => (p_settings ->> 'session_ttl')::integer), p_until))
  returning id into v_session;
  insert into auth.refresh_tokens (project_id, hash, session_id) values (p_project, p_token_hash, v_session);
  perform auth.sessions_evict(p_project, p_settings, p_user), auth.device_seen(p_project, p_user, p_ip, p_user_agent);
  return v_session;
end $$;
comment on function auth.session_open(uuid, jsonb, uuid, jsonb, boolean, inet, text, bytea, uuid, timestamptz) is
  'Opens a session with its first refresh token (by SHA-256), which ends at p_until at the latest. Every way to sign in ends here. The user''s row is locked. Private.';
