create or replace function auth.signup_code_begin(
  p_project uuid, p_identifier text, p_profile jsonb, p_password_hash text,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_user auth.users;
begin
  perform auth.profile_require(p_profile), auth.columns_require(p_project, p_profile -> 'columns'), auth.signup_require(p_project, v_settings, v_to, true);
  expires_in := auth.proof_ttl(v_settings, 'sign_up', p_code_mac);
  refusal := coalesce(auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip),
    auth.send_limits_hit(p_project, v_settings, 'sign_up', v_to, p_ip));
  if refusal is not null then
    return;
  end if;
  v_user := auth.user_by_identifier(p_project, v_to);
  if v_user.id is null then
    perform auth.proof_send(p_project, v_settings, null, 'sign_up', v_to, p_link_hash, p_code_mac, p_proof_sealed, p_silent,
      p_payload => jsonb_build_object('profile', p_profile, 'password_hash', p_password_hash));
  elsif not (v_settings ->> 'conceal')::boolean then
    refusal := auth.refusal(auth.identifier_taken_fault(v_to));
  elsif not p_silent then
    perform auth.outbox_send(p_project, v_to, 'account_exists', null);
  end if;
  perform auth.audit_put(p_project, 'signup_code_sent', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.signup_code_begin(uuid, text, jsonb, text, bytea, bytea, bytea, boolean, inet) is
  'Sends a code to an address or number that asks for an account; no user exists before the code comes back. profile and password_hash may be given now or then. p_silent: nothing is sent (debug). Keeps counts. Refuses email_missing, email_invalid, phone_invalid, profile_invalid, field_unknown, column_invalid, signup_disabled, email_domain_refused, invitation_needed, email_taken, phone_taken, over_limit.';
