create or replace function auth.signup_finish(
  p_project uuid, p_email text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text,
  p_refresh_hash bytea, p_ticket_hash bytea, p_mail_sealed bytea, p_redirect text default null,
  p_idempotency bytea default null, p_request bytea default null, p_sealed bytea default null,
  out user_id uuid, out session_id uuid, out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_conceal boolean := (v_settings ->> 'conceal')::boolean;
begin
  user_id := auth.user_insert(p_project, p_email, p_password_hash, p_profile);
  if user_id is null then
    perform auth.signup_taken(p_project, v_settings, p_email, p_ip);
    if not v_conceal then
      refusal := auth.refusal('email_taken');
      return;
    end if;
  else
    perform auth.audit_put(p_project, 'signed_up', user_id, p_ip => p_ip);
    perform auth.verification_send(p_project, v_settings, user_id, p_ticket_hash, p_mail_sealed, p_redirect, p_ip);
    if not (v_settings ->> 'signin_needs_verified_email')::boolean then
      session_id := auth.session_open(p_project, v_settings, user_id, 'pwd', p_ip, p_user_agent, p_refresh_hash);
      claims := auth.session_claims(p_project, session_id);
      profile := auth.user_read(p_project, user_id);
    end if;
  end if;
  if v_conceal then
    user_id := null;
  end if;
  perform auth.idempotency_keep(p_project, p_idempotency, p_request,
    jsonb_build_object('user_id', user_id, 'session_id', session_id), p_sealed);
end $$;
comment on function auth.signup_finish(uuid, text, text, jsonb, inet, text, bytea, bytea, bytea, text, bytea, bytea, bytea) is
  'Second half of a sign-up: user, verification mail and session in one transaction. Without a session the address must be proven first; with conceal a known address gets the same answer, and its owner a mail. Keeps the audit row of a refused try. Refuses email_taken.';
