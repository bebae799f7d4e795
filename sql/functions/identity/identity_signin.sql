create or replace function auth.identity_signin(
  p_project uuid, p_identity jsonb, p_tokens_sealed bytea, p_intent text, p_fault text,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_found record;
  v_user auth.users;
  v_id uuid;
  v_fault text;
begin
  if p_fault is null then
    select * into v_found from auth.identity_user(p_project, v_settings, p_identity, p_intent, p_ip);
    v_user := v_found.person;
    refusal := v_found.refusal;
    v_fault := case when refusal is null and v_found.found_by <> 'signup' then auth.signin_fault(v_user, v_settings, v_user.password_version, true) end;
  end if;
  refusal := case
    when p_fault is not null then auth.refusal('identity_invalid')
    when v_fault is not null then auth.refusal(v_fault)
    else refusal end;
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_refused', v_user.id, p_ip => p_ip, p_detail => jsonb_strip_nulls(
      jsonb_build_object('code', refusal ->> 'code', 'provider', p_identity ->> 'provider', 'fault', p_fault)));
    return;
  end if;
  v_id := auth.identity_put(p_project, v_user.id, p_identity);
  perform auth.provider_tokens_put(p_project, v_id, p_tokens_sealed);
  if v_found.found_by = 'email' then
    perform auth.audit_put(p_project, 'identity_linked', v_user.id, p_ip => p_ip,
      p_detail => jsonb_build_object('provider', p_identity ->> 'provider', 'identity', v_id, 'by', 'email'));
  elsif v_found.found_by = 'signup' and v_user.email is not null and v_user.email_confirmed_at is null then
    perform auth.verification_send(p_project, v_settings, v_user, p_link_hash, p_code_mac, p_proof_sealed, p_silent, null, p_ip);
  end if;
  if auth.signin_proven(v_user, v_settings) then
    select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
    from auth.identity_grant(p_project, v_settings, v_user, v_id, p_ip, p_user_agent, p_refresh_hash, p_form) g;
  end if;
end $$;
comment on function auth.identity_signin(uuid, jsonb, bytea, text, text, bytea, bytea, bytea, boolean, inet, text, bytea, jsonb) is
  'Signs in by an account at a provider that has been proven: a session, or a challenge for the second factor, whatever the provider did about one. p_identity: provider, issuer, subject, email, email_verified, profile. p_intent: any, known (makes no user) or new (makes one, or refuses). p_fault says why it did not prove, null if it did. claims null: the address must be proven first. Keeps counts and the audit row of a refusal. Refuses identity_invalid, identity_taken, identity_unknown, identity_email_unverified, email_taken, email_not_verified, user_disabled, signup_disabled, email_domain_refused, invitation_needed, over_limit, and what the project''s own hooks refuse.';
