create or replace function auth.refresh_outcome(p_session auth.sessions, p_user auth.users, p_settings jsonb, p_token_hash bytea)
returns text language plpgsql stable
as $$
declare
  v_used_at timestamptz;
begin
  select t.used_at into v_used_at from auth.refresh_tokens t where t.project_id = p_session.project_id and t.hash = p_token_hash;
  return case
    when not found then 'refresh_token_invalid'
    when p_session.revoked_at is not null then 'session_ended'
    when now() >= least(p_session.idle_expires_at, p_session.expires_at) then 'session_expired'
    when p_user.disabled_at is not null then 'user_disabled'
    when v_used_at is null then 'rotated'
    -- A transaction that began before the rotation has a now() before it: a window of 0 is asked for by itself.
    when p_session.rotated_from = p_token_hash and p_session.child_sealed is not null and p_settings ->> 'refresh_grace' <> '0'
      and now() < p_session.rotated_at + make_interval(secs => (p_settings ->> 'refresh_grace')::integer) then 'repeated'
    else 'refresh_token_reused'
  end;
end $$;
comment on function auth.refresh_outcome(auth.sessions, auth.users, jsonb, bytea) is
  'What a refresh token is worth, asked under its session''s lock. The child is unused as long as the session still names the parent. Private.';
