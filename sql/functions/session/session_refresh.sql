create or replace function auth.session_refresh(
  p_project uuid, p_token_hash bytea, p_child_hash bytea, p_child_sealed bytea, p_ip inet, p_user_agent text,
  out outcome text, out child_sealed bytea, out user_id uuid, out session_id uuid, out claims jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project auth.projects := auth.project_open(p_project);
  v_session auth.sessions := auth.refresh_lock(p_project, v_project.settings, p_token_hash);
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = v_session.user_id;
  outcome := auth.refresh_outcome(v_session, v_user, v_project.settings, p_token_hash);
  if outcome = 'rotated' then
    perform auth.refresh_rotate(v_session, v_project.settings, p_token_hash, p_child_hash, p_child_sealed, p_ip, p_user_agent);
    child_sealed := p_child_sealed;
  elsif outcome = 'repeated' then
    child_sealed := v_session.child_sealed;
  else
    if outcome = 'refresh_token_reused' then
      perform auth.refresh_reused(v_session, v_project.settings, auth.request_from(p_ip, p_user_agent));
    end if;
    refusal := auth.refusal(outcome);
    return;
  end if;
  user_id := v_session.user_id;
  session_id := v_session.id;
  claims := auth.claims_document(v_project, v_user, v_session);
end $$;
comment on function auth.session_refresh(uuid, bytea, bytea, bytea, inet, text) is
  'Rotates a refresh token (RFC 9700 section 4.14). outcome rotated: the offered child lives. repeated: the parent came again inside refresh_grace and its child is unused; child_sealed is that child, for whoever holds the parent. Anything else is reuse: the family, or all sessions of the user, ends here, and that is kept. Refuses refresh_token_invalid, refresh_token_reused, session_ended, session_expired, user_disabled.';
