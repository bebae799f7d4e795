create or replace function auth.second_factor_session(
  p_user auth.users, p_ticket auth.tickets, p_session uuid, p_method text, p_factor uuid,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb,
  out session_id uuid, out opened boolean)
language plpgsql volatile
as $$
declare
  v_settings jsonb := auth.project_settings((p_user).project_id);
  v_session auth.sessions;
begin
  select * into v_session from auth.sessions s
  where s.project_id = (p_user).project_id and s.id = p_session and (p_ticket).id is null for no key update;
  opened := v_session.id is null or v_session.mfa_pending;
  if opened and (v_session.id is null or p_form ->> 'session' is distinct from 'keep') then
    perform auth.session_end((p_user).project_id, v_session.id, 'second_factor');
    delete from auth.tickets t where t.project_id = (p_user).project_id and t.id = (p_ticket).id;
    session_id := auth.session_open((p_user).project_id, v_settings, (p_user).id,
      auth.amr_add(coalesce(v_session.amr, (p_ticket).payload -> 'amr'), p_method, p_factor),
      false, p_ip, p_user_agent, p_refresh_hash, coalesce((p_ticket).tenant_id, v_session.tenant_id),
      -- What bounded the first factor bounds this: it began there.
      coalesce(v_session.expires_at, ((p_ticket).payload ->> 'until')::timestamptz));
    return;
  end if;
  session_id := p_session;
  perform auth.session_strengthen((p_user).project_id, p_session, p_method, p_factor, not opened);
  if opened then
    perform auth.refresh_replace((p_user).project_id, p_session, p_refresh_hash);
  end if;
end $$;
comment on function auth.second_factor_session(auth.users, auth.tickets, uuid, text, uuid, inet, text, bytea, jsonb) is
  'The session that a second factor makes strong. A challenge or a pending session ends in a new one (OWASP ASVS 7.2.4), or, in a form that keeps the session, in the same one with a new refresh token; a session that owed nothing is elevated, its tokens stay (opened false). Private.';
