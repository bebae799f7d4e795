create or replace function auth.refresh_rotate(
  p_session auth.sessions, p_settings jsonb, p_token_hash bytea, p_child_hash bytea, p_child_sealed bytea, p_ip inet, p_user_agent text)
returns void language plpgsql volatile
as $$
begin
  update auth.sessions s set
    refreshed_at = now(),
    idle_expires_at = now() + make_interval(secs => (p_settings ->> 'refresh_ttl')::integer),
    rotated_at = now(),
    rotated_from = p_token_hash,
    child_sealed = p_child_sealed, -- takes the place of the one before: its child is used now
    ip = coalesce(p_ip, s.ip),
    user_agent = coalesce(left(p_user_agent, 400), s.user_agent)
  where s.project_id = (p_session).project_id and s.id = (p_session).id;
  update auth.refresh_tokens t set used_at = now()
  where t.project_id = (p_session).project_id and t.hash = p_token_hash;
  insert into auth.refresh_tokens (project_id, hash, session_id)
  values ((p_session).project_id, p_child_hash, (p_session).id);
end $$;
comment on function auth.refresh_rotate(auth.sessions, jsonb, bytea, bytea, bytea, inet, text) is
  'Parent used, child alive, session longer. Private.';
