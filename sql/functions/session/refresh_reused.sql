create or replace function auth.refresh_reused(p_session auth.sessions, p_settings jsonb, p_ip inet)
returns void language plpgsql volatile
as $$
begin
  if p_settings ->> 'reuse_revokes' = 'user' then
    perform auth.sessions_end((p_session).project_id, (p_session).user_id, null, 'refresh_token_reused');
  else
    perform auth.session_end((p_session).project_id, (p_session).id, 'refresh_token_reused');
  end if;
  perform auth.audit_put((p_session).project_id, 'refresh_token_reused', (p_session).user_id, (p_session).id, p_ip,
    jsonb_build_object('revoked', p_settings ->> 'reuse_revokes'));
end $$;
comment on function auth.refresh_reused(auth.sessions, jsonb, inet) is
  'Ends what a stolen refresh token could be used for, and leaves an audit row. Private.';
