create or replace function auth.signup_finish(
  p_project uuid, p_identifier text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text,
  p_refresh_hash bytea, p_link_hash bytea, p_proof_sealed bytea, p_redirect text default null,
  p_idempotency bytea default null, p_request bytea default null, p_sealed bytea default null,
  p_code_mac bytea default null, p_silent boolean default false, p_invitation bytea default null,
  out replayed boolean, out sealed bytea, out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_new record;
  v_session uuid;
begin
  -- The same request may have come twice at once and be answered by now.
  select r.replayed, r.sealed, r.claims, r.profile into replayed, sealed, claims, profile
  from auth.signup_replay(p_project, p_idempotency, p_request) r;
  if replayed then
    return;
  end if;
  select * into v_new from auth.user_signup(p_project, v_settings, v_to, p_password_hash, p_profile, 'password', p_ip, p_invitation => p_invitation);
  if v_new.refusal is not null then
    perform auth.audit_put(p_project, 'signup_refused', p_ip => p_ip, p_detail => jsonb_build_object('code', v_new.refusal ->> 'code'));
    refusal := v_new.refusal;
    return;
  elsif v_new.user_id is null then
    perform auth.signup_taken(p_project, v_settings, v_to, p_ip);
    if not (v_settings ->> 'conceal')::boolean then
      refusal := auth.refusal(auth.identifier_taken_fault(v_to));
      return;
    end if;
  else
    v_session := auth.signup_welcome(p_project, v_settings, auth.user_read_row(p_project, v_new.user_id), p_ip, p_user_agent, p_refresh_hash,
      p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_redirect);
    claims := auth.session_claims(p_project, v_session);
    -- Only with a session: before the proof an answer tells nothing of who there is.
    profile := auth.user_read(p_project, (claims ->> 'sub')::uuid);
  end if;
  perform auth.idempotency_keep(p_project, p_idempotency, p_request, jsonb_build_object('session_id', v_session), p_sealed);
end $$;
comment on function auth.signup_finish(uuid, text, text, jsonb, inet, text, bytea, bytea, bytea, text, bytea, bytea, bytea, bytea, boolean, bytea) is
  'Second half of a sign-up: user, verification link or code and session in one transaction. claims null: the address must be proven first; with conceal a known address gets the same answer, and its owner a mail. Keeps the audit row of a refused try. Refuses email_missing, email_invalid, phone_invalid, email_taken, phone_taken, idempotency_key_reused, what auth.signup_begin and auth.user_insert refuse, and what the project''s own hooks do.';
