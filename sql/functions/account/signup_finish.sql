create or replace function auth.signup_finish(
  p_project uuid, p_email text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text,
  p_refresh_hash bytea, p_ticket_hash bytea, p_mail_sealed bytea, p_redirect text default null,
  p_idempotency bytea default null, p_request bytea default null, p_sealed bytea default null,
  out replayed boolean, out sealed bytea, out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_user uuid;
  v_session uuid;
begin
  -- The same request may have come twice at once and be answered by now.
  select r.replayed, r.sealed, r.claims, r.profile into replayed, sealed, claims, profile
  from auth.signup_replay(p_project, p_idempotency, p_request) r;
  if replayed then
    return;
  end if;
  v_user := auth.user_insert(p_project, p_email, p_password_hash, p_profile);
  if v_user is null then
    perform auth.signup_taken(p_project, v_settings, p_email, p_ip);
    if not (v_settings ->> 'conceal')::boolean then
      refusal := auth.refusal('email_taken');
      return;
    end if;
  else
    v_session := auth.signup_welcome(p_project, v_settings, v_user, p_ip, p_user_agent, p_refresh_hash, p_ticket_hash, p_mail_sealed, p_redirect);
    claims := auth.session_claims(p_project, v_session);
    -- Only with a session: before the proof an answer tells nothing of who there is.
    profile := auth.user_read(p_project, (claims ->> 'sub')::uuid);
  end if;
  perform auth.idempotency_keep(p_project, p_idempotency, p_request, jsonb_build_object('session_id', v_session), p_sealed);
end $$;
comment on function auth.signup_finish(uuid, text, text, jsonb, inet, text, bytea, bytea, bytea, text, bytea, bytea, bytea) is
  'Second half of a sign-up: user, verification mail and session in one transaction. claims null: the address must be proven first; with conceal a known address gets the same answer, and its owner a mail. Keeps the audit row of a refused try. Refuses email_taken, idempotency_key_reused.';
