create or replace function auth.passkey_signup_finish(
  p_project uuid, p_user uuid, p_payload jsonb, p_passkey jsonb, p_name text, p_fault text, p_verified boolean,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.passkeys_require(p_project);
  v_user auth.users;
  v_passkey auth.passkeys;
  v_invitation bytea := decode(p_payload ->> 'invitation', 'hex');
  v_new record;
  v_fault text;
begin
  perform auth.signup_require(p_project, v_settings, p_payload ->> 'identifier', p_invitation => v_invitation), auth.passkey_name_require(p_name);
  v_fault := auth.passkey_signup_fault(p_project, p_passkey, p_fault);
  if v_fault is null then
    select * into v_new from auth.user_signup(p_project, v_settings, p_payload ->> 'identifier', null, p_payload -> 'profile', 'passkey', p_ip,
      p_id => p_user, p_invitation => v_invitation);
    refusal := v_new.refusal;
    v_fault := coalesce(refusal ->> 'code', case when v_new.user_id is null then auth.identifier_taken_fault(p_payload ->> 'identifier') end);
  end if;
  if v_fault is not null then
    perform auth.audit_put(p_project, 'signup_refused', p_ip => p_ip, p_detail => jsonb_strip_nulls(jsonb_build_object('code', v_fault, 'fault', p_fault)));
    if refusal is null and v_fault like '%_taken' then
      perform auth.signup_taken(p_project, v_settings, p_payload ->> 'identifier', p_ip);
    end if;
    -- With conceal a taken address gets the answer of one that must be proven first.
    refusal := coalesce(refusal, case when v_fault not like '%_taken' or not (v_settings ->> 'conceal')::boolean then auth.refusal(v_fault) end);
    return;
  end if;
  v_user := auth.user_read_row(p_project, p_user);
  v_passkey := auth.passkey_put(p_project, p_user, p_passkey, p_name);
  if v_passkey.id is null then
    -- Taken a moment ago: raised, so that no user is left behind without a key.
    perform auth.fail('passkey_known');
  end if;
  perform auth.audit_put(p_project, 'signed_up', p_user, p_ip => p_ip, p_detail => jsonb_build_object('passkey', v_passkey.id)),
          auth.verification_send(p_project, v_settings, v_user, p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_payload ->> 'redirect', p_ip);
  if auth.signin_proven(v_user, v_settings) then
    select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
    from auth.passkey_grant(p_project, v_settings, v_user, v_passkey.id, p_verified, p_ip, p_user_agent, p_refresh_hash, p_form) g;
  end if;
end $$;
comment on function auth.passkey_signup_finish(uuid, uuid, jsonb, jsonb, text, text, boolean, bytea, bytea, bytea, boolean, inet, text, bytea, jsonb) is
  'Ends a sign-up by passkey: user, passkey, verification link or code and session in one transaction. claims null: the address must be proven first; with conceal a known address gets the same answer, and its owner a message. p_fault says why the passkey did not verify, null if it did. Keeps the audit row of a refusal. Refuses passkeys_disabled, passkey_invalid, passkey_known, passkey_name_invalid, email_taken, phone_taken, what auth.passkey_signup_options refuses, and what the project''s own hooks do.';
