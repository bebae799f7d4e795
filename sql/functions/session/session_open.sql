create or replace function auth.session_open(
  p_project uuid, p_settings jsonb, p_user uuid, p_method text, p_ip inet, p_user_agent text, p_token_hash bytea)
returns uuid language plpgsql volatile
as $$
declare
  v_session uuid;
begin
  insert into auth.sessions (project_id, user_id, amr, ip, network, user_agent, idle_expires_at, expires_at)
  values (p_project, p_user,
    jsonb_build_array(jsonb_build_object('method', p_method, 'timestamp', floor(extract(epoch from now()))::bigint)),
    p_ip, auth.network(p_ip), left(p_user_agent, 400),
    now() + make_interval(secs => (p_settings ->> 'refresh_ttl')::integer),
    now() + make_interval(secs => (p_settings ->> 'session_ttl')::integer))
  returning id into v_session;
  insert into auth.refresh_tokens (project_id, hash, session_id) values (p_project, p_token_hash, v_session);
  return v_session;
end $$;
comment on function auth.session_open(uuid, jsonb, uuid, text, inet, text, bytea) is
  'Opens a session with its first refresh token (by SHA-256). Every way to sign in ends here. p_method goes into amr (RFC 8176). Private.';
